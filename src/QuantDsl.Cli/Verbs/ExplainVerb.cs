using System.CommandLine;
using System.Text.RegularExpressions;
using QuantDsl.Backtest;
using QuantDsl.Cli.Output;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl explain FILE</c> tells a strategy in plain English, <c>qdsl explain QD2104</c> a diagnostic.</summary>
public sealed class ExplainVerb : Verb
{
    private static readonly Regex Code = new(@"^QD\d{4}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly Argument<string?> _subject = new("FILE|CODE") { Description = "Strategy, or the code of a diagnostic such as QD2104", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<bool> _schema = new("--schema") { Description = "Write the JSON Schema of the YAML notation" };

    private readonly Option<string[]> _bind = SymbolBindings.Option();

    public ExplainVerb()
        : base("explain", "Tell a strategy in plain English, or what a diagnostic means",
            "qdsl explain strategies/ema_cross.qstrat", "qdsl explain QD2104", "qdsl explain --schema > strategy.schema.json") => Takes(_subject, _schema, _bind, Json, Project);

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        string? subject = arguments.GetValue(_subject);
        if (arguments.GetValue(_schema))
        {
            if (subject is not null) throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "leave one of them out", "`--schema` is of the notation, not of a file");
            terminal.Out.Write(YamlJsonSchema.Write());
            return ExitCode.Done;
        }

        if (subject is null) throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, "name a strategy, or a code such as `QD2104`", "there is nothing to explain");
        if (Code.IsMatch(subject)) return ExplainCode(subject, arguments.GetValue(Json), terminal);
        var project = ProjectOf(arguments, terminal);
        var file = StrategyFile.Load(subject, ProjectIndicators.Catalog(project, terminal), terminal, arguments.GetValue(_bind));
        var explanation = new ExplanationOutput(file, file.Require(terminal), AccountOf(arguments, project, terminal));
        if (arguments.GetValue(Json)) JsonOutput.Write(terminal, explanation.WriteJson);
        else explanation.Write(terminal);
        return ExitCode.Done;
    }

    // None of the options of a run can be typed here, so it is what the project says and else what holds without a word.
    private static AccountSettings AccountOf(ParseResult arguments, ProjectFolder project, Terminal terminal)
    {
        var request = new RunOptions().Read(arguments, ProjectSettings.Read(project, terminal), terminal);
        return HistoryLoader.Account(request, HistoryLoader.VenueOf(request, terminal));
    }

    private static int ExplainCode(string code, bool json, Terminal terminal)
    {
        if (DiagnosticIndex.Find(code) is not { } descriptor)
        {
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.UnknownCode,
                NearestName.Of(code.ToUpperInvariant(), DiagnosticIndex.Codes) is { } nearest ? $"did you mean `{nearest}`?" : "a message shows its code in brackets", code);
        }

        var told = DiagnosticExample.Of(descriptor);
        if (json)
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteString("code", descriptor.Code);
                writer.WriteString("name", DiagnosticIndex.NameOf(descriptor.Code));
                writer.WriteString("severity", DiagnosticPage.Severity(descriptor));
                writer.WriteString("message", DiagnosticPage.Message(descriptor));
                writer.WriteString("why", descriptor.Why);
                writer.WriteString("bad", descriptor.Bad);
                writer.WriteString("good", descriptor.Good);
                writer.WriteString("told", told is null ? null : DiagnosticRenderer.Render(told));
            });
            return ExitCode.Done;
        }

        terminal.Out.WriteLine($"{DiagnosticPage.Severity(descriptor)} {descriptor.Code}: {DiagnosticPage.Message(descriptor)}");
        terminal.Out.WriteLine();
        RunReport.Line(terminal, "why", descriptor.Why);
        WriteSample(terminal, "bad", DiagnosticPage.Sample(descriptor.Bad));
        WriteSample(terminal, "good", DiagnosticPage.Sample(descriptor.Good));
        if (told is not null)
        {
            terminal.Out.WriteLine();
            terminal.Out.WriteLine("the bad one is told:");
            terminal.Out.WriteLine();
            terminal.Out.Write(DiagnosticRenderer.Render(told, terminal.Colour));
        }

        return ExitCode.Done;
    }

    private static void WriteSample(Terminal terminal, string label, string sample)
    {
        if (sample.Length == 0) return;
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{label}:");
        foreach (string line in sample.TrimEnd().Split('\n')) terminal.Out.WriteLine($"    {line}");
    }
}
