using static QuantDsl.Indicators.Tests.SlowFormulas;

namespace QuantDsl.Indicators.Tests;

/// <summary>Slow definitions of further indicators of volume.</summary>
internal static class SlowVolume
{
    public static readonly Dictionary<string, Func<TestMarket, double[], double?[][]>> Formulas = new()
    {
        ["RVWAP"] = (m, a) =>
        {
            double[] typical = Typical(m);
            return [Bars(m, a[0], bars =>
            {
                double volume = bars.Sum(i => m.Volume[i]);
                return volume == 0 ? null : bars.Sum(i => typical[i] * m.Volume[i]) / volume;
            })];
        },
        ["CMF"] = (m, a) => [Bars(m, a[0], bars =>
        {
            double volume = bars.Sum(i => m.Volume[i]);
            return volume == 0 ? 0 : bars.Sum(i => Flow(m, i)) / volume;
        })],
        ["AD"] = (m, _) => [Line(m)],
        ["ADOSC"] = (m, a) =>
        {
            double?[] line = Line(m), fast = FromFirst(line, Math.Min(a[0], a[1])), slow = FromFirst(line, Math.Max(a[0], a[1]));
            double sign = a[0] <= a[1] ? 1 : -1;
            return [[.. fast.Select((f, i) => i < Math.Max(a[0], a[1]) - 1 ? null : sign * (f - slow[i]))]];
        },
    };

    private static double Flow(TestMarket m, int i) => m.High[i] == m.Low[i] ? 0
        : m.Volume[i] * ((m.Close[i] - m.Low[i]) - (m.High[i] - m.Close[i])) / (m.High[i] - m.Low[i]);

    private static double?[] Line(TestMarket m) => [.. m.Close.Select((_, i) => (double?)Enumerable.Range(0, i + 1).Sum(k => Flow(m, k)))];

    private static double?[] FromFirst(double?[] values, double period)
    {
        double?[] means = [.. values];
        for (int i = 1; i < means.Length; i++) means[i] = 2 / (period + 1) * values[i] + (1 - 2 / (period + 1)) * means[i - 1];
        return means;
    }

    private static double?[] Bars(TestMarket m, double length, Func<int[], double?> of) =>
        [.. m.Close.Select((_, i) => i + 1 < length ? null : of([.. Enumerable.Range(i + 1 - (int)length, (int)length)]))];
}
