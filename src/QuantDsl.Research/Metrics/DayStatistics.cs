using QuantDsl.Backtest;
using QuantDsl.Statistics;

namespace QuantDsl.Research.Metrics;

/// <summary>What the daily returns of a run look like beyond their mean and deviation. Fractions are fractions; an undefined number is null.</summary>
/// <param name="Count">Days with a return (RULES R3).</param>
/// <param name="Mean">Null without a day, as everything here but the counts.</param>
/// <param name="PositiveShare">Share of days that gained.</param>
/// <param name="Skewness">Null when the returns do not vary.</param>
/// <param name="Kurtosis">3 for a normal distribution; null when the returns do not vary.</param>
/// <param name="Autocorrelation">Of a day with the day before; null when the returns do not vary.</param>
/// <param name="Omega">Null without a losing day.</param>
/// <param name="ValueAtRisk">Loss that nineteen days of twenty stayed within, a positive fraction.</param>
/// <param name="ExpectedShortfall">Mean loss of the days beyond it.</param>
public sealed record DayStatistics(int Count, double? Mean, double? PositiveShare, PeriodReturn? Best, PeriodReturn? Worst, double? Skewness, double? Kurtosis,
    double? Autocorrelation, double? Omega, double? ValueAtRisk, double? ExpectedShortfall)
{
    private const double Tail = 0.05;

    /// <param name="initialEquity">The first day's return is against it.</param>
    /// <param name="days">Days with a mark, oldest first.</param>
    public static DayStatistics Of(double initialEquity, List<DailyMark> days)
    {
        double[] returns = DailyReturns.Series(initialEquity, days);
        var dated = PeriodReturn.Days(initialEquity, days);
        return new(returns.Length, FiniteNumber.OrNull(Moments.Mean(returns)), PeriodReturn.PositiveShare(dated), PeriodReturn.Best(dated), PeriodReturn.Worst(dated),
            FiniteNumber.OrNull(Moments.Skewness(returns)), FiniteNumber.OrNull(Moments.Kurtosis(returns)), FiniteNumber.OrNull(Moments.Autocorrelation(returns, 1)),
            FiniteNumber.OrNull(ReturnStatistics.Omega(returns)), FiniteNumber.OrNull(ReturnStatistics.ValueAtRisk(returns, Tail)),
            FiniteNumber.OrNull(ReturnStatistics.ExpectedShortfall(returns, Tail)));
    }
}
