using System.CommandLine;
using QuantDsl.Cli.Output;
using QuantDsl.Diagnostics;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl check FILE…</c>: reports every mistake of strategy files; exit 1 when there is an error.</summary>
public sealed class CheckVerb : Verb
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "Strategies, .qstrat or .yaml", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string[]> _bind = SymbolBindings.Option();

    public CheckVerb()
        : base("check", "Report mistakes in strategy files", "qdsl check strategies/ema_cross.qstrat", "qdsl check --json strategies/ema_cross.yaml") => Takes(_files, _bind, Json, Project);

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        var catalog = ProjectIndicators.Catalog(ProjectOf(arguments, terminal), terminal);
        var files = (arguments.GetValue(_files) ?? []).Select(path => StrategyFile.LoadToCheck(path, catalog, terminal, arguments.GetValue(_bind))).ToArray();
        var diagnostics = files.SelectMany(file => file.Diagnostics).ToArray();
        string[] libraries = [.. files.Where(file => file.Read.IsLibrary).Select(file => file.Path)];
        int errors = diagnostics.Count(d => d.Severity == Severity.Error), warnings = diagnostics.Length - errors;
        if (arguments.GetValue(Json))
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
