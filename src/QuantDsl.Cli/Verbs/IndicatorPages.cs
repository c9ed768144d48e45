using QuantDsl.Cli.Output;
using QuantDsl.Compiler.UserIndicators;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl indicators pages DIR</c>: the pages of <c>docs/indicators</c>, for a project's own indicators.</summary>
public static class IndicatorPages
{
    /// <summary>Writes a page for each and <c>README.md</c>, the table of contents; exit 1 when a file of the project cannot be used.</summary>
    /// <exception cref="InputException">A file that is there is no page of an indicator.</exception>
    public static int Run(string folder, IReadOnlyList<UserIndicator> own, bool all, bool json, Terminal terminal)
    {
        IndicatorDefinition[] indicators = [.. own.Select(indicator => indicator.Definition).OfType<IndicatorDefinition>()];
        if (all) indicators = [.. IndicatorCatalog.Default.With(indicators).All];
        Diagnostic[] unusable = [.. own.SelectMany(indicator => indicator.Problems)];
        (string Path, string Text)[] pages =
        [
            .. indicators.Select(indicator => (Path.Combine(folder, IndicatorPage.FileName(indicator)).Replace('\\', '/'), IndicatorPage.Markdown(indicator))),
            .. indicators.Length == 0 ? [] : new[] { (Path.Combine(folder, "README.md").Replace('\\', '/'), IndicatorPage.Contents(indicators)) },
        ];
        // All or none: what is not ours is found before anything is written.
        foreach (var (path, text) in pages) RefuseOthers(path, text, terminal);
        if (pages.Length > 0) InputFiles.MakeFolder(Path.GetFullPath(folder, terminal.CurrentFolder));
        foreach (var (path, text) in pages) InputFiles.WriteText(path, text, terminal);
        if (json)
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteStartArray("pages");
                foreach (var (path, _) in pages) writer.WriteStringValue(path);
                writer.WriteEndArray();
                JsonOutput.WriteDiagnostics(writer, unusable);
            });
        }
        else
        {
            DiagnosticOutput.Write(terminal, unusable);
            if (pages.Length == 0) terminal.Out.WriteLine("the project has no indicators of its own that can be used; `--all` writes the pages of the built-in ones");
            foreach (var (path, _) in pages) terminal.Out.WriteLine($"wrote {path}");
        }

        return unusable.Length > 0 ? ExitCode.InputHasErrors : ExitCode.Done;
    }

    private static void RefuseOthers(string path, string text, Terminal terminal)
    {
        string full = Path.GetFullPath(path, terminal.CurrentFolder);
        if (!File.Exists(full)) return;
        // A page begins with the indicator's name, the contents with a word on where they come from.
        string beginning = text[..text.IndexOf('\n', path.EndsWith("README.md", StringComparison.Ordinal) ? text.IndexOf('\n') + 2 : 0)];
        if (InputFiles.ReadText(path, terminal).Content.StartsWith(beginning, StringComparison.Ordinal)) return;
        throw CommandLineDiagnostics.Usage(UserIndicatorDiagnostics.NotAPage, "name another folder, or move the file away", path);
    }
}
