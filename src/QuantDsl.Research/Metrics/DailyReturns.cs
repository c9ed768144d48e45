using System.Buffers;
using QuantDsl.Backtest;
using QuantDsl.Statistics;

namespace QuantDsl.Research.Metrics;

/// <summary>What the daily marks of a run say (RULES R3): simple returns from one marked day to the next, the first against the initial equity.</summary>
internal readonly record struct DailyReturns(double? Cagr, double? Sharpe, double? Sortino, double? Volatility)
{
    /// <summary>Crypto trades every day of the year.</summary>
    public const double DaysPerYear = 365;

    public static DailyReturns Of(double initialEquity, double finalEquity, List<DailyMark> days)
    {
        double[] buffer = ArrayPool<double>.Shared.Rent(days.Count);
        try
        {
            double previous = initialEquity;
            int count = 0;
            foreach (var day in days)
            {
                // Nothing can be earned on nothing: after equity of exactly zero a return is 0 ÷ 0, and the day gives none.
                if (previous != 0) buffer[count++] = day.Equity / previous - 1;
                previous = day.Equity;
            }
            var returns = buffer.AsSpan(0, count);
            return new(ReturnStatistics.Cagr(initialEquity, finalEquity, days.Count, DaysPerYear),
                ReturnStatistics.Sharpe(returns, DaysPerYear), ReturnStatistics.Sortino(returns, DaysPerYear), ReturnStatistics.Volatility(returns, DaysPerYear));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(buffer);
        }
    }
}
