using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Tests.Semantics;

/// <summary>RULES L7, L8: what the values of a sweep are.</summary>
public sealed class SweepTests
{
    [Theory]
    [InlineData("2 in [3, 1, 3]", new[] { 3.0, 1.0, 3.0 })]
    [InlineData("2 in 1.5..3.0 step 0.5", new[] { 1.5, 2.0, 2.5, 3.0 })]
    // Stepped in decimal: 0.1 + 0.2 in binary would be 0.30000000000000004, and the end would be missed.
    [InlineData("2 in 0.1..0.5 step 0.1", new[] { 0.1, 0.2, 0.3, 0.4, 0.5 })]
    [InlineData("2 in -1..1 step 1", new[] { -1.0, 0.0, 1.0 })]
    [InlineData("2 in 5..5 step 1", new[] { 5.0 })]
    [InlineData("2 in 10..26 step 10", new[] { 10.0, 20.0 })]
    [InlineData("2 in 0..1 count 5", new[] { 0, 0.25, 0.5, 0.75, 1 })]
    [InlineData("2 in 1..10000 count 5 log", new[] { 1.0, 10, 100, 1000, 10000 })]
    [InlineData("2% in 1%..2% step 0.5%", new[] { 0.01, 0.015, 0.02 })]
    [InlineData("2% in [7%, 1.1%]", new[] { 0.07, 0.011 })]
    [InlineData("2% in 1%..3% count 3", new[] { 0.01, 0.02, 0.03 })]
    public void L7_L8_ranges_are_stepped_in_decimal_both_ends_included(string parameter, double[] expected) =>
        Assert.Equal(expected, Parameter($"param p = {parameter}").Sweep);

    [Fact]
    public void L8_a_logarithmic_step_multiplies_by_the_same_factor()
    {
        var sweep = Parameter("param p = 2 in 3..500 count 12 log").Sweep;
        double factor = Math.Pow(500.0 / 3, 1.0 / 11);
        Assert.Equal(12, sweep.Length);
        Assert.Equal((3.0, 500.0), (sweep[0], sweep[^1]));
        for (int i = 1; i < sweep.Length; i++) Assert.Equal(factor, sweep[i] / sweep[i - 1], 1e-8);
    }

    [Fact]
    public void A_parameter_keeps_how_its_author_writes_it()
    {
        var parameter = Parameter("param p = 3% in [2%, 3%] range 1%..10% \"profit target\"");
        Assert.Equal((0.03, LiteralUnit.Percent, "profit target", (0.01, 0.1)), (parameter.Default, parameter.Unit, parameter.Doc, parameter.Range!.Value));
    }

    [Theory]
    [InlineData("exit long when close > open * (1 + p)", true)]
    [InlineData("let x = EMA(close, 9) * p\nexit long when close > x", true)]
    [InlineData("exit after 3 + p bars", true)]
    [InlineData("stop atr_fixed(ATR(14), p)", true)]
    [InlineData("stop 2%\ntarget risk_reward(p)", true)]
    [InlineData("require p > 1", false)]
    [InlineData("let x = EMA(close, 9) * p", false)]
    public void L8_a_parameter_is_live_when_a_rule_depends_on_it(string use, bool live) =>
        Assert.Equal(live, BindingSample.Strategy($"param p = 2 in [2, 3]\nenter long when close > open\n{use}").Parameters.Single().IsLive);

    private static BoundParameter Parameter(string declaration) =>
        BindingSample.Strategy($"{declaration}\nenter long when close > open").Parameters.Single();
}
