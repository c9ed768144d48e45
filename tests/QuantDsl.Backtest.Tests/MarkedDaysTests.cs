using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Tests;

/// <summary>Where the days of an account end, with holes and from any bar on (RULES R3): a close at 00:00 belongs to the day before.</summary>
public sealed class MarkedDaysTests
{
    [Fact]
    public void Each_day_with_a_mark_ends_at_its_last_marked_bar()
    {
        // Bars close at 22:00, 23:00, 00:00 of the first day, 01:00 of the second, and after a hole of a day twice on the fourth.
        var bars = Hours(21, 22, 23, 24, 72, 73);
        AssertDays(bars, 0, ([2, 3, 5, int.MaxValue], [0, 1, 3]));
        AssertDays(bars, 2, ([2, 3, 5, int.MaxValue], [0, 1, 3]));
        AssertDays(bars, 3, ([3, 5, int.MaxValue], [1, 3]));
        AssertDays(bars, 5, ([5, int.MaxValue], [3]));
    }

    [Fact]
    public void Any_first_bar_gives_what_looking_at_every_bar_gives()
    {
        var random = new Random(11);
        var bars = Hours([.. Enumerable.Range(0, 600).Where(_ => random.Next(5) > 0)]);
        for (int first = 0; first < bars.Count; first++)
        {
            List<int> ends = [], days = [];
            for (int bar = first; bar < bars.Count; bar++)
            {
                int day = Day(bar);
                if (bar < bars.Count - 1 && Day(bar + 1) == day) continue;
                ends.Add(bar);
                days.Add(day);
            }

            AssertDays(bars, first, ([.. ends, int.MaxValue], [.. days]));
        }

        int Day(int bar) => (int)Math.Floor((bars.CloseTime(bar) - 1) / (double)Timeframe.Day);
    }

    private static void AssertDays(BarSeries bars, int first, (int[] Ends, int[] Days) expected)
    {
        var (ends, days) = MarkedDays.From(bars, first);
        Assert.Equal(expected.Ends, ends);
        Assert.Equal(expected.Days, days);
    }

    /// <summary>Hours after 1970-01-01T00:00 at which bars of an hour open.</summary>
    private static BarSeries Hours(params int[] opens)
    {
        ImmutableArray<double> prices = [.. opens.Select(_ => 1.0)];
        return new("TEST", new Timeframe(Timeframe.Hour), [.. opens.Select(hour => hour * Timeframe.Hour)], prices, prices, prices, prices, prices);
    }
}
