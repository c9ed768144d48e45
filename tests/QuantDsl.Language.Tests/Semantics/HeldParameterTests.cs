using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Tests.Semantics;

/// <summary>A value given for one run is held to the same rules as a value in the file.</summary>
public sealed class HeldParameterTests
{
    private const string Sample = """
        strategy sample
        timeframe 5m
        param period = 14 in [7, 21] range 2..100
        param loss   = 2%
        enter long when RSI(close, period) < 30
        stop loss
        """;

    [Theory]
    [InlineData("period", 28.0, null)]
    [InlineData("period", 14.5, "QD2103")]
    [InlineData("period", 101.0, "QD2504")]
    [InlineData("loss", 0.05, null)]
    [InlineData("loss", 1.5, "QD2102")]
    [InlineData("unknown", 1.5, null)]
    public void A_held_value_is_checked(string name, double value, string? code) =>
        Assert.Equal(code is null ? [] : [code], Bind(name, value).Diagnostics.Select(d => d.Code));

    [Fact]
    public void L9_a_held_value_counts_for_the_warm_up_and_leaves_the_defaults_alone()
    {
        var plain = BindingSample.Strategy(Sample);
        var held = Bind("period", 50).Strategy!;
        // RSI's look-back is its period: 21 + 1 bars at the slowest swept setting, 50 + 1 with the held one.
        Assert.Equal(new BarRequirement(Timeframe.Parse("5m"), 22, 0), plain.Warmup.Single());
        Assert.Equal(new BarRequirement(Timeframe.Parse("5m"), 51, 0), held.Warmup.Single());
        Assert.Equal(14, held.Parameters[0].Default);
        Assert.Equal(ProgramHash.Of(plain), ProgramHash.Of(held));
        // What a sweep runs too trades the same window alone.
        Assert.Equal(plain.Warmup.Single(), Bind("period", 7).Strategy!.Warmup.Single());
    }

    private static BindResult Bind(string name, double value) =>
        Binder.Bind(StrategyReader.Read(new("sample.qstrat", Sample)), held: new Dictionary<string, double> { [name] = value });
}
