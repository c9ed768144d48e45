using QuantDsl.Backtest;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Metrics;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Sweep;

/// <summary>One combination after another through the plain walk, which every account and every strategy can take. Nothing is allocated per combination.</summary>
internal sealed class PlainPortionWalk(CompiledStrategy strategy, MarketColumns columns, RunContext context, SweepGrid grid) : IPortionWalk
{
    private readonly AccountWalk _walk = new(context);
    private readonly double[] _values = new double[grid.Width];
    private readonly int _bars = columns.Primary.Bars.Count - context.FirstDecisionBar, _daysPerYear = context.History.Venue.TradingDays;

    public void Run(ReadOnlySpan<long> combinations, Span<SweepRow> rows)
    {
        for (int i = 0; i < combinations.Length; i++)
        {
            grid.Fill(combinations[i], _values);
            strategy.Bind(columns, _values);
            rows[i] = SweepRow.Of(combinations[i], RunMetrics.Of(_walk.Run(strategy), _bars, _daysPerYear));
        }
    }
}
