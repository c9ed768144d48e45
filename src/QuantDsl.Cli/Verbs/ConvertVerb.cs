using System.CommandLine;
using QuantDsl.Cli.Output;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Formatting;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl convert FROM TO</c>: the other notation, chosen by the extension of the target.</summary>
public sealed class ConvertVerb : Verb
{
    private readonly Argument<string> _from = new("FROM") { Description = "Strategy to read" };

    private readonly Argument<string> _to = new("TO") { Description = "File to write: .qstrat, .yaml or .yml" };

    public ConvertVerb()
        : base("convert", "Turn .qstrat into YAML or back, comments included", "qdsl convert strategies/ema_cross.qstrat my_cross.yaml") => Takes(_from, _to, Json, Project);

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        string from = arguments.GetValue(_from) ?? "", to = arguments.GetValue(_to) ?? "";
        Func<ReadResult, string> print = Path.GetExtension(to).ToLowerInvariant() switch
        {
            ".qstrat" => StrategyFormatter.ToText,
            ".yaml" or ".yml" => StrategyFormatter.ToYaml,
            _ => throw OptionValue.Bad("TO", to, "a file ending in .qstrat, .yaml or .yml is expected", null),
        };
        var file = StrategyFile.Load(from, ProjectIndicators.Catalog(ProjectOf(arguments, terminal), terminal), terminal);
        if (file.Diagnostics.Any(d => d.Severity == Severity.Error)) throw new InputException(FailureKind.Input, file.Diagnostics);
        InputFiles.WriteText(to, print(file.Read), terminal);
        string hash = DocumentHash.Of(file.Read.Strategy);
        if (arguments.GetValue(Json))
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteString("from", from);
                writer.WriteString("to", to);
                writer.WriteString("documentHash", hash);
                JsonOutput.WriteDiagnostics(writer, file.Diagnostics);
            });
        }
        else
        {
            DiagnosticOutput.Write(terminal, file.Diagnostics);
            terminal.Out.WriteLine($"{from} → {to}");
        }

        return ExitCode.Done;
    }
}
