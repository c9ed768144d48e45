using System.CommandLine;
using QuantDsl.Cli.Output;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl check FILE…</c>: reports every mistake of strategies and of the files that configure runs; exit 1 when there is an error.</summary>
public sealed class CheckVerb : Verb
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "Strategies, qdsl.yaml, venue and risk files", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string[]> _bind = SymbolBindings.Option();

    private readonly Option<bool> _sarif = new("--sarif") { Description = "Write SARIF 2.1.0 to stdout, for code hosts and editors" };

    public CheckVerb()
        : base("check", "Report mistakes in strategies, settings, venue and risk files",
            "qdsl check strategies/ema_cross.qstrat", "qdsl check --json strategies/ema_cross.yaml", "qdsl check qdsl.yaml strategies/ema_cross.qstrat",
            "qdsl check --sarif strategies/ema_cross.qstrat > check.sarif") => Takes(_files, _bind, Json, _sarif, Project);

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        if (arguments.GetValue(Json) && arguments.GetValue(_sarif))
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "leave one of them out", "`--json` and `--sarif` both write to stdout");
        var catalog = ProjectIndicators.Catalog(ProjectOf(arguments, terminal), terminal);
        var (folder, bindings) = (new StrategyFolder(terminal.CurrentFolder), SymbolBindings.Read(arguments.GetValue(_bind)));
        var files = (arguments.GetValue(_files) ?? []).Select(path => CheckedFile.Of(InputFiles.ReadText(path, terminal), catalog, folder, bindings)).ToArray();
        Diagnostic[] diagnostics = [.. files.SelectMany(file => file.Diagnostics), .. CheckedFile.Together(files)];
        string[] libraries = [.. files.Where(file => file.Strategy?.Read.IsLibrary == true).Select(file => file.Path)];
        int errors = diagnostics.Count(d => d.Severity == Severity.Error), warnings = diagnostics.Length - errors;
        if (arguments.GetValue(_sarif))
        {
            SarifOutput.Write(terminal, diagnostics);
        }
        else if (arguments.GetValue(Json))
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteStartArray("libraries");
                foreach (string library in libraries) writer.WriteStringValue(library);
                writer.WriteEndArray();
                JsonOutput.WriteDiagnostics(writer, diagnostics);
            });
        }
        else
        {
            foreach (var diagnostic in diagnostics) terminal.Out.WriteLine(DiagnosticRenderer.Render(diagnostic, terminal.Colour));
            foreach (string library in libraries) terminal.Out.WriteLine($"{library}: checked as a library, definitions for `use` without a strategy of its own");
            string what = files.Length == 1 ? files[0].Path : $"{files.Length} files";
            terminal.Out.WriteLine(diagnostics.Length == 0 ? $"{what}: no problems" : $"{what}: {Count(errors, "error")}, {Count(warnings, "warning")}");
        }

        return errors > 0 ? ExitCode.InputHasErrors : ExitCode.Done;
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
