using Xunit;

namespace QuantDsl.Statistics.Tests;

public sealed class NormalDistributionTests
{
    public static TheoryData<double> Deviates => [-7.5, -5.1, -4, -2.5, -1.3, -0.4, -1e-3, 0, 0.2, 0.674, 1, 1.96, 3.3, 4.9, 6];

    [Theory]
    [MemberData(nameof(Deviates))]
    public void A_quantile_is_where_the_integral_of_the_density_reaches_its_share(double deviate)
    {
        // The share below, from the definition: the density integrated from far left, by Simpson's rule.
        double share = Math.Min(Integral(-40, deviate), 1);
        double tolerance = 1e-9 * Math.Max(1, Math.Abs(deviate));
        // Near 1 a share has lost the bits that tell deviates apart, so there only the left tail is asked.
        if (deviate < 5) Assert.Equal(deviate, NormalDistribution.Quantile(share), tolerance);
        Assert.Equal(-Math.Abs(deviate), NormalDistribution.Quantile(Integral(-40, -Math.Abs(deviate))), tolerance);
    }

    [Fact]
    public void Shares_of_both_sides_have_opposite_deviates()
    {
        for (int i = 1; i < 512; i++)
            Assert.Equal(NormalDistribution.Quantile(i / 1024.0), -NormalDistribution.Quantile(1 - i / 1024.0));
        Assert.Equal(0, NormalDistribution.Quantile(0.5));
    }

    [Fact]
    public void The_ends_are_infinite_and_beyond_them_is_nothing()
    {
        Assert.Equal(double.NegativeInfinity, NormalDistribution.Quantile(0));
        Assert.Equal(double.PositiveInfinity, NormalDistribution.Quantile(1));
        Assert.All([-0.1, 1.1, double.NaN], probability => Assert.True(double.IsNaN(NormalDistribution.Quantile(probability))));
    }

    private static double Integral(double from, double to)
    {
        const int Steps = 400_000;
        double step = (to - from) / Steps, sum = Density(from) + Density(to);
        for (int i = 1; i < Steps; i++) sum += (i % 2 == 1 ? 4 : 2) * Density(from + i * step);
        return sum * step / 3;
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
}
