using System.CommandLine;
using QuantDsl.Cli.Output;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Formatting;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl format FILE…</c>: lays strategy files out in place; <c>--check</c> only says which are not.</summary>
public sealed class FormatVerb : Verb
{
    private const string StandardInput = "-";

    private readonly Argument<string[]> _files = new("FILE") { Description = "Strategies or libraries, .qstrat or .yaml; - reads stdin and writes stdout", Arity = ArgumentArity.OneOrMore };

    private readonly Option<bool> _check = new("--check") { Description = "Write nothing; exit 1 and show what would change" };

    private readonly Option<string?> _as = new("--as") { HelpName = "qstrat|yaml", Description = "Notation of stdin (default: qstrat)" };

    public FormatVerb()
        : base("format", "Lay strategy files out in one way, with every comment", "qdsl format strategies/ema_cross.qstrat", "qdsl format --check strategies/*", "qdsl format - < strategies/ema_cross.qstrat")
    {
        Takes(_files, _check, _as, Json, Project);
        _as.AcceptOnlyFromAmong("qstrat", "yaml");
    }

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        string[] names = arguments.GetValue(_files) ?? [];
        bool check = arguments.GetValue(_check), json = arguments.GetValue(Json);
        if (names.Contains(StandardInput) && (names.Length > 1 || (json && !check)))
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "name files, or `-` alone", "what is read from stdin is written to stdout, so nothing else can be");
        if (arguments.GetValue(_as) is not null && !names.Contains(StandardInput))
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "leave out `--as`", "a file says its notation by the ending of its name");
        var catalog = ProjectIndicators.Catalog(ProjectOf(arguments, terminal), terminal);
        // Every file is read before the first is written, so that a mistyped name changes nothing.
        var sources = names.Contains(StandardInput)
            ? [new SourceText(arguments.GetValue(_as) == "yaml" ? "stdin.yaml" : "stdin.qstrat", terminal.In.ReadToEnd())]
            : InputFiles.Expand(names, terminal, asTyped: true).Select(path => InputFiles.ReadText(path, terminal)).ToList();
        var results = sources.Select(source => StrategyFormatter.Format(source, catalog)).ToList();
        if (names.Contains(StandardInput) && !check)
        {
            DiagnosticOutput.Write(terminal, results[0].Diagnostics);
            if (!results[0].HasErrors) terminal.Out.Write(results[0].Text);
            return results[0].HasErrors ? ExitCode.InputHasErrors : ExitCode.Done;
        }

        foreach (var result in results.Where(r => r.IsChanged && !check)) InputFiles.WriteText(result.Source.Path, result.Text, terminal);
        if (json) WriteJson(terminal, results);
        else Write(terminal, results, check);
        return results.Any(r => r.HasErrors || (check && r.IsChanged)) ? ExitCode.InputHasErrors : ExitCode.Done;
    }

    private static void Write(Terminal terminal, List<FormatResult> results, bool check)
    {
        foreach (var result in results)
        {
            DiagnosticOutput.Write(terminal, result.Diagnostics.Where(d => d.Severity is Severity.Error));
            if (!result.IsChanged) continue;
            terminal.Out.WriteLine(check ? $"{result.Source.Path}: not formatted" : $"formatted {result.Source.Path}");
            if (!check) continue;
            foreach (string line in LineDifference.Of(result.Source.Content, result.Text)) terminal.Out.WriteLine($"  {line}");
        }

        int changed = results.Count(r => r.IsChanged), wrong = results.Count(r => r.HasErrors);
        string left = wrong > 0 ? $", {wrong} left alone for {(wrong == 1 ? "its" : "their")} errors" : "";
        string done = check ? changed == 0 ? "formatted" : $"{changed} not formatted" : $"{changed} changed";
        terminal.Out.WriteLine($"{(results.Count == 1 ? "1 file" : $"{results.Count} files")}: {done}{left}");
    }

    private static void WriteJson(Terminal terminal, List<FormatResult> results) => JsonOutput.Write(terminal, writer =>
    {
        foreach (var (key, files) in new[] { ("changed", results.Where(r => r.IsChanged)), ("unchanged", results.Where(r => !r.IsChanged && !r.HasErrors)), ("refused", results.Where(r => r.HasErrors)) })
        {
            writer.WriteStartArray(key);
            foreach (var file in files) writer.WriteStringValue(file.Source.Path);
            writer.WriteEndArray();
        }

        JsonOutput.WriteDiagnostics(writer, results.SelectMany(r => r.Diagnostics));
    });
}
