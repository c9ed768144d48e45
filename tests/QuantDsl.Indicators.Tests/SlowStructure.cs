using static QuantDsl.Indicators.Tests.SlowFormulas;

namespace QuantDsl.Indicators.Tests;

/// <summary>Slow definitions of ranges, ranks, pairs of series and regimes; the second series is the open.</summary>
internal static class SlowStructure
{
    public static readonly Dictionary<string, Func<TestMarket, double[], double?[][]>> Formulas = new()
    {
        ["ICHIMOKU"] = (m, a) =>
        {
            int ahead = (int)a[3];
            double?[] tenkan = Middle(m, a[0]), kijun = Middle(m, a[1]), senkou = Middle(m, a[2]);
            int first = (int)Math.Max(Math.Max(a[0], a[1]), a[2]) - 1 + ahead;
            double?[] From(Func<int, double?> of) => [.. m.Close.Select((_, i) => i < first ? null : of(i))];
            return [From(i => tenkan[i]), From(i => kijun[i]), From(i => (tenkan[i - ahead] + kijun[i - ahead]) / 2), From(i => senkou[i - ahead])];
        },
        ["PIVOTS"] = (m, a) =>
        {
            double?[] high = Window(m.High, a[0], w => w.Max()), low = Window(m.Low, a[0], w => w.Min());
            double?[] Level(Func<double, double, double, double> of) => [.. m.Close.Select((c, i) =>
                high[i] is { } h && low[i] is { } l ? of((h + l + c) / 3, h, l) : (double?)null)];
            return
            [
                Level((p, _, _) => p),
                Level((p, _, l) => p + p - l), Level((p, h, _) => p + p - h),
                Level((p, h, l) => p + h - l), Level((p, h, l) => p - h + l),
                Level((p, h, l) => h + p + p - l - l), Level((p, h, l) => l - h - h + p + p),
            ];
        },
        ["PERCENT_RANK"] = (m, a) => [Window(m.Close, a[0] + 1, w => 100d * w[..^1].Count(x => x < w[^1]) / (w.Length - 1))],
        ["MIDPOINT"] = (m, a) => [Window(m.Close, a[0], w => (w.Max() + w.Min()) / 2)],
        ["MIDPRICE"] = (m, a) => [Middle(m, a[0])],
        ["CORREL"] = (m, a) => [Pairs(m, a[0], (x, y) => Spread(x) * Spread(y) == 0 ? 0 : Covariance(x, y) / Deviation(x) / Deviation(y))],
        ["BETA"] = (m, a) =>
        [
            Pairs(m, a[0] + 1, (x, y) =>
            {
                double[] rx = Returns(x), ry = Returns(y);
                return Spread(rx) == 0 ? 0 : Covariance(rx, ry) / Math.Pow(Deviation(rx), 2);
            }),
        ],
        ["SPREAD"] = (m, a) =>
        [
            Pairs(m, a[0], (x, y) => x[^1] - Mean(x) - Hedge(x, y) * (y[^1] - Mean(y))),
            Pairs(m, a[0], Hedge),
        ],
        ["EFFICIENCY_RATIO"] = (m, a) => [Window(m.Close, a[0] + 1, w =>
        {
            double path = 0;
            for (int k = 1; k < w.Length; k++) path += Math.Abs(w[k] - w[k - 1]);
            return path == 0 ? 0 : Math.Abs(w[^1] - w[0]) / path;
        })],
        ["VARIANCE_RATIO"] = (m, a) => [Over([.. m.Close.Select(x => x > 0 ? Math.Log(x) : (double?)null)], a[0] + 1, p =>
        {
            int n = p.Length - 1, q = (int)a[1];
            double mean = (p[n] - p[0]) / n, small = 0, large = 0;
            for (int k = 1; k <= n; k++) small += Math.Pow(p[k] - p[k - 1] - mean, 2);
            for (int k = q; k <= n; k++) large += Math.Pow(p[k] - p[k - q] - q * mean, 2);
            return p.Max() == p.Min() ? 1 : large / (q * (n - q + 1) * (1 - (double)q / n)) / (small / (n - 1));
        })],
        ["HURST"] = (m, a) => [Window(m.Close, a[0] + 1, w =>
        {
            if (w.Max() == w.Min()) return 0.5;
            double[] x = [.. Enumerable.Range(0, 5).Select(k => Math.Log(1 << k))];
            double[] y = [.. Enumerable.Range(0, 5).Select(k => Math.Log(w[(1 << k)..].Select((v, i) => Math.Pow(v - w[i], 2)).Average()))];
            return 0.5 * Covariance(x, y) / Covariance(x, x);
        })],
    };

    private static double?[] Middle(TestMarket m, double length) =>
        Combine(Window(m.High, length, w => w.Max()), Window(m.Low, length, w => w.Min()), (high, low) => (high + low) / 2);

    private static double?[] Pairs(TestMarket m, double length, Func<double[], double[], double> of) =>
        [.. m.Close.Select((_, i) => i + 1 < length ? (double?)null
            : of(m.Close[(i + 1 - (int)length)..(i + 1)], m.Open[(i + 1 - (int)length)..(i + 1)]))];

    private static double Spread(double[] w) => w.Max() - w.Min();

    private static double Hedge(double[] x, double[] y) => Spread(y) == 0 ? 0 : Covariance(x, y) / Covariance(y, y);

    private static double Covariance(double[] x, double[] y)
    {
        double meanX = Mean(x), meanY = Mean(y);
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Length;
    }

    private static double[] Returns(double[] w) => [.. w.Skip(1).Select((x, i) => w[i] == 0 ? 0 : (x - w[i]) / w[i])];
}
