using static QuantDsl.Indicators.Tests.SlowFormulas;

namespace QuantDsl.Indicators.Tests;

/// <summary>Slow definitions of further moving averages.</summary>
internal static class SlowAverages
{
    public static readonly Dictionary<string, Func<TestMarket, double[], double?[][]>> Formulas = new()
    {
        ["HMA"] = (m, a) =>
        {
            int n = (int)a[0];
            var raw = Combine(Wma(Known(m.Close), n / 2), Wma(Known(m.Close), n), (fast, slow) => 2 * fast - slow);
            return [Wma(raw, (int)Math.Floor(Math.Sqrt(n)))];
        },
        ["RMA"] = (m, a) => [Wilder(Known(m.Close), a[0])],
        ["T3"] = (m, a) =>
        {
            double?[] e1 = Ema(Known(m.Close), a[0]), e2 = Ema(e1, a[0]), e3 = Ema(e2, a[0]), e4 = Ema(e3, a[0]), e5 = Ema(e4, a[0]), e6 = Ema(e5, a[0]);
            // (1 + v − v·E)³ of E³, multiplied out.
            double v = a[1], w = 1 + v;
            return [[.. e6.Select((x, i) => x is null ? null : w * w * w * e3[i] - 3 * w * w * v * e4[i] + 3 * w * v * v * e5[i] - v * v * v * x)]];
        },
        ["KAMA"] = (m, a) =>
        {
            int n = (int)a[0];
            double fast = 2 / (a[1] + 1), slow = 2 / (a[2] + 1);
            double?[] kama = new double?[m.Count];
            for (int i = n; i < m.Count; i++)
            {
                double path = 0;
                for (int k = i - n + 1; k <= i; k++) path += Math.Abs(m.Close[k] - m.Close[k - 1]);
                double straight = path == 0 ? 1 : Math.Abs(m.Close[i] - m.Close[i - n]) / path;
                double before = kama[i - 1] ?? m.Close[i - 1];
                kama[i] = before + Math.Pow(straight * (fast - slow) + slow, 2) * (m.Close[i] - before);
            }

            return [kama];
        },
        ["ALMA"] = (m, a) => [Window(m.Close, a[0], w =>
        {
            double top = a[1] * (w.Length - 1), width = w.Length / a[2];
            double[] weights = [.. w.Select((_, k) => Math.Exp(-Math.Pow(k - top, 2) / (2 * width * width)))];
            return w.Zip(weights, (x, weight) => x * weight).Sum() / weights.Sum();
        })],
        ["VWMA"] = (m, a) => [Over([.. m.Close.Select((_, i) => (double?)i)], a[0], bars =>
        {
            double volume = bars.Sum(i => m.Volume[(int)i]);
            return volume == 0 ? null : bars.Sum(i => m.Close[(int)i] * m.Volume[(int)i]) / volume;
        })],
        ["LINREG"] = (m, a) =>
        [
            Window(m.Close, a[0], w => Line(w).Start + Line(w).Slope * (w.Length - 1)),
            Window(m.Close, a[0], w => Line(w).Slope),
            Window(m.Close, a[0], w => Line(w).Start),
        ],
    };

    private static double?[] Wma(double?[] values, int length) =>
        Over(values, length, w => w.Select((x, k) => x * (k + 1)).Sum() / (w.Length * (w.Length + 1) / 2d));

    private static (double Start, double Slope) Line(double[] w)
    {
        double centre = (w.Length - 1) / 2d, mean = Mean(w);
        double slope = w.Select((x, k) => (k - centre) * (x - mean)).Sum() / w.Select((_, k) => (k - centre) * (k - centre)).Sum();
        return (mean - slope * centre, slope);
    }
}
