namespace QuantDsl.Statistics.Tests;

public sealed class QuantilesTests
{
    [Fact]
    public void Between_two_ranks_the_value_lies_straight_between_them()
    {
        double[] values = [40, 10, 30, 20];
        // Ranks 0 to 3: a share of 0.05 is rank 0.15, 0.5 is rank 1.5.
        Assert.Equal(11.5, Quantiles.Of(values, 0.05), 1e-12);
        Assert.Equal(25, Quantiles.Median(values));
        Assert.Equal(30, Quantiles.Of(values, 2 / 3.0), 1e-12);
        Assert.Equal((10, 40), (Quantiles.Of(values, 0), Quantiles.Of(values, 1)));
        Assert.Equal([40, 10, 30, 20], values);
    }

    [Fact]
    public void The_middle_of_an_odd_number_is_one_of_them() => Assert.Equal(7, Quantiles.Median([9, 7, -1]));

    [Fact]
    public void What_cannot_be_said_is_NaN()
    {
        Assert.Equal(double.NaN, Quantiles.Median([]));
        Assert.Equal(double.NaN, Quantiles.Of([1, double.NaN], 1));
        Assert.Equal(5, Quantiles.Median([5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantiles.Of([1], 1.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantiles.Of([1], double.NaN));
    }
}
