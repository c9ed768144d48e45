using static QuantDsl.Indicators.Tests.SlowFormulas;

namespace QuantDsl.Indicators.Tests;

/// <summary>Slow definitions of further measures of volatility.</summary>
internal static class SlowVolatility
{
    public static readonly Dictionary<string, Func<TestMarket, double[], double?[][]>> Formulas = new()
    {
        ["NATR"] = (m, a) => [Combine(Wilder(TrueRanges(m), a[0]), Known(m.Close), (atr, close) => close == 0 ? 0 : 100 * atr / close)],
        ["TRANGE"] = (m, _) => [TrueRanges(m)],
        ["VARIANCE"] = (m, a) => [Window(m.Close, a[0], w => Math.Pow(Deviation(w), 2))],
        ["SUPERTREND"] = (m, a) =>
        {
            var atr = Wilder(TrueRanges(m), a[0]);
            double?[] line = new double?[m.Count], direction = new double?[m.Count];
            double upper = 0, lower = 0;
            for (int i = (int)a[0]; i < m.Count; i++)
            {
                double middle = (m.High[i] + m.Low[i]) / 2, above = middle + a[1] * atr[i]!.Value, below = middle - a[1] * atr[i]!.Value;
                bool first = direction[i - 1] is null;
                upper = first || above < upper || m.Close[i - 1] > upper ? above : upper;
                lower = first || below > lower || m.Close[i - 1] < lower ? below : lower;
                double before = first ? (m.Close[i] >= middle ? 1 : -1) : direction[i - 1]!.Value;
                direction[i] = before == 1 && m.Close[i] < lower ? -1 : before == -1 && m.Close[i] > upper ? 1 : before;
                line[i] = direction[i] == 1 ? lower : upper;
            }

            return [line, direction];
        },
        ["CHANDELIER"] = (m, a) =>
        {
            var atr = Wilder(TrueRanges(m), a[0]);
            return
            [
                Combine(Window(m.High, a[0], w => w.Max()), atr, (high, range) => high - a[1] * range),
                Combine(Window(m.Low, a[0], w => w.Min()), atr, (low, range) => low + a[1] * range),
            ];
        },
        ["SAR"] = (m, a) => [Parabolic(m, Math.Min(a[0], a[1]), a[1])],
        ["CHOP"] = (m, a) =>
        {
            var path = Over(TrueRanges(m), a[0], w => w.Sum());
            var extent = Combine(Window(m.High, a[0], w => w.Max()), Window(m.Low, a[0], w => w.Min()), (high, low) => high - low);
            return [Combine(path, extent, (p, e) => e == 0 ? 0 : 100 * Math.Log10(p / e) / Math.Log10(a[0]))];
        },
        ["ULCER"] = (m, a) => [Window(m.Close, a[0], w =>
        {
            double squares = 0;
            for (int k = 0; k < w.Length; k++)
            {
                double high = w[..(k + 1)].Max();
                squares += high == 0 ? 0 : Math.Pow(100 * (w[k] - high) / high, 2);
            }

            return Math.Sqrt(squares / w.Length);
        })],
        ["REALIZED_VOL"] = (m, a) => [Over(LogReturns(m.Close), a[0], w => Math.Sqrt(w.Average(r => r * r)))],
    };

    internal static double?[] LogReturns(double[] values) =>
        [.. values.Select((x, i) => i == 0 || x <= 0 || values[i - 1] <= 0 ? (double?)null : Math.Log(x) - Math.Log(values[i - 1]))];

    /// <summary>Wilder's own words: the next stop is today's, moved towards the extreme by the acceleration, and not within the last two bars.</summary>
    private static double?[] Parabolic(TestMarket m, double step, double max)
    {
        double?[] stops = new double?[m.Count];
        if (m.Count < 2) return stops;
        double fall = m.Low[0] - m.Low[1], rise = m.High[1] - m.High[0];
        bool isLong = fall <= 0 || fall <= rise;
        double stop = isLong ? m.Low[0] : m.High[0], extreme = isLong ? m.High[1] : m.Low[1], acceleration = step;
        for (int i = 1; i < m.Count; i++)
        {
            int before = Math.Max(i - 1, 1);
            double lowest = Math.Min(m.Low[i], m.Low[before]), highest = Math.Max(m.High[i], m.High[before]);
            bool turns = isLong ? m.Low[i] <= stop : m.High[i] >= stop;
            if (turns)
            {
                isLong = !isLong;
                stop = isLong ? Math.Min(extreme, lowest) : Math.Max(extreme, highest);
                extreme = isLong ? m.High[i] : m.Low[i];
                acceleration = step;
            }

            stops[i] = stop;
            if (!turns && (isLong ? m.High[i] > extreme : m.Low[i] < extreme))
            {
                extreme = isLong ? m.High[i] : m.Low[i];
                acceleration = Math.Min(acceleration + step, max);
            }

            stop += acceleration * (extreme - stop);
            stop = isLong ? Math.Min(stop, lowest) : Math.Max(stop, highest);
        }

        return stops;
    }
}
