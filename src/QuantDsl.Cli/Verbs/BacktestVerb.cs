using System.CommandLine;
using QuantDsl.Cli.Output;
using QuantDsl.Compiler;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Json;
using QuantDsl.Research.Store;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl backtest FILE…</c>: one combination of each strategy on each symbol, all in one account, with every trade.</summary>
public sealed class BacktestVerb : RunVerb
{
    private readonly Option<bool> _plot = new("--plot") { Description = "Draw equity and drawdown" };
    private readonly Option<bool> _breakdowns = new("--breakdowns") { Description = "Show the trades by month, weekday and hour too" };

    private readonly Option<bool> _noEvents = new("--no-events") { Description = "Write no event log (`qdsl runs events`)" };

    private readonly PortfolioOptions _portfolio = new();

    public BacktestVerb()
        : base(new Argument<string[]>("FILE") { Description = "Strategies, .qstrat or .yaml; several share one account", Arity = ArgumentArity.OneOrMore }, "backtest", "Run one combination of a strategy, or of several in one account",
            "qdsl backtest strategies/ema_cross.qstrat --sample",
            "qdsl backtest strategies/ema_cross.qstrat --sample --set fast=20 --set slow=100 --json",
            "qdsl backtest strategies/ema_cross.qstrat --sample --plot --breakdowns",
            "qdsl backtest strategies/ema_cross.qstrat --bars my_bars.csv --funding none --leverage 3",
            "qdsl backtest strategies/ema_cross.qstrat strategies/donchian_breakout.yaml --sample --symbols BTCUSDT,ETHUSDT --rebalance weekly --max-turnover 20%") => Takes([.. _portfolio.All, _plot, _breakdowns, _noEvents, Json, Project]);

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        var project = ProjectOf(arguments, terminal);
        var settings = ProjectSettings.Read(project, terminal);
        using var job = BacktestJob.Prepare(PortfolioOf(arguments, project, settings, terminal), terminal.Clock);
        using var store = RunStore.Open(project.Database, terminal.Clock);
        bool tells = !arguments.GetValue(_noEvents);
        var report = job.Run(store, tells ? project.Events : null);
        if (!tells && report.RunId is { } run) project.Events.Forget(run);
        if (report.LogWarning is { } warning) DiagnosticOutput.Write(terminal, [warning]);
        if (arguments.GetValue(Json)) JsonOutput.Write(terminal, writer => BacktestDocument.Write(writer, report));
        else BacktestOutput.Write(terminal, report, new(arguments.GetValue(_plot), arguments.GetValue(_breakdowns)));
        return ExitCode.Done;
    }

    /// <summary>One strategy on one symbol, or a portfolio.</summary>
    private PortfolioInputs PortfolioOf(ParseResult arguments, ProjectFolder project, ProjectSettings settings, Terminal terminal)
    {
        _ = Task.Run(StrategyCompiler.Prepare);
        var request = Options.Read(arguments, settings, terminal);
        var portfolio = _portfolio.Read(arguments);
        var catalog = ProjectIndicators.Catalog(project, terminal);
        var strategies = StrategySettings.Read([.. FilesOf(arguments).Select(file => StrategyFile.ReadOnly(file, catalog, terminal, arguments.GetValue(Options.Bind)))], request);
        if (!PortfolioLoader.IsMeant(strategies, request, portfolio)) return new([InputsOf(strategies[0], request, arguments, Options, project, settings, terminal)]);
        foreach (var strategy in strategies) DiagnosticOutput.Write(terminal, strategy.Warnings);
        return new PortfolioLoader(request, portfolio, project, terminal).Load(strategies, RequestWords.Of(arguments, Options, settings, terminal, Options.Bind));
    }
}
