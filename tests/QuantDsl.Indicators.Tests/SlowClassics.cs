using static QuantDsl.Indicators.Tests.SlowFormulas;

namespace QuantDsl.Indicators.Tests;

/// <summary>Slow definitions of the indicators every chart has.</summary>
internal static class SlowClassics
{
    public static readonly Dictionary<string, Func<TestMarket, double[], double?[][]>> Formulas = new()
    {
        ["SMA"] = (m, a) => [Window(m.Close, a[0], w => w.Average())],
        ["VOLSMA"] = (m, a) => [Window(m.Volume, a[0], w => w.Average())],
        ["WMA"] = (m, a) => [Window(m.Close, a[0], w => w.Select((x, i) => x * (i + 1)).Sum() / (a[0] * (a[0] + 1) / 2))],
        ["STDDEV"] = (m, a) => [Window(m.Close, a[0], Deviation)],
        ["ZSCORE"] = (m, a) => [Window(m.Close, a[0], w => w.Max() == w.Min() ? 0 : (w[^1] - w.Average()) / Deviation(w))],
        ["BBANDS"] = (m, a) =>
        [
            Window(m.Close, a[0], w => w.Average() + a[1] * Deviation(w)),
            Window(m.Close, a[0], w => w.Average()),
            Window(m.Close, a[0], w => w.Average() - a[1] * Deviation(w)),
            Window(m.Close, a[0], w => w.Max() == w.Min() ? 0.5 : 0.5 + (w[^1] - Mean(w)) / (2 * a[1] * Deviation(w))),
            Window(m.Close, a[0], w => w.Average() == 0 ? 0 : 2 * a[1] * Deviation(w) / w.Average()),
        ],
        ["ROC"] = (m, a) => [Window(m.Close, a[0] + 1, w => w[0] == 0 ? 0 : 100 * (w[^1] - w[0]) / w[0])],
        ["EMA"] = (m, a) => [Ema(Known(m.Close), a[0])],
        ["DEMA"] = (m, a) =>
        {
            var once = Ema(Known(m.Close), a[0]);
            return [Combine(once, Ema(once, a[0]), (e1, e2) => 2 * e1 - e2)];
        },
        ["TEMA"] = (m, a) =>
        {
            var once = Ema(Known(m.Close), a[0]);
            var twice = Ema(once, a[0]);
            return [Combine(Combine(once, twice, (e1, e2) => 3 * e1 - 3 * e2), Ema(twice, a[0]), (x, e3) => x + e3)];
        },
        ["MACD"] = (m, a) =>
        {
            int fast = (int)Math.Min(a[0], a[1]), slow = (int)Math.Max(a[0], a[1]);
            double?[] late = [.. Known(m.Close).Select((x, i) => i < slow - fast ? null : x)];
            var macd = Combine(Ema(late, fast), Ema(Known(m.Close), slow), (f, s) => f - s);
            var signal = Ema(macd, a[2]);
            return [Combine(macd, signal, (x, _) => x), signal, Combine(macd, signal, (x, s) => x - s)];
        },
        ["RSI"] = (m, a) =>
        {
            var gains = Wilder(Changes(m.Close).Select(c => c is null ? c : Math.Max(c.Value, 0)), a[0]);
            var losses = Wilder(Changes(m.Close).Select(c => c is null ? c : Math.Max(-c.Value, 0)), a[0]);
            return [Combine(gains, losses, (g, l) => g + l == 0 ? 0 : 100 * g / (g + l))];
        },
        ["ATR"] = (m, a) => [Wilder(TrueRanges(m), a[0])],
        ["KELTNER"] = (m, a) =>
        {
            var middle = Ema(Known(m.Close), a[0]);
            var atr = Wilder(TrueRanges(m), a[2]);
            return [Combine(middle, atr, (c, r) => c + a[1] * r), Combine(middle, atr, (c, _) => c), Combine(middle, atr, (c, r) => c - a[1] * r)];
        },
        ["DONCHIAN"] = (m, a) =>
        {
            var high = Window(m.High, a[0], w => w.Max());
            var low = Window(m.Low, a[0], w => w.Min());
            return [high, Combine(high, low, (h, l) => (h + l) / 2), low];
        },
        ["WILLR"] = (m, a) => [Ranked(m, a[0], (close, high, low) => -100 * (high - close) / (high - low))],
        ["STOCH"] = (m, a) =>
        {
            var k = Mean(Ranked(m, a[0], (close, high, low) => 100 * (close - low) / (high - low)), a[1]);
            var d = Mean(k, a[2]);
            return [Combine(k, d, (x, _) => x), d];
        },
        ["CCI"] = (m, a) => [Window(Typical(m), a[0], w =>
        {
            // Distances from the first value: a plain sum of high prices would lose the digits the index is made of.
            double mean = w[0] + w.Average(x => x - w[0]), distance = w.Average(x => Math.Abs(x - mean));
            return w.Max() == w.Min() ? 0 : (w[^1] - mean) / (0.015 * distance);
        })],
        ["MFI"] = (m, a) =>
        {
            double[] typical = Typical(m);
            double?[] flows = [.. Changes(typical).Select((c, i) => c is null ? c : Math.Sign(c.Value) * typical[i] * m.Volume[i])];
            return [[.. flows.Select((_, i) =>
            {
                if (i < a[0]) return (double?)null;
                double?[] window = flows[(i - (int)a[0] + 1)..(i + 1)];
                double up = window.Sum(f => Math.Max(f!.Value, 0)), all = window.Sum(f => Math.Abs(f!.Value));
                return all == 0 ? 0 : 100 * up / all;
            })]];
        },
        ["OBV"] = (m, _) =>
        {
            double sum = m.Count > 0 ? m.Volume[0] : 0;
            return [[.. Changes(m.Close).Select((c, i) => (double?)(sum += c is null ? 0 : Math.Sign(c.Value) * m.Volume[i]))]];
        },
        ["VWAP"] = (m, a) =>
        {
            double[] typical = Typical(m);
            double Session(int bar) => Math.Floor((m.OpenTime[bar] / 3_600_000 - a[0]) / 24);
            return [[.. typical.Select((_, i) =>
            {
                double day = Session(i);
                int[] session = [.. Enumerable.Range(0, i + 1).Where(k => Session(k) == day)];
                double volume = session.Sum(k => m.Volume[k]);
                return volume == 0 ? (double?)null : session.Sum(k => typical[k] * m.Volume[k]) / volume;
            })]];
        },
        ["ADX"] = (m, a) =>
        {
            int n = (int)a[0];
            double?[] plus = new double?[m.Count], minus = new double?[m.Count];
            for (int i = 1; i < m.Count; i++)
            {
                double up = m.High[i] - m.High[i - 1], down = m.Low[i - 1] - m.Low[i];
                plus[i] = up > down && up > 0 ? up : 0;
                minus[i] = down > up && down > 0 ? down : 0;
            }

            var ranges = Shed(TrueRanges(m), n);
            var plusDi = Combine(Shed(plus, n), ranges, (p, r) => r == 0 ? 0 : 100 * p / r);
            var minusDi = Combine(Shed(minus, n), ranges, (p, r) => r == 0 ? 0 : 100 * p / r);
            double?[] adx = new double?[m.Count];
            double sum = 0;
            for (int i = n; i < m.Count; i++)
            {
                double both = plusDi[i]!.Value + minusDi[i]!.Value;
                double? dx = both == 0 ? null : 100 * Math.Abs(plusDi[i]!.Value - minusDi[i]!.Value) / both;
                if (i < 2 * n) sum += dx ?? 0;
                if (i == 2 * n - 1) adx[i] = sum / n;
                if (i >= 2 * n) adx[i] = dx is null ? adx[i - 1] : (adx[i - 1] * (n - 1) + dx) / n;
            }

            return [adx, Combine(plusDi, adx, (x, _) => x), Combine(minusDi, adx, (x, _) => x)];
        },
    };
}
