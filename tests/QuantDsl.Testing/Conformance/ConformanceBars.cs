using System.Collections.Immutable;
using QuantDsl.Market;
using Xunit;

namespace QuantDsl.Testing.Conformance;

/// <summary>The bars a case writes down.</summary>
public static class ConformanceBars
{
    /// <summary>2024-01-01T00:00Z, a Monday.</summary>
    public const long Start = 1_704_067_200_000;

    /// <summary>Bars of the strategy's timeframe from <see cref="Start"/> on; null for a case without them. Volume is 1.</summary>
    public static BarSeries? Of(ConformanceCase written, Timeframe timeframe)
    {
        if (Row(written, "closes") is not { } closes) return null;
        double[] opens = Row(written, "opens") ?? closes;
        double[] highs = Row(written, "highs") ?? [.. closes.Zip(opens, Math.Max)], lows = Row(written, "lows") ?? [.. closes.Zip(opens, Math.Min)];
        Assert.All([opens, highs, lows], row => Assert.Equal(closes.Length, row.Length));
        return new("TEST", timeframe, [.. closes.Select((_, i) => Start + i * timeframe.Milliseconds)], [.. opens], [.. highs], [.. lows], [.. closes], [.. closes.Select(_ => 1.0)]);
    }

    /// <summary>The bars of the symbols it reads; none for a case without them.</summary>
    public static ImmutableArray<BarSeries> Others(ConformanceCase written, Timeframe timeframe) =>
    [
        .. written.Of("other closes").Select(row =>
        {
            string[] cells = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int[] there = [.. Enumerable.Range(0, cells.Length).Where(i => cells[i] != "x")];
            double[] closes = ConformanceFact.Numbers(string.Join(' ', there.Select(i => cells[i])));
            return new BarSeries("OTHER", timeframe, [.. there.Select(i => Start + i * timeframe.Milliseconds)], [.. closes], [.. closes], [.. closes], [.. closes], [.. closes.Select(_ => 1.0)]);
        }),
    ];

    private static double[]? Row(ConformanceCase written, string kind) => written.Of(kind).Select(ConformanceFact.Numbers).SingleOrDefault();
}
