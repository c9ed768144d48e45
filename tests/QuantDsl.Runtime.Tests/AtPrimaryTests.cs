using QuantDsl.Market;

namespace QuantDsl.Runtime.Tests;

/// <summary>When a higher bar is seen at a primary close (RULES T2).</summary>
public sealed class AtPrimaryTests
{
    [Fact]
    public void T2_a_higher_bar_is_visible_when_its_end_is_at_the_decision()
    {
        // Thirteen bars from 00:00. The 00:00 hour ends at 01:00, which is the close of the twelfth, 00:55.
        var market = new MarketColumns(Bars.Of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), Bars.M5);
        var seen = market.On(Bars.H1).AtPrimary(market.On(Bars.H1).Close);
        Assert.All(seen.Values[..11], v => Assert.True(double.IsNaN(v)));
        Assert.Equal([12, 12], seen.Values[11..]);
        Assert.Equal([0, 1, 1], market.On(Bars.H1).ClosedAtPrimary[10..].ToArray());
    }

    [Fact]
    public void T2_a_bucket_with_missing_inner_bars_is_built_from_those_present()
    {
        // Quarter hours: bars at :00 and :05, then nothing until :25. The first quarter ends at :15 and is seen first at the close of :25.
        var market = new MarketColumns(Bars.At((0, 1), (1, 2), (5, 3), (6, 4)), Bars.M5);
        var seen = market.On(Bars.M15).AtPrimary(market.On(Bars.M15).Close);

        // :25 closes at :30, where the second quarter (made of :25 alone) ends too.
        Assert.Equal([double.NaN, double.NaN, 3, 3], seen.Values);
        Assert.Equal([0, 0, 2, 2], market.On(Bars.M15).ClosedAtPrimary.ToArray());
    }

    [Fact]
    public void T2_a_first_partial_bucket_counts_and_the_last_unfinished_one_is_never_seen()
    {
        // Starts at 00:10: the first quarter holds one bar. The last quarter (00:30) has only its first.
        var market = new MarketColumns(Bars.At((2, 1), (3, 2), (4, 3), (5, 4), (6, 5)), Bars.M5);
        Assert.Equal([1, 1, 1, 4, 4], market.On(Bars.M15).AtPrimary(market.On(Bars.M15).Close).Values);
    }

    [Fact]
    public void The_primary_timeframe_sees_itself()
    {
        var market = new MarketColumns(Bars.Of(1, 2, 3), Bars.M5);
        Assert.Same(market.Primary, market.On(Bars.M5));
        Assert.Same(market.Primary.Close, market.Primary.AtPrimary(market.Primary.Close));
        Assert.Equal([1, 2, 3], market.Primary.ClosedAtPrimary.ToArray());
    }

    [Fact]
    public void Base_bars_may_be_finer_than_the_primary_ones()
    {
        // Primary quarters over five-minute bars; the hour ends with the fourth quarter.
        var market = new MarketColumns(Bars.Of([.. Enumerable.Range(1, 15).Select(i => (double)i)]), Bars.M15);
        Assert.Equal([3, 6, 9, 12, 15], market.Primary.Close.Values);
        Assert.Equal([double.NaN, double.NaN, double.NaN, 12, 12], market.On(Bars.H1).AtPrimary(market.On(Bars.H1).Close).Values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Truncating_the_bars_never_changes_what_was_seen(int seed)
    {
        var all = Bars.Random(seed, 400);
        var whole = new MarketColumns(all, Bars.M5);
        for (int count = 1; count < 400; count += 7)
        {
            var part = new MarketColumns(all.Slice(0, count), Bars.M5);
            foreach (var timeframe in new[] { Bars.M15, Bars.H1 })
                Assert.Equal(Seen(whole, timeframe)[..count], Seen(part, timeframe));
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void What_is_seen_never_comes_from_a_bucket_that_ends_later(int seed)
    {
        // The close of each base bar is its own end, in minutes, so a value says when it became known.
        var walk = Bars.Random(seed, 500);
        var bars = walk with { Close = [.. walk.OpenTimes.Select(t => (t + Bars.M5.Milliseconds - Bars.Start) / 60_000.0)] };
        var market = new MarketColumns(bars, Bars.M5);
        foreach (var timeframe in new[] { Bars.M15, Bars.H1, Timeframe.Parse("35m") })
        {
            double[] seen = Seen(market, timeframe);
            for (int bar = 0; bar < seen.Length; bar++)
            {
                long now = bars.CloseTime(bar);
                long bucket = timeframe.BucketStart(now) - timeframe.Milliseconds;
                int last = bars.IndexAtOrAfter(timeframe.BucketStart(now)) - 1;

                // The newest bar that stands in a finished bucket, found by the clock alone.
                Assert.Equal(last < 0 ? double.NaN : bars.Close[last], seen[bar]);
                Assert.True(bucket < now);
            }
        }
    }

    private static double[] Seen(MarketColumns market, Timeframe timeframe) => market.On(timeframe).AtPrimary(market.On(timeframe).Close).Values;
}
