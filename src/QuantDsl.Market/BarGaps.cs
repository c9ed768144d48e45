using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace QuantDsl.Market;

/// <summary>A hole in a series: the bars that would open in <c>[FromUtcMs, ToUtcMs)</c> are missing.</summary>
/// <param name="FromUtcMs">End of the last bar before the hole.</param>
/// <param name="ToUtcMs">Open of the first bar after it.</param>
/// <param name="MissingBars">At least 1.</param>
public readonly record struct BarGap(long FromUtcMs, long ToUtcMs, int MissingBars);

/// <summary>Finds the holes of a series (RULES T5).</summary>
public static class BarGaps
{
    private static readonly ConditionalWeakTable<BarSeries, Found> s_bySeries = [];

    /// <summary>Every hole inside the series, oldest first; none for a series of fewer than two bars.</summary>
    /// <remarks>Looked for once, for all runs over the series.</remarks>
    public static ImmutableArray<BarGap> Find(BarSeries bars) => s_bySeries.GetValue(bars, static series => new(Search(series))).Gaps;

    private static ImmutableArray<BarGap> Search(BarSeries bars)
    {
        long spacing = bars.Timeframe.Milliseconds;
        var times = bars.OpenTimes.AsSpan();
        var gaps = ImmutableArray.CreateBuilder<BarGap>();
        for (int i = 1; i < times.Length; i++)
            if (times[i] - times[i - 1] is var distance && distance > spacing)
                gaps.Add(new(times[i - 1] + spacing, times[i], (int)((distance - 1) / spacing)));
        return gaps.ToImmutable();
    }
    private sealed record Found(ImmutableArray<BarGap> Gaps);
}
