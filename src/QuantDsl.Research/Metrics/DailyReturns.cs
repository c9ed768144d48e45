using System.Buffers;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Statistics;

namespace QuantDsl.Research.Metrics;

/// <summary>What the daily marks of a run say (RULES R3): simple returns from one marked day to the next, the first against the initial equity.</summary>
internal readonly record struct DailyReturns(double? Cagr, double? Sharpe, double? Sortino, double? Volatility)
{
    /// <param name="initialEquity">The first day's return is against it.</param>
    /// <param name="finalEquity">At the last mark.</param>
    /// <param name="days">Days with a mark, oldest first.</param>
    /// <param name="daysPerYear">Days of a year on which the venue trades.</param>
    public static DailyReturns Of(double initialEquity, double finalEquity, List<DailyMark> days, double daysPerYear = Venue.EveryDay)
    {
        double[] buffer = ArrayPool<double>.Shared.Rent(days.Count);
        try
        {
            var returns = buffer.AsSpan(0, Fill(initialEquity, days, buffer));
            return new(ReturnStatistics.Cagr(initialEquity, finalEquity, days.Count, daysPerYear),
                ReturnStatistics.Sharpe(returns, daysPerYear), ReturnStatistics.Sortino(returns, daysPerYear), ReturnStatistics.Volatility(returns, daysPerYear));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(buffer);
        }
    }

    /// <summary>The returns themselves, oldest first.</summary>
    public static double[] Series(double initialEquity, List<DailyMark> days)
    {
        var returns = new double[days.Count];
        return returns[..Fill(initialEquity, days, returns)];
    }

    private static int Fill(double initialEquity, List<DailyMark> days, Span<double> returns)
    {
        double previous = initialEquity;
        int count = 0;
        foreach (var day in days)
        {
            // Nothing can be earned on nothing: after equity of exactly zero a return is 0 ÷ 0, and the day gives none.
            if (previous != 0) returns[count++] = day.Equity / previous - 1;
            previous = day.Equity;
        }

        return count;
    }
}
