using System.Runtime.InteropServices;
using QuantDsl.Backtest;
using QuantDsl.Statistics;

namespace QuantDsl.Research.Metrics;

/// <summary>What trading cost, and what it was a cost of. Money is quote currency; an undefined number is null.</summary>
/// <param name="Total">Fees + slippage − funding received, of closed trades.</param>
/// <param name="BeforeCosts">Net result of the trades + that: what the same trades would have earned without costs.</param>
/// <param name="Share">Total ÷ before costs, a fraction: above 1 the costs took more than there was; null where nothing was earned before costs.</param>
/// <param name="PerTrade">Null without a trade.</param>
/// <param name="Traded">Value of all fills, in and out.</param>
/// <param name="PerTraded">Total ÷ traded, a fraction; null where nothing was traded.</param>
/// <param name="Turnover">Traded ÷ mean daily equity ÷ years; null without a day or a positive mean.</param>
public sealed record CostStatistics(double Total, double BeforeCosts, double? Share, double? PerTrade, double Traded, double? PerTraded, double? Turnover)
{
    /// <param name="years">Length of the run in years of the venue's calendar.</param>
    public static CostStatistics Of(RunResult result, in RunMetrics metrics, double years)
    {
        double total = metrics.Fees + metrics.Slippage - metrics.Funding, net = 0, traded = 0;
        foreach (ref readonly var trade in CollectionsMarshal.AsSpan(result.Trades))
        {
            net += trade.NetPnl;
            traded += (trade.EntryPrice + trade.ExitPrice) * trade.Quantity;
        }

        double before = net + total, equity = Moments.Mean([.. result.Days.Select(d => d.Equity)]);
        return new(FiniteNumber.Plain(total), FiniteNumber.Plain(before), before > 0 ? FiniteNumber.OrNull(total / before) : null,
            metrics.Trades > 0 ? FiniteNumber.OrNull(total / metrics.Trades) : null, FiniteNumber.Plain(traded), traded > 0 ? FiniteNumber.OrNull(total / traded) : null,
            equity > 0 && years > 0 ? FiniteNumber.OrNull(traded / equity / years) : null);
    }
}
