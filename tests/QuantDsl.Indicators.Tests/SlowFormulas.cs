using System.Reflection;

namespace QuantDsl.Indicators.Tests;

/// <summary>The definitions written down once more, as plainly and slowly as possible: every window is looked at anew at every bar.</summary>
/// <remarks>They know no NaN inside the data; <c>null</c> is "not ready". This class finds them and has what several share.</remarks>
internal static class SlowFormulas
{
    /// <summary>All formulas by the name of their indicator, from every static field of this type in the assembly.</summary>
    public static readonly IReadOnlyDictionary<string, Func<TestMarket, double[], double?[][]>> All = typeof(SlowFormulas).Assembly.GetTypes()
        .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
        .Where(f => f.FieldType == typeof(Dictionary<string, Func<TestMarket, double[], double?[][]>>))
        .SelectMany(f => (Dictionary<string, Func<TestMarket, double[], double?[][]>>)f.GetValue(null)!)
        .ToDictionary(f => f.Key, f => f.Value);

    internal static double?[] Known(double[] values) => [.. values.Select(x => (double?)x)];

    internal static double?[] Window(double[] values, double length, Func<double[], double> of) =>
        [.. values.Select((_, i) => i + 1 < length ? (double?)null : of(values[(i + 1 - (int)length)..(i + 1)]))];

    internal static double?[] Mean(double?[] values, double length) =>
        [.. values.Select((_, i) => i + 1 < length || values[i + 1 - (int)length] is null ? null : values[(i + 1 - (int)length)..(i + 1)].Average())];

    internal static double?[] Combine(double?[] a, double?[] b, Func<double, double, double> of) =>
        [.. a.Zip(b, (x, y) => x is null || y is null ? (double?)null : of(x.Value, y.Value))];

    /// <summary>Distances from the first value: a plain sum of high prices would lose the digits of what moves little.</summary>
    internal static double Mean(double[] window) => window[0] + window.Average(x => x - window[0]);

    internal static double Deviation(double[] window)
    {
        double mean = Mean(window);
        return Math.Sqrt(window.Sum(x => (x - mean) * (x - mean)) / window.Length);
    }

    internal static double?[] Ema(double?[] values, double period) =>
        Recursive(values, period, (mean, x) => 2 / (period + 1) * x + (1 - 2 / (period + 1)) * mean);

    internal static double?[] Wilder(IEnumerable<double?> values, double period) =>
        Recursive([.. values], period, (mean, x) => (mean * (period - 1) + x) / period);

    internal static double?[] Recursive(double?[] values, double period, Func<double, double, double> step)
    {
        int first = Array.FindIndex(values, x => x is not null) + (int)period - 1;
        double?[] means = new double?[values.Length];
        for (int i = Math.Max(first, (int)period - 1); i < values.Length; i++)
            means[i] = i == first ? values[(i + 1 - (int)period)..(i + 1)].Average() : step(means[i - 1]!.Value, values[i]!.Value);
        return means;
    }

    /// <summary>Wilder's sums as TA-Lib starts them: of the first <c>n − 1</c> movements, then one n-th off and the new one on.</summary>
    internal static double?[] Shed(double?[] movements, int n)
    {
        double?[] sums = new double?[movements.Length];
        double sum = 0;
        for (int i = 1; i < movements.Length; i++) sums[i] = sum = (i < n ? sum : sum - sum / n) + movements[i]!.Value;
        return [.. sums.Select((s, i) => i < n ? null : s)];
    }

    /// <summary>A function of the values of a window, the oldest first; null while one of them is null.</summary>
    internal static double?[] Over(double?[] values, double length, Func<double[], double?> of) =>
        [.. values.Select((_, i) => i + 1 < length || values[(i + 1 - (int)length)..(i + 1)].Any(x => x is null)
            ? null : of([.. values[(i + 1 - (int)length)..(i + 1)].Select(x => x!.Value)]))];

    internal static double?[] Changes(double[] values) => [.. values.Select((x, i) => i == 0 ? (double?)null : x - values[i - 1])];

    internal static double?[] TrueRanges(TestMarket m) => [.. m.Close.Select((_, i) => i == 0 ? (double?)null :
        new[] { m.High[i] - m.Low[i], Math.Abs(m.High[i] - m.Close[i - 1]), Math.Abs(m.Low[i] - m.Close[i - 1]) }.Max())];

    internal static double[] Typical(TestMarket m) => [.. m.Close.Select((c, i) => (m.High[i] + m.Low[i] + c) / 3)];

    internal static double?[] Ranked(TestMarket m, double length, Func<double, double, double, double> of) =>
        [.. m.Close.Select((close, i) =>
        {
            if (i + 1 < length) return (double?)null;
            double high = m.High[(i + 1 - (int)length)..(i + 1)].Max(), low = m.Low[(i + 1 - (int)length)..(i + 1)].Min();
            return high == low ? 0 : of(close, high, low);
        })];
}
