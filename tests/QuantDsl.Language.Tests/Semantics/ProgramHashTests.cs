using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Tests.Semantics;

/// <summary>RULES L1: the program hash is equal where two strategies do the same, and different where one does something else.</summary>
public sealed class ProgramHashTests
{
    private const string Plain = "enter long when RSI(close, 14) < 30 and close > EMA(close, 50)\nstop 2%";

    [Theory]
    [InlineData("let r = RSI(close, 14)\nenter long when r < 30 and close > EMA(close, 50)\nstop 2%")]
    [InlineData("let a = RSI(close, 14) < 30\nlet b = EMA(close, 50)\nenter long when a and close > b\nstop 2%")]
    [InlineData("param level = 30 \"doc\"\nparam loss = 2%\nenter long when RSI(close, 14) < level and close > EMA(close, 50)\nstop fixed_pct(loss)")]
    [InlineData("param n = 7\nenter long when rsi(close, n * 2) < 30 and close > ema(close, 100 / 2)\nstop 1% * 2")]
    [InlineData("enter long when (RSI(close, 14) < 30) and (close > (EMA(close, 50) on 5m))\nstop 2%")]
    [InlineData("let unused = ATR(14)\nenter long when RSI(close, 14).rsi < 30 and close > EMA(close, 50)\nstop 2%")]
    [InlineData("strategy another version 3 \"prose\"\ntimeframe 5m\nenter long when RSI(close) < 30 and close > EMA(close, 50)\nstop 2%")]
    public void L1_names_docs_and_order_do_not_matter(string same) =>
        Assert.Equal(ProgramHash.Of(BindingSample.Strategy(Plain)), ProgramHash.Of(BindingSample.Strategy(same)));

    [Theory]
    [InlineData("enter short when RSI(close, 14) < 30 and close > EMA(close, 50)\nstop 2%")]
    [InlineData("enter long when RSI(close, 14) < 30 or close > EMA(close, 50)\nstop 2%")]
    [InlineData("enter long when RSI(close, 14) <= 30 and close > EMA(close, 50)\nstop 2%")]
    [InlineData("enter long when RSI(close, 14)[1] < 30 and close > EMA(close, 50)\nstop 2%")]
    [InlineData("enter long when RSI(open, 14) < 30 and close > EMA(close, 50)\nstop 2%")]
    [InlineData("enter long when RSI(close, 14) < 30 and close > (EMA(close, 50) on 1h)\nstop 2%")]
    [InlineData("enter long when RSI(close, 14) < 30 and close > EMA(close, 50)")]
    [InlineData("enter long when RSI(close, 14) < 30 and close > EMA(close, 50)\nstop pct_trailing(2%)")]
    [InlineData("enter long when RSI(close, 14) < 30 and close > EMA(close, 50)\nstop 2% from signal")]
    [InlineData("enter long when RSI(close, 14) < 30 and close > EMA(close, 50)\nstop 2%\ntarget 2%")]
    [InlineData("enter long when RSI(close, 14) < 30 and close > EMA(close, 50)\nstop 2%\nexit after 9 bars")]
    [InlineData("enter long when RSI(close, 14) < 30 and close > EMA(close, 50)\nstop 2%\nreverse true")]
    [InlineData("enter long when RSI(close, 14) < 30 and close > EMA(close, 50)\nstop 2%\nblock Sunday")]
    [InlineData("enter long when RSI(close, 14) < 30 and close > EMA(close, 50)\nstop 2%\ntrade 08:00-20:00 UTC")]
    [InlineData("enter long when RSI(close, 14) < 30 and close > EMA(close, 50)\nstop 2%\navoid funding 5m before")]
    [InlineData("enter long when RSI(close, 14) < 30 and close > EMA(close, 50)\nstop 2%\nscale in at 1% up to 2 times")]
    [InlineData("enter long when RSI(close, 14) < 30 and close > EMA(close, 50)\nstop 2%\ntake 50% at 1%")]
    [InlineData("regime up when close > open\nenter long when RSI(close, 14) < 30 and close > EMA(close, 50)\nstop 2%")]
    [InlineData("strategy sample\ntimeframe 15m\nenter long when RSI(close, 14) < 30 and close > EMA(close, 50)\nstop 2%")]
    [InlineData("param p = 14 in [7, 14]\nenter long when RSI(close, p) < 30 and close > EMA(close, 50)\nstop 2%")]
    public void L1_everything_that_trades_matters(string other) =>
        Assert.NotEqual(ProgramHash.Of(BindingSample.Strategy(Plain)), ProgramHash.Of(BindingSample.Strategy(other)));

    [Theory]
    // Not pushed inward: the opposite comparison, De Morgan, the other way twice.
    [InlineData("not close > open", "close <= open")]
    [InlineData("not close >= open", "close < open")]
    [InlineData("not bars == 3", "bars != 3")]
    [InlineData("not (close > open and volume > 10)", "close <= open or volume <= 10")]
    [InlineData("not (close > open or volume > 10)", "close <= open and volume <= 10")]
    [InlineData("not not close > open", "close > open")]
    [InlineData("not (not close > open or volume > 10)", "close > open and volume <= 10")]
    // Fewer than 2 of 3 hold where at least 2 of 3 do not.
    [InlineData("not 2 of (close > open, volume > 10, high > 5)", "2 of (close <= open, volume <= 10, high <= 5)")]
    [InlineData("not 1 of (close > open, volume > 10)", "2 of (close <= open, volume <= 10)")]
    [InlineData("not close between 1 and 2", "close < 1 or close > 2")]
    [InlineData("not not (close > open within 3 bars)", "close > open within 3 bars")]
    [InlineData("not not close crosses_above open", "close crosses above open")]
    [InlineData("not not rising(close, 3)", "rising(close, 3)")]
    [InlineData("close between 1 and 2", "close >= 1 and close <= 2")]
    public void L4_L6_equal_conditions_are_equal_programs(string left, string right) => Assert.Equal(HashOf(left), HashOf(right));

    [Theory]
    // A negated cross, trend or within is not the mirrored one: between the two lies the bar where neither holds.
    [InlineData("not close crosses_above open", "close crosses_below open")]
    [InlineData("not rising(close, 3)", "falling(close, 3)")]
    [InlineData("not (close > open within 3 bars)", "close <= open within 3 bars")]
    [InlineData("close > open within 3 bars", "close > open within 2 bars")]
    public void L6_a_negated_event_is_not_its_mirror(string left, string right) => Assert.NotEqual(HashOf(left), HashOf(right));

    [Fact]
    public void L6_a_negated_within_asks_that_the_opposite_held_at_every_bar()
    {
        var within = Assert.IsType<BoundWithin>(BindingSample.Strategy("enter long when not (close > open within 3 bars)").EnterLong);
        Assert.True(within.Every);
        Assert.Equal(ComparisonOperator.LessOrEqual, Assert.IsType<BoundComparison>(within.Condition).Operator);
    }

    private const string InRegimes = "regime a when close > open\nregime b when volume > 10\nin b: size 50%, stop 1%\nenter long in a when close > EMA(close, 9)\nenter long in b when high > 5\n"
        + "stop 2%\nscale in at 1% up to 2 times\ntake 50% at 3%";

    [Theory]
    // Names of regimes are labels; a setting that is the same in other words is the same.
    [InlineData(" a ", " calm ", true)]
    [InlineData("size 50%, stop 1%", "stop 0.5% * 2, size 25% * 2", true)]
    [InlineData("at 1% up to 2", "at +0.5% * 2 up to 1 + 1", true)]
    [InlineData("in a when", "in b when", false)]
    [InlineData("enter long in a when", "enter long when", false)]
    [InlineData("regime a when close > open\nregime b when volume > 10", "regime b when volume > 10\nregime a when close > open", false)]
    [InlineData("size 50%", "size 51%", false)]
    [InlineData("size 50%, stop 1%", "size 50%", false)]
    [InlineData("size 50%, stop 1%", "stop 1%", false)]
    [InlineData("stop 1%", "stop 1% from signal", false)]
    [InlineData("at 1% up", "at 2% up", false)]
    [InlineData("up to 2", "up to 3", false)]
    [InlineData("take 50%", "take 40%", false)]
    [InlineData("at 3%", "at 4%", false)]
    public void L1_regimes_and_scaling_are_part_of_the_program(string from, string to, bool isSame) => Assert.Equal(isSame,
        ProgramHash.Of(BindingSample.Strategy(InRegimes)) == ProgramHash.Of(BindingSample.Strategy(InRegimes.Replace(from, to, StringComparison.Ordinal))));

    [Fact]
    public void L4_several_entries_are_alternatives() => Assert.Equal(
        ProgramHash.Of(BindingSample.Strategy("enter long when close > open or volume > 10 or high > 5")),
        ProgramHash.Of(BindingSample.Strategy("enter long when close > open\nenter long when volume > 10 or high > 5")));

    [Fact]
    public void L8_parameters_are_numbered_as_the_program_meets_them()
    {
        const string Rule = "enter long when EMA(close, a) > EMA(close, b)";
        Assert.Equal(
            ProgramHash.Of(BindingSample.Strategy($"param a = 5 in [5, 6]\nparam b = 20 in [20, 30]\nrequire a < b\n{Rule}")),
            ProgramHash.Of(BindingSample.Strategy($"param b = 20 in [20, 30]\nparam a = 5 in [5, 6]\nrequire a < b\n{Rule}")));
    }

    [Fact]
    public void L1_a_combination_is_the_program_with_its_values_written_out()
    {
        var swept = BindingSample.Strategy("param p = 14 in [7, 21]\nparam dead = 1 in [1, 2]\nparam goal = 3% in [2%, 4%]\nenter long when RSI(close, p) < 30\ntarget goal");
        var written = BindingSample.Strategy("enter long when RSI(close, 21) < 30\ntarget 4%");
        Assert.Equal(ProgramHash.Of(written), ProgramHash.Of(swept, [21, 2, 0.04]));
        Assert.NotEqual(ProgramHash.Of(written), ProgramHash.Of(swept, [7, 2, 0.04]));
    }

    private static string HashOf(string condition) =>
        ProgramHash.Of(BindingSample.Strategy($"param bars = 4 in [3, 4]\nenter long when {condition}\nexit long when bars > 2"));
}
