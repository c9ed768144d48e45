namespace QuantDsl.Statistics.Tests;

public sealed class RunsTestTests
{
    [Fact]
    public void Five_of_each_kind_by_hand()
    {
        // a = 2 × 5 × 5 = 50, n = 10: mean 6, variance 50 × 40 ÷ (100 × 9) = 20 ÷ 9.
        Assert.Equal(-4 / Math.Sqrt(20 / 9.0), RunsTest.Score([true, true, true, true, true, false, false, false, false, false]), 1e-12);
        Assert.Equal(4 / Math.Sqrt(20 / 9.0), RunsTest.Score([true, false, true, false, true, false, true, false, true, false]), 1e-12);
    }

    [Fact]
    public void Mean_and_deviation_are_those_of_all_orders()
    {
        // All 20 orders of three and three: the scores average 0 with a variance of 1.
        List<double> scores = [];
        for (int bits = 0; bits < 64; bits++)
        {
            bool[] order = [.. Enumerable.Range(0, 6).Select(i => (bits >> i & 1) == 1)];
            if (order.Count(o => o) == 3) scores.Add(RunsTest.Score(order));
        }

        Assert.Equal(20, scores.Count);
        Assert.Equal(0, scores.Average(), 1e-12);
        Assert.Equal(1, scores.Average(s => s * s), 1e-12);
    }

    [Fact]
    public void One_kind_alone_has_no_score()
    {
        Assert.Equal(double.NaN, RunsTest.Score([]));
        Assert.Equal(double.NaN, RunsTest.Score([true]));
        Assert.Equal(double.NaN, RunsTest.Score([true, true, true]));
        // Of one each there are two runs in any order.
        Assert.Equal(double.NaN, RunsTest.Score([true, false]));
    }
}
