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
        // The returns are made twice and kept nowhere: a division is hidden behind the sum it goes into, and a row of a sweep needs no memory.
        var sums = new ReturnSums();
        double previous = initialEquity;
        foreach (double equity in days)
        {
            if (IsReturn(previous)) sums.Add(Return(previous, equity));
            previous = equity;
        }

        sums.Turn();
        previous = initialEquity;
        foreach (double equity in days)
        {
            if (IsReturn(previous)) sums.AddSpread(Return(previous, equity));
            previous = equity;
        }

        return Of(sums, initialEquity, finalEquity, days.Length, daysPerYear);
    }

    /// <summary>The same of marks with their days.</summary>
    public static DailyReturns Of(double initialEquity, double finalEquity, List<DailyMark> days, double daysPerYear = Venue.EveryDay)
    {
        var sums = new ReturnSums();
        double previous = initialEquity;
        foreach (var day in days)
        {
            if (IsReturn(previous)) sums.Add(Return(previous, day.Equity));
            previous = day.Equity;
        }

        sums.Turn();
        previous = initialEquity;
        foreach (var day in days)
        {
            if (IsReturn(previous)) sums.AddSpread(Return(previous, day.Equity));
            previous = day.Equity;
        }

        return Of(sums, initialEquity, finalEquity, days.Count, daysPerYear);
    }

    /// <summary>The returns themselves, oldest first.</summary>
    public static double[] Series(double initialEquity, List<DailyMark> days)
    {
        List<double> returns = new(days.Count);
        double previous = initialEquity;
        foreach (var day in days)
        {
            if (IsReturn(previous)) returns.Add(Return(previous, day.Equity));
            previous = day.Equity;
        }

        return [.. returns];
    }

    /// <summary>The same of sums of a run's returns.</summary>
    public static DailyReturns Of(in ReturnSums sums, in RunOutcome run, double daysPerYear) => Of(sums, run.InitialEquity, run.FinalEquity, run.Days.Length, daysPerYear);

    private static DailyReturns Of(in ReturnSums sums, double initialEquity, double finalEquity, int days, double daysPerYear)
    {
        var (sharpe, sortino, volatility) = sums.Ratios(daysPerYear);
        return new(ReturnStatistics.Cagr(initialEquity, finalEquity, days, daysPerYear), sharpe, sortino, volatility);
    }

    /// <summary>Nothing can be earned on nothing: after equity of exactly zero a return is 0 ÷ 0, and the day gives none.</summary>
    private static bool IsReturn(double previous) => previous != 0;

    private static double Return(double previous, double equity) => equity / previous - 1;
}
