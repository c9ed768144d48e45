using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Research.Tests.Jobs;

public sealed class StrategyInputTests
{
    private const string Sample = """
        strategy sample
        timeframe 5m
        param period = 14 in [7, 21]
        enter long when RSI(close, period) < 30
        """;

    [Theory]
    [InlineData("1")]
    [InlineData("14.5")]
    public void A_setting_is_held_to_the_ranges_of_the_file(string value) =>
        Assert.Equal(FailureKind.Input, Assert.Throws<InputException>(() => Of(value)).Kind);

    [Theory]
    // RSI's look-back is its period; 22 bars cover the slowest swept setting, so a swept value trades the same window alone.
    [InlineData("7", 22)]
    [InlineData("40", 41)]
    public void L9_a_setting_slower_than_the_sweep_warms_up_longer(string value, int bars) =>
        Assert.Equal(bars, Of(value).Bound.Warmup.Single().Bars);

    [Theory]
    [InlineData("7", 8)]
    [InlineData("14", 15)]
    [InlineData("40", 41)]
    public void L9_a_setting_of_a_parameter_that_nothing_sweeps_is_as_if_the_file_said_it(string value, int bars)
    {
        var set = StrategyInput.Of(StrategyReader.Read(new("sample.qstrat", Sample.Replace(" in [7, 21]", ""))), null, new KeyValuePair<string, string>("period", value));
        var written = StrategyInput.Of(StrategyReader.Read(new("sample.qstrat", Sample.Replace("14 in [7, 21]", value))));
        Assert.Equal((bars, bars), (set.Bound.Warmup.Single().Bars, written.Bound.Warmup.Single().Bars));
    }

    private static StrategyInput Of(string value) =>
        StrategyInput.Of(StrategyReader.Read(new("sample.qstrat", Sample)), null, new KeyValuePair<string, string>("period", value));
}
