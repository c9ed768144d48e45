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
    /// <param name="days">Equity at the last mark of each day with one, oldest first.</param>
    /// <param name="daysPerYear">Days of a year on which the venue trades.</param>
    public static DailyReturns Of(double initialEquity, double finalEquity, ReadOnlySpan<double> days, double daysPerYear = Venue.EveryDay)
    {
        double[] buffer = ArrayPool<double>.Shared.Rent(days.Length);
        try
        {
            var (sharpe, sortino, volatility) = ReturnStatistics.Ratios(buffer.AsSpan(0, Fill(initialEquity, days, buffer)), daysPerYear);
            return new(ReturnStatistics.Cagr(initialEquity, finalEquity, days.Length, daysPerYear), sharpe, sortino, volatility);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(buffer);
        }
    }

    /// <summary>The same of marks with their days.</summary>
    public static DailyReturns Of(double initialEquity, double finalEquity, List<DailyMark> days, double daysPerYear = Venue.EveryDay)
    {
        double[] equities = ArrayPool<double>.Shared.Rent(days.Count);
        try
        {
            return Of(initialEquity, finalEquity, Equities(days, equities), daysPerYear);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(equities);
        }
    }

    /// <summary>The returns themselves, oldest first.</summary>
    public static double[] Series(double initialEquity, List<DailyMark> days)
    {
        var returns = new double[days.Count];
        return returns[..Fill(initialEquity, Equities(days, new double[days.Count]), returns)];
    }

    /// <summary>The marks without their days.</summary>
    private static ReadOnlySpan<double> Equities(List<DailyMark> days, double[] equities)
    {
        for (int i = 0; i < days.Count; i++) equities[i] = days[i].Equity;
        return equities.AsSpan(0, days.Count);
    }

    private static int Fill(double initialEquity, ReadOnlySpan<double> days, Span<double> returns)
    {
        double previous = initialEquity;
        int count = 0;
        foreach (double equity in days)
        {
            // Nothing can be earned on nothing: after equity of exactly zero a return is 0 ÷ 0, and the day gives none.
            if (previous != 0) returns[count++] = equity / previous - 1;
            previous = equity;
        }

        return count;
    }
}
