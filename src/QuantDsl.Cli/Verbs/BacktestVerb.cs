using System.CommandLine;
using QuantDsl.Cli.Output;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Json;
using QuantDsl.Research.Store;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl backtest FILE</c>: one combination, with every trade.</summary>
public sealed class BacktestVerb : RunVerb
{
    private readonly Option<bool> _plot = new("--plot") { Description = "Draw equity and drawdown" };
    private readonly Option<bool> _breakdowns = new("--breakdowns") { Description = "Show the trades by month, weekday and hour too" };

    public BacktestVerb()
        : base("backtest", "Run one combination of a strategy",
            "qdsl backtest strategies/ema_cross.qstrat --sample",
            "qdsl backtest strategies/ema_cross.qstrat --sample --set fast=20 --set slow=100 --json",
            "qdsl backtest strategies/ema_cross.qstrat --sample --plot --breakdowns",
            "qdsl backtest strategies/ema_cross.qstrat --bars my_bars.csv --funding none --leverage 3") => Takes(_plot, _breakdowns, Json, Project);

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        var project = ProjectOf(arguments, terminal);
        var settings = ProjectSettings.Read(project, terminal);
        using var job = BacktestJob.Prepare(InputsOf(arguments, project, settings, terminal), terminal.Clock);
        using var store = RunStore.Open(project.Database, terminal.Clock);
        var report = job.Run(store);
        if (arguments.GetValue(Json)) JsonOutput.Write(terminal, writer => BacktestDocument.Write(writer, report));
        else BacktestOutput.Write(terminal, report, new(arguments.GetValue(_plot), arguments.GetValue(_breakdowns)));
        return ExitCode.Done;
    }
}
