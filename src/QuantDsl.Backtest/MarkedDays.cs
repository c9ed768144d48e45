using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>The days of a series and the bars at which they end (RULES R3): found once, for all runs over it.</summary>
internal sealed class MarkedDays
{
    private static readonly ConditionalWeakTable<BarSeries, MarkedDays> s_bySeries = [];

    private readonly int[] _ends, _days;

    private MarkedDays(BarSeries bars)
    {
        List<int> ends = [], days = [];
        for (int bar = 0; bar < bars.Count; bar++)
        {
            // The next day begins with the first bar that closes after this one's midnight.
            int day = DayOf(bars, bar);
            long midnight = day >= 0 ? (day + 1) * Timeframe.Day : day * Timeframe.Day + 1;
            bar = Math.Max(bar, bars.IndexAtOrAfter(midnight + 1 - bars.Timeframe.Milliseconds, bar) - 1);
            ends.Add(bar);
            days.Add(day);
        }

        ends.Add(int.MaxValue);
        _ends = [.. ends];
        _days = [.. days];
    }

    /// <summary>For an account that is marked from a bar on: the last marked bar of each day with a mark, and a bar that never comes; then those days.</summary>
    /// <returns>Days count from 1970-01-01.</returns>
    public static (int[] Ends, int[] Days) From(BarSeries bars, int firstBar)
    {
        var all = s_bySeries.GetValue(bars, static series => new(series));
        int first = Array.BinarySearch(all._ends, firstBar);
        if (first < 0) first = ~first;
        return (all._ends[first..], all._days[first..]);
    }

    // A close at 00:00 belongs to the day before.
    private static int DayOf(BarSeries bars, int bar) => (int)((bars.CloseTime(bar) - 1) / Timeframe.Day);
}
