using QuantDsl.Backtest;
using QuantDsl.Backtest.Groups;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Json;
using QuantDsl.Research.Planning;
using QuantDsl.Research.Ranking;
using QuantDsl.Research.Store;
using QuantDsl.Research.Sweep;

namespace QuantDsl.Research.Jobs;

/// <summary>A sweep: every combination of a strategy's grid, ranked.</summary>
public sealed class ScreenJob : IDisposable
{
    private readonly RunSession _session;
    private readonly TimeProvider _clock;

    private ScreenJob(RunSession session, SweepGrid grid, SweepPlan plan, ScreenSettings settings, TimeProvider clock)
    {
        _session = session;
        _clock = clock;
        Grid = grid;
        Plan = plan;
        Settings = settings;
        Description = session.Describe(ProgramHash.Of(session.Inputs.Strategy.Bound));
    }

    public RunDescription Description { get; }

    public SweepGrid Grid { get; }

    /// <summary>How it is worked out.</summary>
    public SweepPlan Plan { get; }

    public ScreenSettings Settings { get; }

    /// <summary>Compiles, enumerates the grid, and checks everything that can be wrong before the sweep.</summary>
    /// <exception cref="InputException">Strategy, settings, data and account do not fit together.</exception>
    public static ScreenJob Prepare(RunInputs inputs, ScreenSettings settings, TimeProvider clock)
    {
        var grid = GridOf(inputs.Strategy, inputs.Account, settings);
        var plan = SweepPlanner.Plan(inputs.Strategy.Bound, inputs.Account, grid);
        var session = RunSession.Open(inputs, clock, plan.Compile);
        // What a sweep needs whatever it computes is made ready here, where a host has its rehearsal beside it.
        if (plan.WalksGroups) GroupWalk.Prepare(session.Context);
        session.Columns.Ready(plan.ColumnCount);
        return new(session, grid, plan, settings, clock);
    }

    /// <summary>The plan by which the sweep of a strategy would be run, whatever the data.</summary>
    /// <exception cref="InputException">Strategy and settings do not fit together.</exception>
    public static SweepPlan PlanOf(StrategyInput strategy, AccountSettings account, ScreenSettings settings) => SweepPlanner.Plan(strategy.Bound, account, GridOf(strategy, account, settings));

    private static SweepGrid GridOf(StrategyInput strategy, AccountSettings account, ScreenSettings settings) =>
        SweepGrid.Create(strategy.Bound, strategy.Settings, settings.Draw, account.Seed);

    /// <summary>Runs what the store does not already have from an interrupted sweep of the same key, and ranks all of it.</summary>
    /// <param name="store">Rows are streamed to it; it must outlive the report.</param>
    /// <param name="progress">Called on this thread: once before the first combination, then after every stored batch.</param>
    /// <param name="cancellation">Ends the sweep; the same job continues it.</param>
    /// <exception cref="OperationCanceledException">Cancelled; rows finished so far are stored.</exception>
    public ScreenReport Run(RunStore store, Action<SweepProgress>? progress = null, CancellationToken cancellation = default)
    {
        string settings = RunKeyJson.Settings(_session.Inputs, Settings.Draw);
        var header = RunHeaders.Of(_session, Description.ProgramHash, RunHeader.Screening, Grid.Count, RunKeyJson.Axes(Grid), settings);
        var run = store.BeginSweep(header, Grid);
        try
        {
            long begun = _clock.GetTimestamp();
            new SweepRunner(Plan.Walks(_session, Grid), _clock).Run(run, Settings.Workers, progress, cancellation);
            long swept = _clock.GetTimestamp();
            // The rows of a large grid take their place while they are ranked.
            _session.Columns.LetGo();
            var ranking = run.Rank(Settings.Filters);
            run.Complete(ranking);
            double seconds = _session.ColumnSeconds + _clock.GetElapsedTime(begun, swept).TotalSeconds;
            return new(Description, run, ranking, new(_session.CompileSeconds, _session.Inputs.DataSeconds, seconds) { Rank = _clock.GetElapsedTime(swept).TotalSeconds });
        }
        catch (Exception failure)
        {
            run.Interrupt(failure is OperationCanceledException ? "cancelled" : failure.Message);
            run.Dispose();
            throw;
        }
    }

    public void Dispose() => _session.Dispose();
}
