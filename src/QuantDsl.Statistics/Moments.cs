namespace QuantDsl.Statistics;

/// <summary>Moments of a sample and of pairs of samples. Sums run in the order of the values; a NaN among them makes the result NaN.</summary>
public static class Moments
{
    /// <summary>Arithmetic mean, <c>Σ x ÷ n</c>.</summary>
    /// <returns>NaN for no values; exactly the value when all are equal.</returns>
    public static double Mean(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) return double.NaN;
        // Distances from the first value: equal values then have exactly that mean, and no deviation made of rounding.
        double first = values[0], sum = 0;
        foreach (double value in values) sum += value - first;
        return first + sum / values.Length;
    }

    /// <summary>Sample deviation, <c>√(Σ (x − mean)² ÷ (n − 1))</c>.</summary>
    /// <returns>At least 0; NaN for fewer than two values.</returns>
    public static double SampleDeviation(ReadOnlySpan<double> values) =>
        values.Length < 2 ? double.NaN : Math.Sqrt(SumOfSquares(values, Mean(values)) / (values.Length - 1));

    /// <summary>Skewness, <c>m₃ ÷ m₂^1.5</c> with moments about the mean over all n: below 0 where the long tail is one of losses.</summary>
    /// <returns>0 for a symmetric sample; NaN when the values do not vary.</returns>
    /// <remarks>Pearson (1895), Skew Variation in Homogeneous Material, Phil. Trans. Royal Society A 186; the form is Fisher's g₁.</remarks>
    public static double Skewness(ReadOnlySpan<double> values)
    {
        double mean = Mean(values), squares = 0, cubes = 0;
        foreach (double value in values)
        {
            double distance = value - mean;
            squares += distance * distance;
            cubes += distance * distance * distance;
        }

        double variance = squares / values.Length;
        return cubes / values.Length / (variance * Math.Sqrt(variance));
    }

    /// <summary>Kurtosis, <c>m₄ ÷ m₂²</c> with moments about the mean over all n: 3 for a normal distribution, not 0.</summary>
    /// <returns>At least 1; NaN when the values do not vary.</returns>
    /// <remarks>Pearson (1905), Das Fehlergesetz und seine Verallgemeinerungen, Biometrika 4.</remarks>
    public static double Kurtosis(ReadOnlySpan<double> values)
    {
        double mean = Mean(values), squares = 0, fourths = 0;
        foreach (double value in values)
        {
            double square = (value - mean) * (value - mean);
            squares += square;
            fourths += square * square;
        }

        return fourths / squares / squares * values.Length;
    }

    /// <summary>Correlation of two samples, <c>Σ (x − x̄)(y − ȳ) ÷ √(Σ (x − x̄)² Σ (y − ȳ)²)</c>.</summary>
    /// <returns>A number in [−1, 1]; NaN when either does not vary.</returns>
    /// <exception cref="ArgumentException">The samples differ in length.</exception>
    /// <remarks>Pearson (1895), Note on Regression and Inheritance in the Case of Two Parents, Proc. Royal Society 58.</remarks>
    public static double Correlation(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} values cannot be paired with {y.Length}", nameof(y));
        double meanX = Mean(x), meanY = Mean(y), products = 0;
        for (int i = 0; i < x.Length; i++) products += (x[i] - meanX) * (y[i] - meanY);
        double correlation = products / (Math.Sqrt(SumOfSquares(x, meanX)) * Math.Sqrt(SumOfSquares(y, meanY)));
        return Math.Clamp(correlation, -1, 1);
    }

    /// <summary>Correlation of a series with itself <paramref name="lag"/> steps earlier, about the mean of the whole series.</summary>
    /// <param name="values">In time order.</param>
    /// <param name="lag">Steps back; 0 gives 1.</param>
    /// <returns>A number in [−1, 1]; NaN when the values do not vary or there are not more of them than <paramref name="lag"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lag"/> is negative.</exception>
    /// <remarks>The estimator of Box and Jenkins (1970), Time Series Analysis: products over n − lag terms, divided by the squares of all n.</remarks>
    public static double Autocorrelation(ReadOnlySpan<double> values, int lag)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lag);
        if (lag >= values.Length) return double.NaN;
        double mean = Mean(values), products = 0;
        for (int i = lag; i < values.Length; i++) products += (values[i] - mean) * (values[i - lag] - mean);
        return products / SumOfSquares(values, mean);
    }

    private static double SumOfSquares(ReadOnlySpan<double> values, double mean)
    {
        double sum = 0;
        foreach (double value in values) sum += (value - mean) * (value - mean);
        return sum;
    }
}
