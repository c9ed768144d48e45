namespace QuantDsl.Statistics.Tests;

public sealed class MomentsTests
{
    [Fact]
    public void The_mean_of_1_2_6_is_3() => Assert.Equal(3, Moments.Mean([1, 2, 6]));

    [Fact]
    public void The_mean_of_equal_values_is_exactly_that_value() => Assert.Equal(0.1, Moments.Mean([.. Enumerable.Repeat(0.1, 1001)]));

    [Fact]
    public void The_deviation_divides_by_one_less() =>
        // About the mean 5: 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, over 7.
        Assert.Equal(Math.Sqrt(32.0 / 7), Moments.SampleDeviation([2, 4, 4, 4, 5, 5, 7, 9]), 1e-15);

    [Fact]
    public void Equal_values_deviate_by_exactly_nothing() => Assert.Equal(0, Moments.SampleDeviation([.. Enumerable.Repeat(0.1, 1001)]));

    [Fact]
    public void The_kurtosis_of_two_points_is_1_and_of_a_rare_outlier_large()
    {
        Assert.Equal(1, Moments.Kurtosis([-3, 3, -3, 3]), 1e-15);
        // About the mean 1: three of −1 and one of 3, so m2 = (3 + 9) ÷ 4 = 3, m4 = (3 + 81) ÷ 4 = 21, and 21 ÷ 9.
        Assert.Equal(21.0 / 9, Moments.Kurtosis([0, 0, 0, 4]), 1e-15);
    }

    [Fact]
    public void The_skewness_is_that_of_the_long_tail()
    {
        // About the mean 1: three of −1 and one of 3, so m2 = 3, m3 = (−3 + 27) ÷ 4 = 6, and 6 ÷ 3^1.5.
        Assert.Equal(6 / Math.Pow(3, 1.5), Moments.Skewness([0, 0, 0, 4]), 1e-15);
        Assert.Equal(-6 / Math.Pow(3, 1.5), Moments.Skewness([0, 0, 0, -4]), 1e-15);
        Assert.Equal(0, Moments.Skewness([1, 2, 3]), 1e-15);
    }

    [Fact]
    public void The_kurtosis_of_a_normal_sample_is_near_3()
    {
        var random = new Random(1);
        double[] normal = [.. Enumerable.Range(0, 200_000).Select(_ =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
        // The standard error of the kurtosis of n normal values is √(24 ÷ n) = 0.011.
        Assert.InRange(Moments.Kurtosis(normal), 3 - 0.044, 3 + 0.044);
    }

    [Fact]
    public void Correlation_by_hand()
    {
        Assert.Equal(1, Moments.Correlation([1, 2, 3], [10, 20, 30]), 1e-15);
        Assert.Equal(-1, Moments.Correlation([1, 2, 3], [5, 4, 3]), 1e-15);
        // x about 2: −1 0 1; y about 2: −1 1 0; products 1 + 0 + 0, squares 2 and 2.
        Assert.Equal(0.5, Moments.Correlation([1, 2, 3], [1, 3, 2]), 1e-15);
    }

    [Fact]
    public void Autocorrelation_by_hand()
    {
        // About the mean 2.5: −1.5 −0.5 0.5 1.5. Lag 1: 0.75 − 0.25 + 0.75 = 1.25 over 5; lag 3: −2.25 over 5.
        double[] values = [1, 2, 3, 4];
        Assert.Equal(1, Moments.Autocorrelation(values, 0), 1e-15);
        Assert.Equal(0.25, Moments.Autocorrelation(values, 1), 1e-15);
        Assert.Equal(-0.45, Moments.Autocorrelation(values, 3), 1e-15);
    }

    [Fact]
    public void What_cannot_be_said_is_NaN()
    {
        double[] undefined =
        [
            Moments.Mean([]), Moments.SampleDeviation([]), Moments.SampleDeviation([1]), Moments.Kurtosis([]), Moments.Skewness([]), Moments.Skewness([5, 5]), Moments.Kurtosis([5, 5, 5]),
            Moments.Correlation([], []), Moments.Correlation([1, 1], [1, 2]), Moments.Autocorrelation([1, 1, 1], 1),
            Moments.Autocorrelation([1, 2], 2), Moments.Mean([1, double.NaN]), Moments.SampleDeviation([1, double.NaN]),
        ];
        Assert.All(undefined, value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Pairs_need_equal_lengths_and_lags_do_not_look_ahead()
    {
        Assert.Throws<ArgumentException>(() => Moments.Correlation([1], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Moments.Autocorrelation([1, 2], -1));
    }
}
