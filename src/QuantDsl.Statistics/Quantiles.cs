namespace QuantDsl.Statistics;

/// <summary>Values by their rank in a sample.</summary>
public static class Quantiles
{
    /// <summary>The value below which a share of the sample lies: between two ranks it is drawn straight.</summary>
    /// <param name="values">In any order; left as they are.</param>
    /// <param name="share">In [0, 1]: 0 is the least value, 1 the greatest.</param>
    /// <returns>NaN for no values, and where one of them is NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not in [0, 1].</exception>
    /// <remarks>Definition 7 of Hyndman and Fan (1996), Sample Quantiles in Statistical Packages, The American Statistician 50(4).</remarks>
    public static double Of(ReadOnlySpan<double> values, double share)
    {
        if (!(share is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "a share lies between 0 and 1");
        if (values.IsEmpty) return double.NaN;
        double[] sorted = values.ToArray();
        // NaN sorts first.
        Array.Sort(sorted);
        if (double.IsNaN(sorted[0])) return double.NaN;
        double rank = share * (sorted.Length - 1);
        int below = (int)rank;
        double value = sorted[below];
        return below == rank ? value : value + (rank - below) * (sorted[below + 1] - value);
    }

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    /// <returns>NaN for no values, and where one of them is NaN.</returns>
    public static double Median(ReadOnlySpan<double> values) => Of(values, 0.5);
}
