using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Tests;

/// <summary>Worked examples of the language rules, from text to answers: the bars on which a rule holds.</summary>
public sealed class RuleTests
{
    private const double None = double.NaN;

    // Closes against the constant 10. A bar whose close is undefined stands for any undefined value.
    [Theory]
    [InlineData("L4_cross_above_needs_the_bar_before", "close crosses above 10", new[] { 9.0, 10, 11, 12, 10, 11 }, new[] { 2, 5 })]
    [InlineData("L4_cross_below_mirrors", "close crosses below 10", new[] { 11.0, 10, 9, 8, 10, 9 }, new[] { 2, 5 })]
    [InlineData("L4_between_is_inclusive", "close between 9 and 11", new[] { 8.0, 9, 10, 11, 12 }, new[] { 1, 2, 3 })]
    [InlineData("L4_within_counts_this_close_and_those_before", "close > 10 within 3 bars", new[] { 11.0, 9, 9, 9, 11, 9 }, new[] { 0, 1, 2, 4, 5 })]
    [InlineData("L4_rising_is_strict", "rising(close, 2)", new[] { 1.0, 2, 3, 3, 4, 5 }, new[] { 2, 5 })]
    [InlineData("L4_falling_is_strict", "falling(close, 2)", new[] { 5.0, 4, 3, 3, 2, 1 }, new[] { 2, 5 })]
    [InlineData("L4_highest_includes_the_current_bar", "close >= highest(close, 3)", new[] { 3.0, 2, 3, 2, 4, 5 }, new[] { 2, 4, 5 })]
    [InlineData("L4_lowest_includes_the_current_bar", "close <= lowest(close, 3)", new[] { 3.0, 4, 3, 4, 2, 1 }, new[] { 2, 4, 5 })]
    [InlineData("L4_at_least_k_hold", "2 of (close > 9, close > 10, close > 11)", new[] { 9.5, 10.5, 11.5, 8 }, new[] { 1, 2 })]
    [InlineData("L5_history_outside_on_counts_primary_bars", "close[2] > 10", new[] { 11.0, 9, 9, 11, 9, 9 }, new[] { 2, 5 })]
    [InlineData("L6_a_comparison_with_undefined_is_false", "close > 10 or close <= 10", new[] { 11.0, None, 9 }, new[] { 0, 2 })]
    [InlineData("L6_not_is_pushed_inward", "not (close > 10)", new[] { 11.0, None, 9 }, new[] { 2 })]
    [InlineData("L6_de_morgan", "not (close > 10 and close < 12)", new[] { 11.0, None, 9, 12 }, new[] { 2, 3 })]
    [InlineData("L6_negated_cross_needs_all_four_values", "not (close crosses above 10)", new[] { 9.0, 11, 12, None, 9, 9 }, new[] { 2, 5 })]
    [InlineData("L6_negated_rising_needs_all_its_values", "not rising(close, 2)", new[] { 1.0, 2, 3, 3, None, 3, 3, 4 }, new[] { 3, 7 })]
    [InlineData("L6_negated_within_needs_the_whole_window", "not (close > 10 within 2 bars)", new[] { 9.0, 9, None, 9, 9, 11, 9 }, new[] { 1, 4 })]
    public void Rules_hold_on_these_bars(string name, string rule, double[] closes, int[] expected)
    {
        Assert.NotEmpty(name);
        Assert.Equal(expected, BarsWhere(rule, closes));
    }

    [Theory]
    // bars_in_trade is equal to a whole number; undefined on neither side here.
    [InlineData("L4_not_equal_between_whole_numbers", "bars_in_trade != 2", new[] { 1, 3 })]
    [InlineData("L4_equal_between_whole_numbers", "bars_in_trade == 2", new[] { 2 })]
    [InlineData("L4_bars_in_trade_is_1_at_the_entry_bars_close", "bars_in_trade >= 2", new[] { 2, 3 })]
    [InlineData("L4_profit_is_a_fraction", "profit > 2%", new[] { 3 })]
    [InlineData("L4_entry_price_is_a_price", "close > entry_price", new[] { 2, 3 })]
    public void Exits_read_the_position(string name, string rule, int[] expected)
    {
        Assert.NotEmpty(name);
        using var program = StrategyCompiler.Compile(Library.Bind($"strategy s timeframe 5m enter long when close > open exit long when {rule}"));
        var instance = program.CreateInstance();
        instance.Bind(new MarketColumns(Bars.Of(Bound.M5, 100, 100, 101, 103), Bound.M5), []);

        // In at 100 from bar 1 on: profits 0, 1 % and 3 %.
        PositionView[] positions = [default, new(1, 0, 100), new(2, 0.01, 100), new(3, 0.03, 100)];
        Assert.Equal(expected, Enumerable.Range(1, 3).Where(bar => instance.ExitLong(bar, positions[bar])));
    }

    [Fact]
    public void L5_history_inside_on_counts_higher_bars()
    {
        // Twelve bars an hour; hour h closes at 100 + h. At the close of the first bar of hour 2 hour 1 is the last closed one.
        double[] closes = [.. Enumerable.Range(0, 36).Select(i => 100.0 + i / 12)];
        Assert.Equal(Enumerable.Range(23, 12), BarsWhere("(close on 1h) == 101", closes).Where(b => b < 35));
        Assert.Equal(Enumerable.Range(23, 12), BarsWhere("(close[1] on 1h) == 100", closes).Where(b => b < 35));
        Assert.Equal(Enumerable.Range(24, 12), BarsWhere("(close on 1h)[1] == 101", closes));
    }

    [Fact]
    public void L5_crosses_of_higher_values_compare_adjacent_primary_closes()
    {
        double[] closes = [.. Enumerable.Range(0, 48).Select(i => new[] { 9.0, 9, 11, 9 }[i / 12])];

        // Hour 2 closes at 11 and is first seen at the close of bar 35.
        Assert.Equal([35], BarsWhere("(close on 1h) crosses above 10", closes));
    }

    private static int[] BarsWhere(string rule, double[] closes)
    {
        // Equality is for whole numbers only; the rule is about the values, so say it as a range.
        rule = rule.Contains("==", StringComparison.Ordinal) ? $"{rule.Replace("==", ">=")} and {rule.Replace("==", "<=")}" : rule;
        using var program = StrategyCompiler.Compile(Library.Bind($"strategy s timeframe 5m enter long when {rule}"));
        var instance = program.CreateInstance();
        instance.Bind(new MarketColumns(Bars.Of(Bound.M5, closes), Bound.M5), []);
        return [.. Enumerable.Range(0, closes.Length).Where(instance.EnterLong)];
    }
}
