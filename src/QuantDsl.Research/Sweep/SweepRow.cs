using QuantDsl.Backtest;
using QuantDsl.Research.Metrics;
using QuantDsl.Research.Ranking;

namespace QuantDsl.Research.Sweep;

/// <summary>What a sweep keeps of one combination; a subset of <see cref="RunMetrics"/>, to the last bit. Undefined numbers are null.</summary>
public readonly record struct SweepRow
{
    /// <summary>Number in the declared grid.</summary>
    public required long Combination { get; init; }

    public required double FinalEquity { get; init; }

    public required double TotalReturn { get; init; }

    public double? Cagr { get; init; }

    public double? Sharpe { get; init; }

    public double? Sortino { get; init; }

    public double? Calmar { get; init; }

    public required double MaxDrawdown { get; init; }

    public double? Volatility { get; init; }

    public double? ProfitFactor { get; init; }

    public double? WinRate { get; init; }

    public required int Trades { get; init; }

    public required double Fees { get; init; }

    public required double Funding { get; init; }

    public required double Slippage { get; init; }

    public RankKey Key => RankKey.Of(Combination, Sharpe, MaxDrawdown, ProfitFactor, Trades);

    /// <param name="daysPerYear">Days of a year on which the venue trades.</param>
    public static SweepRow Of(long combination, in RunOutcome outcome, double daysPerYear) =>
        Of(combination, outcome, DailyReturns.Of(outcome.InitialEquity, outcome.FinalEquity, outcome.Days.Span, daysPerYear));

    /// <param name="returns">Of the outcome.</param>
    internal static SweepRow Of(long combination, in RunOutcome outcome, in DailyReturns returns)
    {
        var trades = outcome.Trades;
        var core = CoreMetrics.Of(outcome.InitialEquity, outcome.FinalEquity, outcome.MaxDrawdown, trades, returns);
        return new()
        {
            Combination = combination,
            FinalEquity = core.FinalEquity,
            TotalReturn = core.TotalReturn,
            Cagr = core.Cagr,
            Sharpe = core.Sharpe,
            Sortino = core.Sortino,
            Calmar = core.Calmar,
            MaxDrawdown = core.MaxDrawdown,
            Volatility = core.Volatility,
            ProfitFactor = core.ProfitFactor,
            WinRate = core.WinRate,
            Trades = trades.Count,
            Fees = FiniteNumber.Plain(trades.Fees),
            Funding = FiniteNumber.Plain(trades.Funding),
            Slippage = FiniteNumber.Plain(trades.Slippage),
        };
    }

    public static SweepRow Of(long combination, in RunMetrics metrics) => new()
    {
        Combination = combination,
        FinalEquity = metrics.FinalEquity,
        TotalReturn = metrics.TotalReturn,
        Cagr = metrics.Cagr,
        Sharpe = metrics.Sharpe,
        Sortino = metrics.Sortino,
        Calmar = metrics.Calmar,
        MaxDrawdown = metrics.MaxDrawdown,
        Volatility = metrics.Volatility,
        ProfitFactor = metrics.ProfitFactor,
        WinRate = metrics.WinRate,
        Trades = metrics.Trades,
        Fees = metrics.Fees,
        Funding = metrics.Funding,
        Slippage = metrics.Slippage,
    };
}
