using static QuantDsl.Indicators.Tests.SlowFormulas;

namespace QuantDsl.Indicators.Tests;

/// <summary>Slow definitions of further momentum indicators.</summary>
internal static class SlowMomentum
{
    public static readonly Dictionary<string, Func<TestMarket, double[], double?[][]>> Formulas = new()
    {
        ["STOCHF"] = (m, a) =>
        {
            var k = Ranked(m, a[0], (close, high, low) => 100 * (close - low) / (high - low));
            var d = Mean(k, a[1]);
            return [Combine(k, d, (x, _) => x), d];
        },
        ["STOCHRSI"] = (m, a) =>
        {
            var rsi = SlowFormulas.All["RSI"](m, [a[0]])[0];
            var k = Over(rsi, a[1], w => w.Max() - w.Min() <= 1e-10 ? 0 : 100 * (w[^1] - w.Min()) / (w.Max() - w.Min()));
            var d = Mean(k, a[2]);
            return [Combine(k, d, (x, _) => x), d];
        },
        ["APO"] = (m, a) => [Oscillator(m, a, (fast, slow) => fast - slow)],
        ["PPO"] = (m, a) => [Oscillator(m, a, (fast, slow) => slow == 0 ? 0 : 100 * (fast - slow) / slow)],
        ["MOM"] = (m, a) => [Window(m.Close, a[0] + 1, w => w[^1] - w[0])],
        ["CMO"] = (m, a) =>
        {
            var gains = Wilder(Changes(m.Close).Select(c => c is null ? c : Math.Max(c.Value, 0)), a[0]);
            var losses = Wilder(Changes(m.Close).Select(c => c is null ? c : Math.Max(-c.Value, 0)), a[0]);
            return [Combine(gains, losses, (g, l) => g + l == 0 ? 0 : 100 * (g - l) / (g + l))];
        },
        ["TRIX"] = (m, a) =>
        {
            var e = Ema(Ema(Ema(Known(m.Close), a[0]), a[0]), a[0]);
            return [Over(e, 2, w => w[0] == 0 ? 0 : 100 * (w[1] - w[0]) / w[0])];
        },
        ["ULTOSC"] = (m, a) =>
        {
            double[] spans = [.. a.Order()];
            double?[] oscillator = new double?[m.Count];
            for (int i = (int)spans[2]; i < m.Count; i++)
            {
                double sum = 0;
                for (int s = 0; s < 3; s++)
                {
                    double pressure = 0, reach = 0;
                    for (int k = i - (int)spans[s] + 1; k <= i; k++)
                    {
                        double low = Math.Min(m.Low[k], m.Close[k - 1]);
                        pressure += m.Close[k] - low;
                        reach += Math.Max(m.High[k], m.Close[k - 1]) - low;
                    }

                    sum += reach == 0 ? 0 : (4 >> s) * pressure / reach;
                }

                oscillator[i] = 100 * sum / 7;
            }

            return [oscillator];
        },
        ["AROON"] = (m, a) =>
        {
            int n = (int)a[0];
            double?[] up = Since(m.High, n, (x, best) => x >= best), down = Since(m.Low, n, (x, best) => x <= best);
            return [up, down, Combine(up, down, (u, d) => u - d)];
        },
        ["PLUS_DI"] = (m, a) => [Directional(m, (int)a[0], upward: true)],
        ["MINUS_DI"] = (m, a) => [Directional(m, (int)a[0], upward: false)],
        ["BOP"] = (m, _) => [[.. m.Close.Select((c, i) => (double?)(m.High[i] == m.Low[i] ? 0 : (c - m.Open[i]) / (m.High[i] - m.Low[i])))]],
        ["TSI"] = (m, a) =>
        {
            var changes = Ema(Ema(Changes(m.Close), a[0]), a[1]);
            var sizes = Ema(Ema([.. Changes(m.Close).Select(c => c is null ? c : Math.Abs(c.Value))], a[0]), a[1]);
            var tsi = Combine(changes, sizes, (c, s) => s == 0 ? 0 : 100 * c / s);
            var signal = Ema(tsi, a[2]);
            return [Combine(tsi, signal, (x, _) => x), signal];
        },
        ["CONNORS_RSI"] = (m, a) =>
        {
            double?[] runs = new double?[m.Count];
            double[] changes = new double[m.Count];
            double run = 0;
            for (int i = 1; i < m.Count; i++)
            {
                int sign = Math.Sign(m.Close[i] - m.Close[i - 1]);
                runs[i] = run = sign == 0 ? 0 : sign == Math.Sign(run) ? run + sign : sign;
                changes[i] = m.Close[i - 1] == 0 ? 0 : (m.Close[i] / m.Close[i - 1] - 1) * 100;
            }

            var rsi = Strength(Known(m.Close), a[0]);
            var streak = Strength(runs, a[1]);
            int rank = (int)a[2];
            return [[.. m.Close.Select((_, i) => i < rank + 1 ? null
                : (rsi[i] + streak[i] + 100d * changes[(i - rank)..i].Count(c => c < changes[i]) / rank) / 3)]];
        },
    };

    private static double?[] Oscillator(TestMarket m, double[] a, Func<double, double, double> of)
    {
        double?[] Average(double span) => a[2] == 1 ? Ema(Known(m.Close), span) : Mean(Known(m.Close), span);
        return Combine(Average(Math.Min(a[0], a[1])), Average(Math.Max(a[0], a[1])), of);
    }

    private static double?[] Since(double[] values, int n, Func<double, double, bool> replaces) => Window(values, n + 1, w =>
    {
        int best = 0;
        for (int k = 1; k < w.Length; k++)
            if (replaces(w[k], w[best])) best = k;
        return 100d * best / n;
    });

    private static double?[] Directional(TestMarket m, int n, bool upward)
    {
        double?[] moves = [.. m.High.Select((_, i) =>
        {
            if (i == 0) return (double?)null;
            double up = m.High[i] - m.High[i - 1], down = m.Low[i - 1] - m.Low[i];
            return upward ? (up > down && up > 0 ? up : 0) : (down > up && down > 0 ? down : 0);
        })];
        return Combine(Shed(moves, n), Shed(TrueRanges(m), n), (move, range) => range == 0 ? 0 : 100 * move / range);
    }

    private static double?[] Strength(double?[] values, double period)
    {
        double?[] changes = Over(values, 2, w => w[1] - w[0]);
        var gains = Wilder(changes.Select(c => c is null ? c : Math.Max(c.Value, 0)), period);
        var losses = Wilder(changes.Select(c => c is null ? c : Math.Max(-c.Value, 0)), period);
        return Combine(gains, losses, (g, l) => g + l == 0 ? 0 : 100 * g / (g + l));
    }
}
