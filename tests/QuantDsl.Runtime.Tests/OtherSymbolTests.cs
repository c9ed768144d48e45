using QuantDsl.Market;

namespace QuantDsl.Runtime.Tests;

/// <summary>RULES L11: a series of another symbol at the closes of the traded one.</summary>
public sealed class OtherSymbolTests
{
    private const double None = double.NaN;

    [Fact]
    public void L11_the_last_bar_closed_at_or_before_the_decision_is_seen_and_nothing_after_more_than_one_bar_without_one()
    {
        var traded = Bars.Of(1, 2, 3, 4, 5, 6, 7);
        // No bar in slots 2, 4 and 5: at the close of slot 5 the last one closed two bars ago.
        var other = Bars.At((0, 10), (1, 11), (3, 13), (6, 16));
        Assert.Equal([10, 11, 11, 13, 13, None, 16], Seen(traded, other, Bars.M5));
    }

    [Fact]
    public void L11_a_symbol_that_starts_later_is_undefined_before_and_one_that_ends_after_one_bar()
    {
        Assert.Equal([None, None, 12, 13, 13, None], Seen(Bars.Of(1, 2, 3, 4, 5, 6), Bars.At((2, 12), (3, 13)), Bars.M5));
    }

    [Fact]
    public void L11_bars_are_matched_by_the_clock_where_the_traded_symbol_has_holes()
    {
        Assert.Equal([10, 14, 17], Seen(Bars.At((0, 1), (4, 2), (7, 3)), Bars.At((0, 10), (1, 11), (2, 12), (3, 13), (4, 14), (5, 15), (6, 16), (7, 17)), Bars.M5));
    }

    [Fact]
    public void L11_a_bar_that_is_open_at_the_decision_is_not_seen()
    {
        // Quarters of the other symbol at the closes of 5-minute bars: the first is closed at 00:15.
        var other = Bars.Of(10, 11, 12, 13, 14, 15, 16);
        Assert.Equal([None, None, 12, 12, 12, 15, 15], Seen(Bars.Of(1, 2, 3, 4, 5, 6, 7), other, Bars.M15));
    }

    [Fact]
    public void L11_silence_is_of_primary_bars_on_every_timeframe()
    {
        // The quarter 00:00 to 00:15 lasts on, but the symbol has had no bar since 00:15: from the second close on it is undefined.
        var other = Bars.At((0, 10), (1, 11), (2, 12));
        Assert.Equal([None, None, 12, 12, None, None], Seen(Bars.Of(1, 2, 3, 4, 5, 6), other, Bars.M15));
    }

    [Fact]
    public void L11_inside_a_higher_timeframe_it_is_seen_at_the_closes_of_that_timeframe()
    {
        var market = new MarketColumns(Bars.Of(1, 2, 3, 4, 5, 6), Bars.M5, others: [Bars.Of(10, 11, 12, 13, 14, 15)]);
        var other = market.Of(1, Bars.M15, seenAt: Bars.M15);
        Assert.Equal([12, 15], other.AtPrimary(other.Close).Values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void L10_truncating_both_symbols_never_changes_what_was_seen(int seed)
    {
        BarSeries traded = Bars.Random(seed, 300), other = Bars.Random(seed + 100, 300);
        foreach (var timeframe in new[] { Bars.M5, Bars.M15, Bars.H1 })
        {
            double[] whole = Seen(traded, other, timeframe);
            Assert.Contains(whole, double.IsNaN);
            Assert.Contains(whole, v => !double.IsNaN(v));
            for (int count = 1; count < traded.Count; count += 7)
            {
                long now = traded.CloseTime(count - 1);
                Assert.Equal(whole[..count], Seen(traded.Slice(0, count), other.Between(long.MinValue, now), timeframe));
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void L11_what_is_seen_equals_a_search_at_every_close(int seed)
    {
        BarSeries traded = Bars.Random(seed, 300), other = Bars.Random(seed + 100, 300);
        double[] seen = Seen(traded, other, Bars.M5);
        for (int bar = 0; bar < seen.Length; bar++)
        {
            long now = traded.CloseTime(bar);
            int[] closed = [.. Enumerable.Range(0, other.Count).Where(i => other.CloseTime(i) <= now)];
            double expected = closed.Length > 0 && now - other.CloseTime(closed[^1]) <= Bars.M5.Milliseconds ? other.Close[closed[^1]] : None;
            Assert.Equal(expected, seen[bar]);
        }
    }

    [Fact]
    public void L9_another_symbol_warms_up_by_its_own_bars()
    {
        var market = new MarketColumns(Bars.Of(1, 2, 3, 4, 5, 6, 7), Bars.M5, others: [Bars.At((2, 12), (3, 13), (4, 14), (5, 15))]);
        var plan = new StrategyPlan("s", Bars.M5) { Warmup = [new(Bars.M5, 2, 0), new(Bars.M5, 3, 1, Symbol: 1)] };
        // Its third bar is closed at the traded symbol's fifth close, and is read one bar later.
        Assert.Equal(5, WarmUp.FirstWarmBar(plan, market));
    }

    [Fact]
    public void A_symbol_the_market_does_not_have_is_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MarketColumns(Bars.Of(1, 2), Bars.M5).Of(1, Bars.M5, Bars.M5));

    private static double[] Seen(BarSeries traded, BarSeries other, Timeframe timeframe)
    {
        var columns = new MarketColumns(traded, Bars.M5, others: [other]).Of(1, timeframe, Bars.M5);
        return columns.AtPrimary(columns.Close).Values;
    }
}
