using QuantDsl.Backtest;
using QuantDsl.Backtest.Groups;
using QuantDsl.Compiler;
using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Semantics;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Planning;
using QuantDsl.Research.Sweep;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Tests.OneSemantics;

/// <summary>The sweep as <see cref="ScreenJob"/> does it, without a store: the rows of its own walks, and what its walk of groups writes down when it is asked to.</summary>
internal sealed class FastSweep : IDisposable
{
    private readonly RunSession _session;
    private readonly SweepGrid _grid;
    private readonly IPortionWalk _walk;
    private readonly SignalProgram? _signals;
    private readonly GroupWalk? _recording;
    private readonly CompiledStrategy[] _lanes = [];

    /// <param name="inputs">Strategy, market and account.</param>
    /// <param name="grid">Of the strategy.</param>
    /// <param name="classOf">The class that the plan may ask for.</param>
    /// <param name="budget">Bytes of the sets of bars behind what is written down.</param>
    public FastSweep(RunInputs inputs, SweepGrid grid, Func<IStrategyProgram> classOf, long budget = SignalProgram.DefaultBudgetBytes)
    {
        _grid = grid;
        Plan = SweepPlanner.Plan(inputs.Strategy.Bound, inputs.Account, grid);
        _session = RunSession.Open(inputs, TimeProvider.System, strategy => Plan.UsesClass ? classOf() : Plan.Compile(strategy));
        _walk = Plan.Walks(_session, grid)();
        if (!Plan.WalksGroups) return;
        _signals = new(inputs.Strategy.Bound, _session.Columns, budget);
        _recording = new(_session.Context, SweepRunner.MostLanes);
        _lanes = [.. Enumerable.Range(0, SweepRunner.MostLanes).Select(_ => _session.CreateStrategy())];
    }

    public SweepPlan Plan { get; }

    /// <summary>The stop and the target of a lane of the last portion; only where groups are walked.</summary>
    public CompiledStrategy Lane(int index) => _lanes[index];

    /// <summary>Groups of two lanes or more, and the lanes of all groups.</summary>
    public (int Shared, int Lanes) Walked { get; private set; }

    /// <summary>The rows of a portion.</summary>
    public SweepRow[] Rows(ReadOnlySpan<long> combinations)
    {
        var rows = new SweepRow[combinations.Length];
        _walk.Run(combinations, rows);
        return rows;
    }

    /// <summary>What became of each combination of a portion: the walk of groups over lanes that signal alike, with trades.</summary>
    public RunResult[] Records(ReadOnlySpan<long> combinations)
    {
        RunResult[] records = [.. Enumerable.Range(0, combinations.Length).Select(_ => new RunResult())];
        var values = new double[_grid.Width];
        var group = new Signals[combinations.Length];
        for (int i = 0; i < combinations.Length; i++)
        {
            _grid.Fill(combinations[i], values);
            group[i] = _signals!.Of(values);
            _lanes[i].Bind(_session.Columns, values);
        }

        for (int from = 0, until; from < group.Length; from = until)
        {
            for (until = from + 1; until < group.Length && group[until] == group[from]; until++)
            {
            }

            _recording!.Run(group[from], _lanes.AsSpan(from, until - from), records.AsSpan(from, until - from));
            Walked = (Walked.Shared + (until - from > 1 ? 1 : 0), Walked.Lanes + until - from);
        }

        return records;
    }

    /// <summary>The first portions of the grid, each of combinations that share what the signals read, as workers take them.</summary>
    public static IEnumerable<long[]> Portions(SweepGrid grid, long most)
    {
        most = Math.Min(most, grid.Count);
        for (long from = 0, until; from < most; from = until)
        {
            until = grid.GroupEnd(from, Math.Min(from + SweepRunner.MostLanes, grid.Count));
            yield return [.. Enumerable.Range(0, (int)(until - from)).Select(i => grid.CombinationAt(from + i))];
        }
    }

    public void Dispose() => _session.Dispose();
}
