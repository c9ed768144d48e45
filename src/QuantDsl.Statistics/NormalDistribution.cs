namespace QuantDsl.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    private const double CentralLimit = 0.425, TailLimit = 5;

    /// <summary>The deviate below which a share of the distribution lies, right to about 1e-16 relative.</summary>
    /// <param name="probability">In (0, 1); 0 and 1 give the infinities, anything else NaN.</param>
    /// <remarks>Source: Wichura (1988), Algorithm AS 241: The Percentage Points of the Normal Distribution, Applied Statistics 37(3), routine PPND16.
    /// Only <c>log</c> and the square root are used, so that the bits are the same everywhere.</remarks>
    public static double Quantile(double probability)
    {
        double q = probability - 0.5;
        if (Math.Abs(q) <= CentralLimit)
        {
            double r = CentralLimit * CentralLimit - q * q;
            return q * Ratio(CentralNumerator, CentralDenominator, r);
        }

        double tail = q < 0 ? probability : 1 - probability;
        if (!(tail > 0)) return tail == 0 ? Math.CopySign(double.PositiveInfinity, q) : double.NaN;
        double root = Math.Sqrt(-Math.Log(tail));
        double deviate = root <= TailLimit
            ? Ratio(NearNumerator, NearDenominator, root - 1.6)
            : Ratio(FarNumerator, FarDenominator, root - TailLimit);
        return q < 0 ? -deviate : deviate;
    }

    private static double Ratio(ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator, double x) => Polynomial(numerator, x) / Polynomial(denominator, x);

    // Coefficients from the highest power down.
    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double value = 0;
        foreach (double coefficient in coefficients) value = value * x + coefficient;
        return value;
    }

    private static ReadOnlySpan<double> CentralNumerator =>
        [2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
         1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080];

    private static ReadOnlySpan<double> CentralDenominator =>
        [5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
         5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1];

    private static ReadOnlySpan<double> NearNumerator =>
        [7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
         3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734];

    private static ReadOnlySpan<double> NearDenominator =>
        [1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
         6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1];

    private static ReadOnlySpan<double> FarNumerator =>
        [2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
         2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720];

    private static ReadOnlySpan<double> FarDenominator =>
        [2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
         1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1];
}
