namespace QuantDsl.Statistics;

/// <summary>Ratios of a series of simple returns, as fractions (0.01 is 1 %), oldest first, with a risk-free rate of 0 (RULES R3).</summary>
/// <remarks>A ratio whose denominator is zero is undefined and NaN, whatever its numerator.</remarks>
public static class ReturnStatistics
{
    /// <summary>Sharpe ratio, <c>mean ÷ sample deviation × √periodsPerYear</c>.</summary>
    /// <param name="returns">Per-period returns.</param>
    /// <param name="periodsPerYear">365 for daily returns of a market that never closes.</param>
    /// <returns>NaN for fewer than two returns and for returns that do not vary.</returns>
    /// <remarks>Sharpe (1966), Mutual Fund Performance, J. of Business 39(1); the deviation divides by n − 1.</remarks>
    public static double Sharpe(ReadOnlySpan<double> returns, double periodsPerYear) =>
        Ratio(Moments.Mean(returns), Moments.SampleDeviation(returns), periodsPerYear);

    /// <summary>Sortino ratio, <c>mean ÷ √(Σ min(r, 0)² ÷ n) × √periodsPerYear</c>: only losses count as risk, spread over all n periods.</summary>
    /// <param name="returns">Per-period returns.</param>
    /// <param name="periodsPerYear">365 for daily returns of a market that never closes.</param>
    /// <returns>NaN for no returns and where there is no loss.</returns>
    /// <remarks>Sortino and Price (1994), Performance Measurement in a Downside Risk Framework, J. of Investing 3(3).</remarks>
    public static double Sortino(ReadOnlySpan<double> returns, double periodsPerYear)
    {
        double losses = 0;
        foreach (double r in returns)
        {
            double loss = Math.Min(r, 0);
            losses += loss * loss;
        }

        return Ratio(Moments.Mean(returns), Math.Sqrt(losses / returns.Length), periodsPerYear);
    }

    /// <summary>Annualised volatility, <c>sample deviation × √periodsPerYear</c>, a fraction.</summary>
    /// <returns>NaN for fewer than two returns.</returns>
    public static double Volatility(ReadOnlySpan<double> returns, double periodsPerYear) =>
        Moments.SampleDeviation(returns) * Math.Sqrt(periodsPerYear);

    /// <summary>Compound annual growth, <c>(final ÷ initial)^(periodsPerYear ÷ periods) − 1</c>, a fraction.</summary>
    /// <param name="initial">Equity at the start; positive.</param>
    /// <param name="final">Equity at the end.</param>
    /// <param name="periods">Periods between the two.</param>
    /// <param name="periodsPerYear">365 for days.</param>
    /// <returns>−1 where nothing or less is left; NaN without a period.</returns>
    public static double Cagr(double initial, double final, int periods, double periodsPerYear)
    {
        if (periods <= 0) return double.NaN;
        return final <= 0 ? -1 : Math.Pow(final / initial, periodsPerYear / periods) - 1;
    }

    /// <summary>Largest fall from a peak so far, as a fraction of the peak, over marks in time order; the first is a peak too.</summary>
    /// <returns>A fraction in [0, 1]: a loss of more than everything counts as everything; 0 for no marks.</returns>
    public static double MaximumDrawdown(ReadOnlySpan<double> equity)
    {
        double peak = double.NegativeInfinity, worst = 0;
        foreach (double mark in equity)
        {
            peak = Math.Max(peak, mark);
            if (peak > 0) worst = Math.Max(worst, (peak - mark) / peak);
        }

        return Math.Min(worst, 1);
    }

    private static double Ratio(double mean, double risk, double periodsPerYear) =>
        risk > 0 ? mean / risk * Math.Sqrt(periodsPerYear) : double.NaN;
}
