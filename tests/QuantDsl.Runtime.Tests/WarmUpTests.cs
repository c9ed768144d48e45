using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Runtime.Tests;

/// <summary>The first primary close at which every value is warm (RULES L9).</summary>
public sealed class WarmUpTests
{
    [Fact]
    public void L9_primary_bars_are_counted_as_present()
    {
        // RSI(3) has look-back 3: warm once 4 bars are closed, however far apart they are.
        Assert.Equal(3, First(Bars.At((0, 1), (1, 1), (7, 1), (90, 1), (91, 1)), new BarRequirement(Bars.M5, 4, 0)));
    }

    [Fact]
    public void L9_higher_bars_count_once_closed_and_a_first_partial_bucket_counts()
    {
        // From 00:50 on: the 00:00 hour has two bars and ends at the close of the second; the next hour ends 12 bars later.
        var bars = Bars.At([.. Enumerable.Range(10, 40).Select(slot => (slot, 1.0))]);
        Assert.Equal(1, First(bars, new BarRequirement(Bars.H1, 1, 0)));
        Assert.Equal(13, First(bars, new BarRequirement(Bars.H1, 2, 0)));
    }

    [Fact]
    public void L9_history_of_a_higher_value_shifts_by_primary_bars()
    {
        var bars = Bars.At([.. Enumerable.Range(10, 40).Select(slot => (slot, 1.0))]);
        Assert.Equal(16, First(bars, new BarRequirement(Bars.H1, 2, 3)));
    }

    [Fact]
    public void L9_the_slowest_requirement_decides_and_too_few_bars_never_are_warm()
    {
        var bars = Bars.At([.. Enumerable.Range(0, 40).Select(slot => (slot, 1.0))]);
        Assert.Equal(23, First(bars, new(Bars.M5, 10, 0), new(Bars.H1, 2, 0), new(Bars.M15, 1, 5)));
        Assert.Equal(-1, First(bars, new BarRequirement(Bars.H1, 4, 0)));
        Assert.Equal(-1, First(bars, new BarRequirement(Bars.M5, 40, 1)));
        Assert.Equal(39, First(bars, new BarRequirement(Bars.M5, 40, 0)));
        Assert.Equal(-1, First(bars, new BarRequirement(Bars.M5, 1, int.MaxValue)));
        Assert.Equal(0, First(bars));
    }

    private static int First(BarSeries bars, params ImmutableArray<BarRequirement> requirements) =>
        WarmUp.FirstWarmBar(new StrategyPlan("s", Bars.M5) { Warmup = requirements }, new MarketColumns(bars, Bars.M5));
}
