namespace QuantDsl.Statistics;

/// <summary>A stretch of marks below a peak, from the peak to the mark that regains it.</summary>
/// <param name="Peak">Index of the mark it falls from: the last one at that height.</param>
/// <param name="Trough">Index of the lowest mark; the first one where several are as low.</param>
/// <param name="End">Index of the first mark that is no lower than the peak; null where the last mark still is.</param>
/// <param name="Depth">(Peak − trough) ÷ peak, a fraction in (0, 1]: a loss of more than everything counts as everything.</param>
public readonly record struct Drawdown(int Peak, int Trough, int? End, double Depth)
{
    /// <summary>Every drawdown of a series of marks, in order of time.</summary>
    /// <param name="marks">In time order; the first is a peak too, and positive.</param>
    public static List<Drawdown> In(ReadOnlySpan<double> marks)
    {
        List<Drawdown> all = [];
        int peak = 0, trough = 0;
        for (int i = 1; i < marks.Length; i++)
        {
            if (marks[i] < marks[trough]) trough = i;
            if (marks[i] < marks[peak]) continue;
            if (trough > peak) all.Add(Of(marks, peak, trough, i));
            peak = trough = i;
        }

        if (trough > peak) all.Add(Of(marks, peak, trough, null));
        return all;
    }

    /// <summary>For each mark how far it lies below the highest so far, as a fraction of that, at most 1.</summary>
    public static double[] Depths(ReadOnlySpan<double> marks)
    {
        var depths = new double[marks.Length];
        double peak = double.NegativeInfinity;
        for (int i = 0; i < marks.Length; i++)
        {
            peak = Math.Max(peak, marks[i]);
            depths[i] = DepthOf(peak, marks[i]);
        }

        return depths;
    }

    /// <summary>Ulcer index, <c>√(Σ depth² ÷ n)</c>, a fraction: deep and long drawdowns weigh more than brief ones.</summary>
    /// <returns>NaN for no depths.</returns>
    /// <remarks>Martin and McCann (1989), The Investor's Guide to Fidelity Funds.</remarks>
    public static double UlcerIndex(ReadOnlySpan<double> depths)
    {
        double squares = 0;
        foreach (double depth in depths) squares += depth * depth;
        return Math.Sqrt(squares / depths.Length);
    }

    private static Drawdown Of(ReadOnlySpan<double> marks, int peak, int trough, int? end) => new(peak, trough, end, DepthOf(marks[peak], marks[trough]));

    private static double DepthOf(double peak, double mark) => peak > 0 ? Math.Min(1, (peak - mark) / peak) : 0;
}
