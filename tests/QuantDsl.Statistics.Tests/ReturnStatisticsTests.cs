namespace QuantDsl.Statistics.Tests;

public sealed class ReturnStatisticsTests
{
    [Fact]
    public void R3_Sharpe_divides_by_the_deviation_of_n_minus_1()
    {
        // Mean 1 %; squares about it 1 + 1 + 0 of a percent squared, over 2: deviation 1 %. The ratio is 1 per day, √365 a year.
        Assert.Equal(Math.Sqrt(365), ReturnStatistics.Sharpe([0.00, 0.02, 0.01], 365), 1e-12);
        // Mean 1 %, deviation √(2 × 4 ÷ 1) = 2√2 %.
        Assert.Equal(1 / (2 * Math.Sqrt(2)), ReturnStatistics.Sharpe([0.03, -0.01], 1), 1e-12);
    }

    [Fact]
    public void R3_Sortino_spreads_the_losses_over_all_days()
    {
        // Mean 1 %; one loss of 2 % in four days: √(4 ÷ 4) = 1 %.
        Assert.Equal(Math.Sqrt(365), ReturnStatistics.Sortino([0.03, -0.02, 0.01, 0.02], 365), 1e-12);
        // Mean −1 %; losses 3 % and 1 %: √(10 ÷ 3) %.
        Assert.Equal(-1 / Math.Sqrt(10.0 / 3), ReturnStatistics.Sortino([-0.03, -0.01, 0.01], 1), 1e-12);
    }

    [Fact]
    public void R3_CAGR_raises_the_growth_to_a_year()
    {
        Assert.Equal(0.21, ReturnStatistics.Cagr(100, 110, 365, 730), 1e-12);
        Assert.Equal(0.1, ReturnStatistics.Cagr(100, 121, 730, 365), 1e-12);
        Assert.Equal(-1, ReturnStatistics.Cagr(100, 0, 10, 365));
        Assert.Equal(-1, ReturnStatistics.Cagr(100, -5, 10, 365));
    }

    [Fact]
    public void R3_drawdown_counts_the_first_mark_as_a_peak_and_stops_at_everything()
    {
        Assert.Equal(0.5, ReturnStatistics.MaximumDrawdown([100, 80, 120, 60, 130]));
        Assert.Equal(0.25, ReturnStatistics.MaximumDrawdown([100, 75, 90]));
        Assert.Equal(1, ReturnStatistics.MaximumDrawdown([100, -20, 50]));
        Assert.Equal(0, ReturnStatistics.MaximumDrawdown([1, 2, 3]));
        Assert.Equal(0, ReturnStatistics.MaximumDrawdown([]));
    }

    [Fact]
    public void Volatility_is_the_deviation_of_a_year() =>
        Assert.Equal(0.01 * Math.Sqrt(365), ReturnStatistics.Volatility([0.00, 0.02, 0.01], 365), 1e-15);

    [Fact]
    public void R3_ratios_without_risk_are_undefined()
    {
        double[] undefined =
        [
            ReturnStatistics.Sharpe([], 365), ReturnStatistics.Sharpe([0.1], 365), ReturnStatistics.Sharpe([0.1, 0.1, 0.1], 365),
            ReturnStatistics.Sharpe([0, 0], 365), ReturnStatistics.Sortino([], 365), ReturnStatistics.Sortino([0.1, 0.2], 365),
            ReturnStatistics.Cagr(100, 110, 0, 365), ReturnStatistics.Volatility([0.1], 365),
        ];
        Assert.All(undefined, value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Omega_divides_what_was_gained_by_what_was_lost()
    {
        Assert.Equal(2, ReturnStatistics.Omega([0.03, -0.02, 0.01, 0]), 1e-12);
        Assert.Equal(0, ReturnStatistics.Omega([-0.02, 0]));
        Assert.Equal(double.NaN, ReturnStatistics.Omega([0.01, 0]));
        Assert.Equal(double.NaN, ReturnStatistics.Omega([]));
    }

    [Fact]
    public void Value_at_risk_is_a_quantile_and_the_shortfall_the_mean_beyond_it()
    {
        // Twenty-one returns −10 % … +10 %: the rank of a share of 0.05 is exactly the second worst.
        double[] returns = [.. Enumerable.Range(-10, 21).Select(i => i / 100.0)];
        Assert.Equal(0.09, ReturnStatistics.ValueAtRisk(returns, 0.05), 1e-15);
        Assert.Equal(0.095, ReturnStatistics.ExpectedShortfall(returns, 0.05), 1e-15);
        // One return is all there is, and a gain is a negative loss.
        Assert.Equal((-0.02, -0.02), (ReturnStatistics.ValueAtRisk([0.02], 0.05), ReturnStatistics.ExpectedShortfall([0.02], 0.05)));
        Assert.Equal((double.NaN, double.NaN), (ReturnStatistics.ValueAtRisk([], 0.05), ReturnStatistics.ExpectedShortfall([], 0.05)));
    }
}
