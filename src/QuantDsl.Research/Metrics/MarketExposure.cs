using System.Runtime.InteropServices;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Statistics;

namespace QuantDsl.Research.Metrics;

/// <summary>How much of the equity was in the market, weighted by time; how often, is <see cref="RunMetrics.Exposure"/>. 1 is the whole equity.</summary>
/// <remarks>A position counts with its value at entry, from its entry to its exit, or to the end of the run where it is still open.</remarks>
/// <param name="Gross">Mean value of long and short positions ÷ mean daily equity; null where that is not positive or no time passed.</param>
/// <param name="Net">The same, long less short.</param>
/// <param name="MostPositions">Most positions open at one time.</param>
public sealed record MarketExposure(double? Gross, double? Net, int MostPositions)
{
    public static MarketExposure Of(RunResult result, RunSpan span)
    {
        double gross = 0, net = 0;
        List<long> begun = new(result.Trades.Count), ended = new(result.Trades.Count);
        foreach (ref readonly var trade in CollectionsMarshal.AsSpan(result.Trades)) Add(trade.Side, trade.EntryPrice * trade.Quantity, trade.EntryTime, trade.ExitTime);
        foreach (var open in result.OpenPositions) Add(open.Side, open.EntryPrice * open.Quantity, open.EntryTime, span.ToUtcMs);

        begun.Sort();
        ended.Sort();
        int gone = 0, most = 0;
        for (int i = 0; i < begun.Count; i++)
        {
            // At one instant what ends is gone before what begins.
            while (gone < ended.Count && ended[gone] <= begun[i]) gone++;
            most = Math.Max(most, i + 1 - gone);
        }

        double equity = Moments.Mean([.. result.Days.Select(d => d.Equity)]), whole = equity * (span.ToUtcMs - span.FromUtcMs);
        return new(whole > 0 ? FiniteNumber.OrNull(gross / whole) : null, whole > 0 ? FiniteNumber.OrNull(net / whole) : null, most);

        void Add(Side side, double value, long from, long to)
        {
            double held = value * (to - from);
            gross += held;
            net += side == Side.Long ? held : -held;
            begun.Add(from);
            // One that ended at the open it began with was there for an instant.
            ended.Add(Math.Max(to, from + 1));
        }
    }
}
