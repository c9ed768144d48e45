using System.Collections.Immutable;
using QuantDsl.Backtest.Groups;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Tests.Groups;

/// <summary>Bars passed over by their blocks end where the plain loop ends, with the same closes behind them.</summary>
[Trait("Vectors", "differential")]
public sealed class QuietBarsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(203)]
    public void Blocks_and_the_plain_loop_pass_over_the_same_bars(int count)
    {
        int stopped = 0, passed = 0;
        for (int seed = 0; seed < 2_000; seed++)
        {
            var random = new Random((count * 10_000) + seed);
            var quiet = new QuietBars(BarBlocks.Of(Bars(random, count)));
            int from = random.Next(count), end = from + random.Next(count - from + 1);
            double danger = Level(random), limit = Level(random);
            Compare<LongDirection>(quiet, from, end, danger, limit, ref stopped, ref passed);
            Compare<ShortDirection>(quiet, from, end, danger, limit, ref stopped, ref passed);
        }

        Assert.True(stopped > 200 && passed > 200, $"{stopped} stopped at a level, {passed} came to the end");
    }

    private static void Compare<TDirection>(QuietBars quiet, int from, int end, double danger, double limit, ref int stopped, ref int passed)
        where TDirection : struct, IDirection
    {
        HeldStretch expected = new(from), actual = new(from);
        quiet.PassOneByOne<TDirection>(ref expected, end, danger, limit);
        quiet.Pass<TDirection>(ref actual, end, danger, limit);
        Assert.Equal((expected.From, expected.End, expected.Lowest, expected.Highest), (actual.From, actual.End, actual.Lowest, actual.Highest));
        if (expected.End < end) stopped++;
        else passed++;
    }

    /// <summary>Often near the prices, sometimes exactly at one, sometimes out of reach on either side, sometimes nowhere.</summary>
    private static double Level(Random random) => random.Next(8) switch
    {
        0 => double.NegativeInfinity,
        1 => double.PositiveInfinity,
        2 => double.NaN,
        3 => 50 + random.Next(100),
        4 => 60,
        _ => 140 - 80 * random.Next(2) + 4 * random.NextDouble(),
    };

    /// <summary>Whole prices from 60 to 140, so that levels are often met exactly; some are undefined.</summary>
    private static BarSeries Bars(Random random, int count)
    {
        ImmutableArray<double> Prices() => [.. Enumerable.Range(0, count).Select(_ => random.Next(40) == 0 ? double.NaN : 60 + random.Next(81))];
        var hour = new Timeframe(Timeframe.Hour);
        return new("BARS", hour, [.. Enumerable.Range(0, count).Select(i => i * hour.Milliseconds)], Prices(), Prices(), Prices(), Prices(), [.. Enumerable.Repeat(1.0, count)]);
    }
}
