namespace QuantDsl.Data.Sample;

/// <summary>e^x from additions and multiplications alone.</summary>
/// <remarks><see cref="Math.Exp"/> comes from the platform and may differ in its last bit, which the files' checksums would show.</remarks>
internal static class Exponential
{
    private const double Log2E = 1.4426950408889634, Ln2High = 0.693147180369123816490, Ln2Low = 1.90821492927058770002e-10;

    /// <summary>Within 2 units in the last place for |x| ≤ 700; the argument is clamped to that.</summary>
    public static double Of(double x)
    {
        x = Math.Clamp(x, -700, 700);
        double whole = Math.Floor(x * Log2E + 0.5);
        double r = x - whole * Ln2High - whole * Ln2Low;
        double sum = 1;
        // |r| ≤ 0.347, so the fourteenth term is below 1e-17.
        for (int n = 13; n >= 1; n--) sum = 1 + r * sum / n;
        return sum * BitConverter.Int64BitsToDouble((long)(whole + 1023) << 52);
    }
}
