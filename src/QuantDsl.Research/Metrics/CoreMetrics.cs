using QuantDsl.Backtest;

namespace QuantDsl.Research.Metrics;

/// <summary>The numbers that a row of a sweep and the metrics of a run have in common; defined as in <see cref="RunMetrics"/>.</summary>
internal readonly record struct CoreMetrics(double FinalEquity, double TotalReturn, double? Cagr, double? Sharpe, double? Sortino, double? Calmar,
    double MaxDrawdown, double? Volatility, double? ProfitFactor, double? WinRate)
{
    public static CoreMetrics Of(double initialEquity, double finalEquity, double maxDrawdown, in TradeSums trades, in DailyReturns returns)
    {
        return new(FiniteNumber.Plain(finalEquity), FiniteNumber.Plain(finalEquity / initialEquity - 1), FiniteNumber.OrNull(returns.Cagr),
            FiniteNumber.OrNull(returns.Sharpe), FiniteNumber.OrNull(returns.Sortino), maxDrawdown > 0 ? FiniteNumber.OrNull(returns.Cagr / maxDrawdown) : null,
            FiniteNumber.Plain(maxDrawdown), FiniteNumber.OrNull(returns.Volatility),
            trades.Losses > 0 ? FiniteNumber.OrNull(trades.Gains / -trades.LossSum) : null,
            trades.Count > 0 ? trades.Wins / (double)trades.Count : null);
    }
}
