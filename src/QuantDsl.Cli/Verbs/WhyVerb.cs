using System.CommandLine;
using QuantDsl.Cli.Output;
using QuantDsl.Research.Explanation;
using QuantDsl.Research.Json;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl why FILE</c>: what a run did at a close and why, or what became of all closes on the way to its trades.</summary>
public sealed class WhyVerb : RunVerb
{
    /// <summary>What is read column beside column reads no better when it is wider.</summary>
    private const int Widest = 80;

    private readonly Option<string?> _at = new("--at") { HelpName = "INSTANT", Description = "Explain the close at this instant, UTC, or the last one before it" };

    private readonly Option<bool> _funnel = new("--funnel") { Description = "Count what let entries through and what kept them out, over the whole run" };

    public WhyVerb()
        : base("why", "Say why a run entered, left or did nothing",
            "qdsl why strategies/ema_cross.qstrat --sample --at 2025-03-05T14:30Z",
            "qdsl why strategies/rsi_mean_reversion_mtf.qstrat --sample --funnel",
            "qdsl why strategies/ema_cross.qstrat --bars my_bars.csv --funding none --set fast=20 --funnel --json") => Takes(_at, _funnel, Json, Project);

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        string? at = arguments.GetValue(_at);
        bool counts = arguments.GetValue(_funnel), json = arguments.GetValue(Json);
        if (at is null == !counts)
            throw CommandLineDiagnostics.Usage(CommandLineDiagnostics.BadUsage, at is null ? "say `--at 2025-01-15T10:30Z` for one close, or `--funnel` for the whole run" : "leave one of them out",
                at is null ? "there is nothing to explain" : "`--at` explains one close, `--funnel` counts all of them");
        long? asked = at is null ? null : OptionValue.Instant(_at.Name, at);
        var project = ProjectOf(arguments, terminal);
        var settings = ProjectSettings.Read(project, terminal);
        using var job = WhyJob.Run(InputsOf(arguments, project, settings, terminal), terminal.Clock);
        var screen = terminal with { Width = Math.Min(terminal.Width, Widest) };
        if (asked is { } utcMs)
        {
            var why = job.At(utcMs);
            if (json) JsonOutput.Write(terminal, writer => WhyDocument.Write(writer, why));
            else WhyOutput.Write(screen, why);
        }
        else
        {
            var funnels = job.Funnels();
            if (json) JsonOutput.Write(terminal, writer => FunnelDocument.Write(writer, job.Description, job.Parameters, funnels));
            else FunnelOutput.Write(screen, job.Description, job.Parameters, funnels);
        }

        return ExitCode.Done;
    }
}
