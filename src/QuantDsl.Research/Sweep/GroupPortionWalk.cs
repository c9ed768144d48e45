using QuantDsl.Backtest;
using QuantDsl.Backtest.Groups;
using QuantDsl.Compiler.Columns;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Metrics;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Sweep;

/// <summary>Combinations that signal alike through one walk, a lane each. Nothing is allocated per combination.</summary>
/// <param name="create">A fresh strategy for a lane.</param>
/// <param name="program">What combinations signal; shared by all workers.</param>
internal sealed class GroupPortionWalk(Func<CompiledStrategy> create, SignalProgram program, RunContext context, SweepGrid grid) : IPortionWalk
{
    private readonly GroupWalk _walk = new(context, SweepRunner.MostLanes);
    private readonly CompiledStrategy?[] _lanes = new CompiledStrategy?[SweepRunner.MostLanes];
    private readonly CompiledStrategy[] _group = new CompiledStrategy[SweepRunner.MostLanes];
    private readonly RunOutcome[] _outcomes = new RunOutcome[SweepRunner.MostLanes];
    private readonly DailyReturns[] _returns = new DailyReturns[SweepRunner.MostLanes];
    private readonly double[] _values = new double[grid.Width];
    private readonly int _daysPerYear = context.History.Venue.TradingDays;

    public void Run(ReadOnlySpan<long> combinations, Span<SweepRow> rows)
    {
        Signals? shared = null;
        int first = 0;
        for (int i = 0; i < combinations.Length; i++)
        {
            grid.Fill(combinations[i], _values);
            // Asked for every lane: whether they signal alike is not for the order of the grid to say.
            var signals = program.Of(_values);
            if (shared is not null && signals != shared)
            {
                Walk(shared, combinations[first..i], rows[first..i]);
                first = i;
            }

            shared = signals;
            var lane = _lanes[i - first] ??= create();
            lane.Bind(program.Market, _values);
            _group[i - first] = lane;
        }

        if (shared is not null) Walk(shared, combinations[first..], rows[first..]);
    }

    private void Walk(Signals signals, ReadOnlySpan<long> combinations, Span<SweepRow> rows)
    {
        _walk.Run(signals, _group.AsSpan(0, combinations.Length));
        var outcomes = _outcomes.AsSpan(0, combinations.Length);
        for (int i = 0; i < outcomes.Length; i++) outcomes[i] = _walk[i];
        LaneReturns.Fill(outcomes, _daysPerYear, _returns);
        for (int i = 0; i < outcomes.Length; i++) rows[i] = SweepRow.Of(combinations[i], outcomes[i], _returns[i]);
    }
}
