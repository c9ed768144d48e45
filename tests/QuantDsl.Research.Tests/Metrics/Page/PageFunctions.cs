namespace QuantDsl.Research.Tests.Metrics.Page;

/// <summary>The functions of the formulas of <c>docs/metrics.md</c>, from their descriptions there and with nothing of the product.</summary>
internal static class PageFunctions
{
    private static readonly Dictionary<string, Func<IReadOnlyList<Quantity>, Quantity>> s_all = new(StringComparer.Ordinal)
    {
        ["sum"] = a => a[0].Items.Sum(),
        ["count"] = a => a[0].Items.Length,
        ["mean"] = a => Mean(a[0].Items),
        ["deviation"] = a => Deviation(a[0].Items),
        ["median"] = a => Quantile(a[0].Items, 0.5),
        ["quantile"] = a => Quantile(a[0].Items, a[1].Number),
        ["max"] = a => a.Count == 2 ? Quantity.Each(a[0], a[1], Math.Max) : a[0].Items.Length == 0 ? double.NaN : a[0].Items.Max(),
        ["min"] = a => a.Count == 2 ? Quantity.Each(a[0], a[1], Math.Min) : a[0].Items.Length == 0 ? double.NaN : a[0].Items.Min(),
        ["longest"] = a => a[0].Items.DefaultIfEmpty(0).Max(),
        ["first"] = a => a[0].Items[0],
        ["last"] = a => a[0].Items[^1],
        ["abs"] = a => a[0].Each(Math.Abs),
        ["join"] = a => (double[])[.. a[0].Items, .. a[1].Items],
        ["before"] = a => (double[])[a[1].Number, .. a[0].Items.SkipLast(1)],
        ["highest"] = a => a[0].Items.Select((_, i) => a[0].Items[..(i + 1)].Max()).ToArray(),
        ["defined"] = a => a[0].Items.Where(double.IsFinite).ToArray(),
        ["positive"] = a => a[0].Each(x => x > 0 ? x : double.NaN),
        ["lastof"] = a => a[0].Items.Where((_, i) => i + 1 == a[1].Items.Length || a[1].Items[i + 1] != a[1].Items[i]).ToArray(),
        ["rows"] = a => Runs(a[0].Items).Select(run => (double)(run.End - run.Start)).ToArray(),
        ["tail"] = a => a[0].Items.Reverse().TakeWhile(x => x != 0).Count(),
        ["stretches"] = a => Runs(a[1].Items).Select(run => a[0].Items[Math.Min(run.End, a[0].Items.Length - 1)] - a[0].Items[Math.Max(0, run.Start - 1)]).ToArray(),
    };

    public static IEnumerable<string> Names => s_all.Keys;

    public static Quantity Call(string name, IReadOnlyList<Quantity> arguments) =>
        s_all.TryGetValue(name, out var function) ? function(arguments) : throw new InvalidOperationException($"there is no function `{name}`");

    private static double Mean(double[] values) => values.Length == 0 ? double.NaN : values.Sum() / values.Length;

    private static double Deviation(double[] values) =>
        // Of equal values the mean may be off by its last bit; they deviate by nothing.
        values.Length < 2 ? double.NaN : values.Distinct().Count() == 1 ? 0 : Math.Sqrt(values.Sum(x => Math.Pow(x - Mean(values), 2)) / (values.Length - 1));

    private static double Quantile(double[] values, double share)
    {
        if (values.Length == 0) return double.NaN;
        double[] sorted = [.. values.Order()];
        double rank = share * (sorted.Length - 1);
        int below = (int)Math.Floor(rank), above = (int)Math.Ceiling(rank);
        return (above - rank) * sorted[below] + (rank - below) * sorted[above] + (below == above ? sorted[below] : 0);
    }

    /// <summary>Where a condition holds without a break; the end is the first place after.</summary>
    private static IEnumerable<(int Start, int End)> Runs(double[] condition)
    {
        for (int i = 0; i < condition.Length; i++)
        {
            if (condition[i] == 0) continue;
            int start = i;
            while (i < condition.Length && condition[i] != 0) i++;
            yield return (start, i);
        }
    }
}
