namespace QuantDsl.Statistics.Tests;

public sealed class DrawdownTests
{
    [Fact]
    public void A_drawdown_lasts_from_the_peak_until_it_is_regained()
    {
        // 100 falls to 80 and is back at 100; then 120 falls to 90, 96, 90 and is not.
        var all = Drawdown.In([100, 90, 80, 95, 100, 120, 90, 96, 90]);
        Assert.Equal([new(0, 2, 4, 0.2), new(5, 6, null, 0.25)], all);
        Assert.Equal([0, 0.1, 0.2, 0.05, 0, 0, 0.25, 0.2, 0.25], Drawdown.Depths([100, 90, 80, 95, 100, 120, 90, 96, 90]));
    }

    [Fact]
    public void What_only_rises_or_stays_has_none()
    {
        Assert.Empty(Drawdown.In([]));
        Assert.Empty(Drawdown.In([1]));
        Assert.Empty(Drawdown.In([1, 1, 2, 2, 3]));
    }

    [Fact]
    public void A_loss_of_more_than_everything_is_everything()
    {
        Assert.Equal([new(0, 1, null, 1)], Drawdown.In([100, -50, 20]));
        Assert.Equal([0, 1, 0.8], Drawdown.Depths([100, -50, 20]));
    }

    [Fact]
    public void The_ulcer_index_is_the_root_mean_square()
    {
        Assert.Equal(Math.Sqrt((0.01 + 0.04) / 4), Drawdown.UlcerIndex([0, 0.1, 0.2, 0]), 1e-15);
        Assert.Equal(double.NaN, Drawdown.UlcerIndex([]));
    }

    [Fact]
    public void Of_random_walks_the_stretches_agree_with_the_depths_at_every_mark()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            double[] marks = new double[random.Next(1, 60)];
            marks[0] = 100;
            // Steps of whole numbers make equal peaks common.
            for (int i = 1; i < marks.Length; i++) marks[i] = marks[i - 1] + random.Next(-3, 4);
            var all = Drawdown.In(marks);
            double[] depths = Drawdown.Depths(marks);
            for (int i = 0; i < marks.Length; i++)
            {
                double highest = marks[..(i + 1)].Max();
                Assert.Equal((highest - marks[i]) / highest, depths[i], 1e-15);
                Assert.Equal(depths[i] > 0, all.Any(d => d.Peak < i && i < (d.End ?? int.MaxValue)));
            }

            Assert.Equal(ReturnStatistics.MaximumDrawdown(marks), all.Select(d => d.Depth).DefaultIfEmpty().Max(), 1e-15);
            Assert.All(all, d => Assert.Equal(depths[d.Peak..(d.End ?? marks.Length)].Max(), depths[d.Trough]));
        }
    }
}
