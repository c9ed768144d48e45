using QuantDsl.Market;

namespace QuantDsl.Runtime.Tests;

/// <summary>What is seen of coarser bars at primary closes, against a search by the clock.</summary>
public sealed class SeenBarsTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.05)]
    [InlineData(3, 0.5)]
    public void They_are_the_last_closed_by_the_clock(int seed, double gapShare)
    {
        var random = new Random(seed);
        foreach (var timeframe in new[] { Bars.M15, Bars.H1 })
        {
            var primary = Series(random, 400, gapShare);
            var higher = primary.Aggregate(timeframe);
            var seen = new SeenBars(higher.OpenTimes.AsSpan(), timeframe, primary);
            int[] last = [.. Enumerable.Range(0, primary.Count).Select(bar => Enumerable.Range(0, higher.Count).LastOrDefault(k => higher.CloseTime(k) <= primary.CloseTime(bar), -1))];
            Assert.Equal(last.Select(k => k + 1), seen.CountClosed());
            double[] values = [.. Enumerable.Range(0, higher.Count).Select(k => (double)k)];
            foreach (int first in new[] { 0, -3, -500, 1, 64, 399, 400 })
                foreach (int count in new[] { 0, 1, 63, 100, 400 })
                {
                    var run = new double[Math.Min(count, 400 - Math.Min(first, 0) - Math.Max(first, 0))];
                    seen.Write(values, first, run);
                    Assert.Equal(run.Select((_, i) => first + i < 0 || last[first + i] < 0 ? double.NaN : last[first + i]), run);
                }

            bool[] set = [.. values.Select(_ => random.Next(3) == 0)];
            var words = new ulong[BarSet.WordsFor(primary.Count)];
            foreach (int later in new[] { 0, 1, 70, 1_000_000 })
            {
                seen.Write(new BarSet(set.Length, k => set[k]).Words, later, words);
                Assert.Equal(last.Select((_, bar) => bar - later >= 0 && last[bar - later] >= 0 && set[last[bar - later]]), Enumerable.Range(0, primary.Count).Select(bar => (words[bar >> 6] >> bar & 1) != 0));
            }

            for (int closed = 0; closed <= higher.Count + 1; closed++)
                Assert.Equal(Enumerable.Range(0, primary.Count).FirstOrDefault(bar => last[bar] + 1 >= closed, -1), seen.FirstWithClosed(closed));
        }
    }

    [Fact]
    public void Coarser_bars_are_put_together_where_they_are_asked_for_and_all_alike()
    {
        var primary = Series(new Random(5), 500, 0.1);
        var market = new MarketColumns(primary, Bars.M5);
        var hour = market.On(Bars.H1);
        var whole = primary.Aggregate(Bars.H1);
        Assert.Equal(whole.Count, hour.Count);
        Assert.Equal([.. whole.Close], hour.Close.Values);
        Assert.Equal([.. whole.High], hour.High.Values);
        Assert.Equal(whole.OpenTimes.AsEnumerable(), hour.Bars.OpenTimes.AsEnumerable());
        Assert.Equal(whole.Open.AsEnumerable(), hour.Bars.Open.AsEnumerable());
        Assert.Equal(whole.Low.AsEnumerable(), hour.Bars.Low.AsEnumerable());
        Assert.Equal(whole.Volume.AsEnumerable(), hour.Bars.Volume.AsEnumerable());
        Assert.Equal((whole.Symbol, whole.Timeframe), (hour.Bars.Symbol, hour.Bars.Timeframe));
    }

    private static BarSeries Series(Random random, int count, double gapShare)
    {
        List<long> times = [];
        for (long time = 1_704_067_200_000 + random.Next(20) * 300_000L; times.Count < count; time += 300_000)
        {
            if (random.NextDouble() < gapShare) time += random.Next(1, 40) * 300_000L;
            times.Add(time);
        }

        double[] Prices() => [.. times.Select(_ => (double)random.Next(50, 150))];
        return new("TEST", Bars.M5, [.. times], [.. Prices()], [.. Prices()], [.. Prices()], [.. Prices()], [.. Prices()]);
    }
}
