using QuantDsl.Language.Semantics;
using QuantDsl.Research.Grid;

namespace QuantDsl.Research.Tests.Grid;

/// <summary>The order combinations are run in, against the declared one.</summary>
public sealed class SweepOrderTests
{
    private const string Cross = """
        strategy cross timeframe 1h
        param stop_part = 1% in 1%..3% step 1%
        param level = 50 in [50, 60]
        param fast = 3 in 3..4 step 1
        enter long when EMA(close, fast) > SMA(close, 9) and RSI(close, 9) < level
        exit long when close < SMA(close, 9)
        stop stop_part

        """;

    [Fact]
    public void Signals_are_read_by_rules_and_columns_inside_series()
    {
        var read = SignalParameters.Of(Bound("""
            strategy all timeframe 1h
            param a = 3 in 3..4 step 1
            param b = 30 in 30..31 step 1
            param c = 2 in 2..3 step 1
            param d = 14 in 14..15 step 1
            param e = 4 in 4..5 step 1
            param f = 1% in 1%..2% step 1%
            param g = 5 in 5..6 step 1
            param h = 2 in 2..3 step 1
            let mean = SMA(close, a)
            regime calm when ATR(g) < 100
            enter long when mean > 10 and RSI(close, 9) < b
            exit long when close < mean or profit > f
            exit short when close > 5 within h bars
            enter short when close < 4
            stop atr_fixed(ATR(d), c)
            exit after e bars
            """));
        Assert.Equal(["a", "b", "g", "h"], Names(read.Signals));
        Assert.Equal(["a", "d", "g"], Names(read.Columns));

        static string[] Names(IEnumerable<int> indices) => [.. indices.Select(i => "abcdefgh"[i].ToString()).Order()];
    }

    [Fact]
    public void Combinations_that_signal_alike_are_neighbours_whatever_the_order_of_the_lines()
    {
        var grid = SweepGrid.Create(Bound(Cross), []);
        // fast decides a column, level only signals, the stop neither.
        Assert.Equal(
            ["1% 50 3", "2% 50 3", "3% 50 3", "1% 60 3", "2% 60 3", "3% 60 3", "1% 50 4", "2% 50 4", "3% 50 4", "1% 60 4", "2% 60 4", "3% 60 4"],
            Enumerable.Range(0, (int)grid.Count).Select(i => Print(grid, i)));
        Assert.Equal([3, 6, 9, 12], Enumerable.Range(0, 4).Select(group => grid.GroupEnd(group * 3, grid.Count)));
        Assert.Equal(5, grid.GroupEnd(3, 5));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(7L, "")]
    [InlineData(null, "require stop_part < fast * 0.6%")]
    [InlineData(3L, "require stop_part < fast * 0.6%")]
    public void The_order_only_reorders(long? draw, string require)
    {
        var strategy = Bound(Cross + require);
        var grid = SweepGrid.Create(strategy, [], draw, seed: 5);
        // The same in the order of the declaration, by asking each combination of the product.
        long[] numbers = [.. Enumerable.Range(0, (int)grid.Count).Select(i => grid.CombinationAt(i))];
        var allowed = new List<long>();
        var values = new double[grid.Width];
        for (long combination = 0; combination < (long)grid.Declared; combination++)
        {
            grid.Fill(combination, values);
            if (ConstraintEvaluator.Satisfied(strategy, values)) allowed.Add(combination);
        }

        Assert.Equal(draw is { } count ? SeededDraw.Of(allowed.Count, count, 5).Select(i => allowed[(int)i]) : allowed, numbers.Order());
        for (int ordinal = 0; ordinal < numbers.Length; ordinal++) Assert.Equal(ordinal, grid.OrdinalOf(numbers[ordinal]));
        Assert.All(Enumerable.Range(0, (int)grid.Declared).Select(i => (long)i).Except(numbers), absent => Assert.True(grid.OrdinalOf(absent) < 0));
    }

    [Theory]
    [InlineData(64, new long[] { 30, 40 })]
    [InlineData(25, new long[] { 20, 40 })]
    [InlineData(10, new long[] { 10, 20, 30, 40 })]
    [InlineData(7, new long[] { 5, 10, 15, 20, 25, 30, 35, 40 })]
    [InlineData(4, new long[] { 4, 7, 10, 14, 17, 20, 24, 27, 30, 34, 37, 40 })]
    [InlineData(1, null)]
    public void A_portion_ends_with_a_group_and_a_large_group_is_cut_evenly(int most, long[]? ends)
    {
        // Four groups of ten.
        var grid = SweepGrid.Create(Bound("""
            strategy portions timeframe 1h
            param stop_part = 1% in 1%..10% step 1%
            param fast = 3 in 3..6 step 1
            enter long when close > SMA(close, fast)
            exit long when close < SMA(close, 9)
            stop stop_part
            """), []);
        List<long> found = [];
        for (long end = 0; end < grid.Count;) found.Add(end = grid.PortionEnd(end, most));
        if (most == 64) Assert.Equal([40], found);
        else Assert.Equal(ends ?? [.. Enumerable.Range(1, 40).Select(i => (long)i)], found);
    }

    private static BoundStrategy Bound(string text) => Library.Input(text).Bound;

    private static string Print(SweepGrid grid, long ordinal)
    {
        var values = new double[grid.Width];
        grid.Fill(grid.CombinationAt(ordinal), values);
        return string.Join(' ', values.Select((value, i) => ParameterValue.Print(grid.Strategy.Parameters[i], value)));
    }
}
