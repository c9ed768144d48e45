using System.Runtime.InteropServices;
using QuantDsl.Backtest;
using QuantDsl.Market;

namespace QuantDsl.Research.Metrics;

/// <summary>The time a run could trade in.</summary>
/// <param name="FromUtcMs">Close of the first decision bar.</param>
/// <param name="ToUtcMs">The last close.</param>
/// <param name="DaysPerYear">Days of a year on which the venue trades.</param>
public readonly record struct RunSpan(long FromUtcMs, long ToUtcMs, double DaysPerYear = Venue.EveryDay);

/// <summary>What is worked out for a single run beyond <see cref="RunMetrics"/>, which every row of a sweep has. <c>docs/metrics.md</c> defines each number.</summary>
public sealed record RunStatistics(TradeStatistics Trades, RiskMultiples RiskMultiples, Streaks Streaks, DayStatistics Days, MonthStatistics Months, UnderWater UnderWater,
    MarketExposure Exposure, CostStatistics Costs)
{
    /// <param name="result">A finished run; read, not kept.</param>
    /// <param name="metrics">Of the same run.</param>
    public static RunStatistics Of(RunResult result, in RunMetrics metrics, RunSpan span)
    {
        double years = result.Days.Count / span.DaysPerYear;
        var trades = CollectionsMarshal.AsSpan(result.Trades);
        return new(TradeStatistics.Of(trades, metrics, years), RiskMultiples.Of(trades), Streaks.Of(trades), DayStatistics.Of(result.InitialEquity, result.Days),
            MonthStatistics.Of(result.InitialEquity, result.Days), UnderWater.Of(result, metrics), MarketExposure.Of(result, span), CostStatistics.Of(result, metrics, years));
    }
}
