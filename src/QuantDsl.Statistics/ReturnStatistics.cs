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
    public static double Sharpe(ReadOnlySpan<double> returns, double periodsPerYear) => Ratios(returns, periodsPerYear).Sharpe;

    /// <summary>Sortino ratio, <c>mean ÷ √(Σ min(r, 0)² ÷ n) × √periodsPerYear</c>: only losses count as risk, spread over all n periods.</summary>
    /// <param name="returns">Per-period returns.</param>
    /// <param name="periodsPerYear">365 for daily returns of a market that never closes.</param>
    /// <returns>NaN for no returns and where there is no loss.</returns>
    /// <remarks>Sortino and Price (1994), Performance Measurement in a Downside Risk Framework, J. of Investing 3(3).</remarks>
    public static double Sortino(ReadOnlySpan<double> returns, double periodsPerYear) => Ratios(returns, periodsPerYear).Sortino;

    /// <summary>Annualised volatility, <c>sample deviation × √periodsPerYear</c>, a fraction.</summary>
    /// <returns>NaN for fewer than two returns.</returns>
    public static double Volatility(ReadOnlySpan<double> returns, double periodsPerYear) => Ratios(returns, periodsPerYear).Volatility;

    /// <summary>The three of them at once, in two passes over the returns.</summary>
    /// <returns>NaN each where it is said above.</returns>
    public static (double Sharpe, double Sortino, double Volatility) Ratios(ReadOnlySpan<double> returns, double periodsPerYear)
    {
        var sums = new ReturnSums();
        foreach (double r in returns) sums.Add(r);
        sums.Turn();
        foreach (double r in returns) sums.AddSpread(r);
        return sums.Ratios(periodsPerYear);
    }

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

    /// <summary>Omega ratio about a return of 0: the sum of the gains ÷ the sum of the losses.</summary>
    /// <returns>At least 0; NaN where there is no loss.</returns>
    /// <remarks>Keating and Shadwick (2002), A Universal Performance Measure, J. of Performance Measurement 6(3).</remarks>
    public static double Omega(ReadOnlySpan<double> returns)
    {
        double gains = 0, losses = 0;
        foreach (double r in returns)
        {
            gains += Math.Max(r, 0);
            losses -= Math.Min(r, 0);
        }

        return losses > 0 ? gains / losses : double.NaN;
    }

    /// <summary>Value at risk of the past: the loss that all but a share of the periods stayed within, as a positive fraction.</summary>
    /// <param name="returns">In any order.</param>
    /// <param name="tail">Share of the periods beyond it, in [0, 1]: 0.05 is one in twenty.</param>
    /// <returns>Negative where even the bad periods gained; NaN for no returns.</returns>
    /// <remarks>Jorion (1997), Value at Risk: historical simulation, with the quantile of <see cref="Quantiles"/>.</remarks>
    public static double ValueAtRisk(ReadOnlySpan<double> returns, double tail) => -Quantiles.Of(returns, tail);

    /// <summary>Expected shortfall: the mean loss of the periods that lost at least the value at risk, as a positive fraction.</summary>
    /// <returns>At least the value at risk; NaN for no returns.</returns>
    /// <remarks>Acerbi and Tasche (2002), On the Coherence of Expected Shortfall, J. of Banking and Finance 26(7).</remarks>
    public static double ExpectedShortfall(ReadOnlySpan<double> returns, double tail)
    {
        double bound = -ValueAtRisk(returns, tail), sum = 0;
        int count = 0;
        foreach (double r in returns)
        {
            if (r > bound) continue;
            sum += r;
            count++;
        }

        return -sum / count;
    }
}
