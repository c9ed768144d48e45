using System.Collections.Immutable;
using QuantDsl.Backtest.Groups;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Tests.Groups;

/// <summary>What eight bars at once say of prices is what a plain loop over the bars says.</summary>
[Trait("Vectors", "differential")]
public sealed class BarBlocksTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(203)]
    public void Extremes_of_closes_are_those_of_a_plain_loop(int count)
    {
        int none = 0, some = 0;
        for (int seed = 0; seed < 2_000; seed++)
        {
            var random = new Random((count * 10_000) + seed);
            var bars = Bars(random, count);
            int from = random.Next(count), end = from + random.Next(count - from + 1);
            double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
            for (int bar = from; bar < end; bar++)
            {
                if (bars.Close[bar] < lowest) lowest = bars.Close[bar];
                if (bars.Close[bar] > highest) highest = bars.Close[bar];
            }

            Assert.Equal((lowest, highest), BarBlocks.Of(bars).Closes(from, end));
            if (lowest <= highest) some++;
            else none++;
        }

        Assert.True(none > 0 && some > 500, $"{none} without a close, {some} with some");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(203)]
    public void Bars_reach_levels_where_a_plain_loop_says_so(int count)
    {
        int reached = 0, passed = 0;
        for (int seed = 0; seed < 2_000; seed++)
        {
            var random = new Random((count * 20_000) + seed);
            var bars = Bars(random, count);
            var blocks = BarBlocks.Of(bars);
            int block = random.Next((count + BarBlocks.Size - 1) / BarBlocks.Size);
            double danger = Level(random), limit = Level(random);
            for (int i = 0; i < BarBlocks.Size; i++)
            {
                int bar = (block * BarBlocks.Size) + i;
                bool isBar = bar < count, falls = isBar && bars.Low[bar] <= danger, rises = isBar && bars.High[bar] >= limit;
                // A limit that is infinitely far is no limit: nothing reaches it, whatever the price.
                bool expected = falls || (rises && limit != double.PositiveInfinity);
                Assert.Equal(expected, (blocks.Reaching<LongDirection>(block, danger, limit) >> i & 1) != 0);
                expected = (isBar && bars.High[bar] >= danger) || (isBar && bars.Low[bar] <= limit && limit != double.NegativeInfinity);
                Assert.Equal(expected, (blocks.Reaching<ShortDirection>(block, danger, limit) >> i & 1) != 0);
                if (expected) reached++;
                else passed++;
            }
        }

        Assert.True(reached > 500 && passed > 500, $"{reached} reached, {passed} passed");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(203)]
    public void The_adverse_extreme_of_some_bars_is_that_of_a_plain_loop(int count)
    {
        int none = 0;
        for (int seed = 0; seed < 2_000; seed++)
        {
            var random = new Random((count * 30_000) + seed);
            var bars = Bars(random, count);
            var blocks = BarBlocks.Of(bars);
            int from = random.Next(count), to = from + random.Next(count - from), block = random.Next(from / BarBlocks.Size, (to / BarBlocks.Size) + 1);
            double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
            for (int bar = block * BarBlocks.Size; bar < Math.Min((block + 1) * BarBlocks.Size, count); bar++)
            {
                if (bar < from || bar > to) continue;
                if (bars.Low[bar] < lowest) lowest = bars.Low[bar];
                if (bars.High[bar] > highest) highest = bars.High[bar];
            }

            Assert.Equal(lowest, blocks.AdverseOf<LongDirection>(block, BarBlocks.Between(block, from, to)));
            Assert.Equal(highest, blocks.AdverseOf<ShortDirection>(block, BarBlocks.Between(block, from, to)));
            if (double.IsPositiveInfinity(lowest)) none++;
        }

        Assert.True(none is > 0 and < 1_000, $"{none} without a price");
    }

    [Fact]
    public void Closes_are_inside_where_a_plain_loop_says_so()
    {
        int inside = 0;
        for (int seed = 0; seed < 4_000; seed++)
        {
            var random = new Random(seed);
            var bars = Bars(random, random.Next(1, 40));
            ImmutableArray<double> lows = [.. bars.Close.Select(close => close - random.Next(3))], highs = [.. bars.Close.Select(close => close + random.Next(3))];
            int odd = random.Next(2 * bars.Count);
            if (odd < bars.Count) lows = lows.SetItem(odd, bars.Close[odd] + random.Next(-1, 2));
            bars = bars with { Low = lows, High = highs };
            bool expected = Enumerable.Range(0, bars.Count).All(i => bars.Low[i] <= bars.Close[i] && bars.Close[i] <= bars.High[i]);
            Assert.Equal(expected, BarBlocks.Of(bars).ClosesAreInside);
            if (expected) inside++;
        }

        Assert.InRange(inside, 1_000, 3_500);
    }

    [Fact]
    public void Numbers_are_as_many_as_were_asked_for()
    {
        for (int count = 1; count < 40; count++)
        {
            var numbers = new AlignedNumbers(count);
            Assert.Equal(count, numbers.Slice(0, numbers.Count).Length);
            numbers[count - 1] = count;
            Assert.Equal(count, numbers.Slice(count - 1, 1)[0]);
            Assert.Throws<ArgumentOutOfRangeException>(() => numbers.Slice(1, count));
            Assert.Throws<ArgumentOutOfRangeException>(() => numbers.Slice(-1, 1));
        }
    }

    /// <summary>Often near the prices, sometimes exactly at one, sometimes out of reach on either side, sometimes nowhere.</summary>
    private static double Level(Random random) => random.Next(8) switch
    {
        0 => double.NegativeInfinity,
        1 => double.PositiveInfinity,
        2 => double.NaN,
        3 => 50 + random.Next(100),
        4 => 60,
        _ => 140 - (80 * random.Next(2)) + (4 * random.NextDouble()),
    };

    /// <summary>Whole prices from 60 to 140, so that levels are often met exactly; some are undefined.</summary>
    private static BarSeries Bars(Random random, int count)
    {
        ImmutableArray<double> Prices() => [.. Enumerable.Range(0, count).Select(_ => random.Next(40) == 0 ? double.NaN : 60 + random.Next(81))];
        var hour = new Timeframe(Timeframe.Hour);
        return new("BARS", hour, [.. Enumerable.Range(0, count).Select(i => i * hour.Milliseconds)], Prices(), Prices(), Prices(), Prices(), [.. Enumerable.Repeat(1.0, count)]);
    }
}
