using System.CommandLine;
using QuantDsl.Backtest;
using QuantDsl.Cli.Output;
using QuantDsl.Compiler;
using QuantDsl.Diagnostics;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Json;
using QuantDsl.Research.Planning;
using QuantDsl.Research.Store;
using QuantDsl.Research.Sweep;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl screen FILE</c>: every combination of the strategy's sweeps, ranked.</summary>
public sealed class ScreenVerb : RunVerb
{
    private readonly ScreenOptions _screen = new();

    public ScreenVerb()
        : base("screen", "Sweep a strategy's parameters and rank the results",
            "qdsl screen strategies/rsi_mean_reversion_mtf.qstrat --sample",
            "qdsl screen strategies/ema_cross.qstrat --sample --timeframe 15m --draw 200 --top 5",
            "qdsl screen strategies/ema_cross.qstrat --bars 'BTCUSDT-1m-*.zip' --funding 'BTCUSDT-fundingRate-*.zip' --json --all",
            "qdsl screen strategies/ema_cross.qstrat --explain-plan") => Takes([.. _screen.Every, Json, Project]);

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        var project = ProjectOf(arguments, terminal);
        var settings = ProjectSettings.Read(project, terminal);
        var request = _screen.Read(arguments, settings);
        var asked = new ScreenSettings { Filters = request.Filters, Workers = request.Workers, Draw = request.Draw };
        var run = Options.Read(arguments, settings, terminal);
        var strategy = StrategyOf(arguments, run, project, terminal);
        if (arguments.GetValue(_screen.ExplainPlan)) return Explain(arguments, strategy, HistoryLoader.Account(run, HistoryLoader.VenueOf(run, terminal)), asked, terminal);
        var prepared = Task.Run(WhileDataIsRead(strategy, run, terminal));
        using var job = ScreenJob.Prepare(InputsOf(strategy, run, arguments, Options, project, settings, terminal), asked, terminal.Clock);
        using var store = RunStore.Open(project.Database, terminal.Clock);
        prepared.Wait(terminal.Cancellation);
        using var report = Sweep(job, store, terminal);
        string hint = Hint(arguments, report, terminal);
        if (arguments.GetValue(Json))
        {
            JsonOutput.Write(terminal, writer =>
            {
                ScreenDocument.Write(writer, report, request.Top);
                writer.WriteString("hint", hint);
            });
        }
        else
        {
            ScreenOutput.Write(terminal, report, request.Top, hint);
        }

        return ExitCode.Done;
    }

    /// <summary>The C# compiler takes most of a second to load and start, so it does so beside the reading, or not at all; a sweep without it is rehearsed.</summary>
    private static Action WhileDataIsRead(StrategyInput strategy, RunRequest request, Terminal terminal)
    {
        if (SweepPlanner.UsesClass(strategy.Bound)) return StrategyCompiler.Prepare;
        var venue = HistoryLoader.VenueOf(request, terminal);
        var account = HistoryLoader.Account(request, venue);
        return () =>
        {
            try
            {
                // By another clock: the run's own is asked by the run alone.
                SweepRehearsal.Run(strategy, account, venue, TimeProvider.System);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // What stands in its way stands in the way of the sweep too, which says so, or comes of the bars it made up: no run fails for want of a rehearsal.
            }
        };
    }

    /// <summary>The plan alone: strategy and account decide it, so no bars are read.</summary>
    private int Explain(ParseResult arguments, StrategyInput strategy, AccountSettings account, ScreenSettings asked, Terminal terminal)
    {
        DiagnosticOutput.Write(terminal, strategy.Warnings);
        var plan = ScreenJob.PlanOf(strategy, account, asked);
        if (arguments.GetValue(Json)) JsonOutput.Write(terminal, writer => PlanDocument.Write(writer, plan));
        else PlanOutput.Write(terminal, plan);
        return ExitCode.Done;
    }

    private static ScreenReport Sweep(ScreenJob job, RunStore store, Terminal terminal)
    {
        using var line = new ProgressLine(terminal);
        bool begun = false;
        return job.Run(store, Show, terminal.Cancellation);

        void Show(SweepProgress progress)
        {
            if (!begun && progress.Resumed > 0) terminal.Error.WriteLine($"resumed {NumberText.Count(progress.Resumed)} of {NumberText.Count(progress.Total)}");
            begun = true;
            line.Show("swept", progress.Done, progress.Total, progress.PerSecond);
        }
    }

    /// <summary>The backtest of the best row, or of the one nearest to passing: the same data and account as typed, and the row's parameters.</summary>
    private string Hint(ParseResult arguments, ScreenReport report, Terminal terminal)
    {
        var row = report.Ranking.FrontIsOfAllRows ? report.Ranking.Nearest(1)[0] : report.Ranking.Rows[0];
        var words = new List<string> { CommandEcho.Program(terminal), "backtest", CommandEcho.Quoted(FileOf(arguments)) };
        words.AddRange(CommandEcho.Typed(arguments, Options.All.Append(Project), Options.Set, terminal));
        foreach (string setting in report.SettingsOf(row)) words.AddRange(["--set", CommandEcho.Quoted(setting)]);
        return string.Join(' ', words);
    }
}
