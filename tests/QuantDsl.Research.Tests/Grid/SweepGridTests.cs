using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Grid;
using static QuantDsl.Research.Tests.HandMade;

namespace QuantDsl.Research.Tests.Grid;

public sealed class SweepGridTests
{
    [Fact]
    public void L8_the_first_declared_parameter_is_the_slowest()
    {
        var grid = SweepGrid.Create(Strategy([Parameter("a", 1, [1, 2]), Parameter("b", 9, []), Parameter("c", 10, [10, 20, 30])],
            [Read(0, "a"), Read(1, "b"), Read(2, "c")]), []);
        Assert.Equal(["1 9 10", "1 9 20", "1 9 30", "2 9 10", "2 9 20", "2 9 30"], Combinations(grid));
        Assert.Equal((6, 6, 6), Counts(grid));
    }

    [Fact]
    public void L8_a_dead_axis_counts_as_declared_and_is_not_run()
    {
        var grid = SweepGrid.Create(Strategy([Parameter("a", 1, [1, 2]), Parameter("dead", 6, [5, 6, 7, 8], isLive: false), Parameter("c", 3, [3, 4])],
            [Read(0, "a"), Read(2, "c")]), []);
        Assert.Equal((16, 4, 4), Counts(grid));
        Assert.Equal(["1 5 3", "1 5 4", "2 5 3", "2 5 4"], Combinations(grid));
        Assert.Equal([0, 1, 8, 9], Numbers(grid));
    }

    [Fact]
    public void L8_a_dead_axis_of_4_and_duplicates_run_a_quarter()
    {
        // 10 × 4 × 100; the dead axis leaves 1,000. Doubling the first axis by repeats would leave the same 1,000.
        double[] hundred = [.. Enumerable.Range(1, 100).Select(i => (double)i)], ten = [.. Enumerable.Range(1, 10).Select(i => (double)i)];
        var grid = SweepGrid.Create(Strategy([Parameter("a", 1, ten), Parameter("dead", 1, [1, 2, 3, 4], isLive: false), Parameter("b", 1, hundred)],
            [Read(0, "a"), Read(2, "b")]), []);
        Assert.Equal((4000, 1000, 1000), Counts(grid));
        var repeated = SweepGrid.Create(Strategy([Parameter("a", 1, [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]), Parameter("b", 1, hundred)], [Read(0, "a"), Read(1, "b")]), []);
        Assert.Equal((1000, 500, 500), Counts(repeated));
        Assert.Equal(499, Numbers(repeated)[^1]);
    }

    [Fact]
    public void L8_programs_that_are_equal_once_parameters_are_substituted_run_once()
    {
        // Only a + b enters the program: 2×3 pairs, sums 2 3 4 3 4 5.
        var sum = new BoundArithmetic(Read(0, "a"), BoundOperator.Add, Read(1, "b"), SeriesUnit.Number);
        var grid = SweepGrid.Create(Strategy([Parameter("a", 1, [1, 2]), Parameter("b", 1, [1, 2, 3])], [sum]), []);
        Assert.Equal((6, 4, 4), Counts(grid));
        Assert.Equal(["1 1", "1 2", "1 3", "2 3"], Combinations(grid));
    }

    [Fact]
    public void L8_require_removes_before_anything_runs()
    {
        var grid = SweepGrid.Create(Strategy([Parameter("a", 1, [1, 2, 3]), Parameter("b", 1, [1, 2, 3])], [Read(0, "a"), Read(1, "b")], Less(0, 1)), []);
        Assert.Equal((9, 3, 3), Counts(grid));
        Assert.Equal(["1 2", "1 3", "2 3"], Combinations(grid));
    }

    [Fact]
    public void L8_require_over_a_dead_parameter_still_decides_which_programs_are_allowed()
    {
        // b is read by the require alone: a = 3 has no larger b, and each other program runs once, at its first allowed b.
        var grid = SweepGrid.Create(Strategy([Parameter("a", 1, [1, 2, 3]), Parameter("b", 1, [1, 2, 3], isLive: false)], [Read(0, "a")], Less(0, 1)), []);
        Assert.Equal((9, 2, 2), Counts(grid));
        Assert.Equal(["1 2", "2 3"], Combinations(grid));
    }

    [Fact]
    public void A_set_parameter_leaves_the_grid()
    {
        var strategy = Strategy([Parameter("a", 1, [1, 2]), Parameter("b", 1, [1, 2, 3])], [Read(0, "a"), Read(1, "b")]);
        var grid = SweepGrid.Create(strategy, [new("b", 7)]);
        Assert.Equal((2, 2, 2), Counts(grid));
        Assert.Equal(["1 7", "2 7"], Combinations(grid));
    }

    [Fact]
    public void A_setting_that_names_nothing_is_refused()
    {
        var failure = Assert.Throws<InputException>(() => SweepGrid.Create(Line(3), [new("y", 7)]));
        Assert.Equal("QD7003", failure.Diagnostics[0].Code);
        Assert.Contains("`x`", failure.Diagnostics[0].Help);
    }

    [Fact]
    public void A_grid_emptied_by_require_is_refused()
    {
        var failure = Assert.Throws<InputException>(() =>
            SweepGrid.Create(Strategy([Parameter("a", 1, [5]), Parameter("b", 1, [1, 2])], [Read(0, "a"), Read(1, "b")], Less(0, 1)), []));
        Assert.Equal("QD7002", failure.Diagnostics[0].Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_grid_too_large_is_refused_before_it_is_walked_even_beyond_64_bits(bool live)
    {
        double[] many = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        var parameters = Enumerable.Range(0, 7).Select(i => Parameter($"p{i}", 0, many, live)).ToArray();
        var strategy = Strategy(parameters, [.. Enumerable.Range(0, 7).Select(i => Read(i, $"p{i}"))]);
        var failure = Assert.Throws<InputException>(() => SweepGrid.Create(strategy, []));
        Assert.Contains("1,000,000,000,000,000,000,000", failure.Message);
    }

    [Fact]
    public void A_draw_is_a_subset_in_declared_order_and_depends_on_the_seed_alone()
    {
        var all = Numbers(SweepGrid.Create(Line(1000), []));
        var first = SweepGrid.Create(Line(1000), [], draw: 100, seed: 7);
        var again = SweepGrid.Create(Line(1000), [], draw: 100, seed: 7);
        var other = SweepGrid.Create(Line(1000), [], draw: 100, seed: 8);
        Assert.Equal((1000, 1000, 100), Counts(first));
        Assert.Equal(Numbers(first), Numbers(again));
        Assert.NotEqual(Numbers(first), Numbers(other));
        Assert.Equal(Numbers(first).Distinct().Order(), Numbers(first));
        Assert.Subset(all.ToHashSet(), Numbers(first).ToHashSet());
        Assert.Equal(1000, SweepGrid.Create(Line(1000), [], draw: 5000).Count);
    }

    [Fact]
    public void A_large_grid_of_different_programs_is_known_without_being_remembered()
    {
        // 2,000 × 2,000 axes that the program shows as they are, beside a dead one: nothing to look up, so nothing is held for a combination.
        double[] many = [.. Enumerable.Range(0, 2000).Select(i => (double)i)];
        var strategy = Strategy([Parameter("a", 1, many), Parameter("dead", 6, [5, 6], isLive: false), Parameter("b", 1, many)], [Read(0, "a"), Read(2, "b")]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var grid = SweepGrid.Create(strategy, []);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal((8_000_000, 4_000_000, 4_000_000), Counts(grid));
        Assert.Equal([0, 1, 1999, 4000, 7_997_999], new long[] { 0, 1, 1999, 2000, 3_999_999 }.Select(grid.CombinationAt));
        Assert.Equal(3_999_999, grid.OrdinalOf(7_997_999));
        Assert.True(grid.OrdinalOf(2000) < 0);
    }

    [Fact]
    public void Repeats_on_a_shown_axis_are_one_program_each()
    {
        var grid = SweepGrid.Create(Strategy([Parameter("a", 1, [1, 2, 1]), Parameter("b", 1, [4, 5])], [Read(0, "a"), Read(1, "b")]), []);
        Assert.Equal((6, 4, 4), Counts(grid));
        Assert.Equal([0, 1, 2, 3], Numbers(grid));
    }

    [Fact]
    public void A_draw_favours_no_combination()
    {
        var hits = new int[20];
        for (ulong seed = 0; seed < 4000; seed++)
            foreach (long drawn in SeededDraw.Of(20, 5, seed)) hits[drawn]++;
        // Each is drawn with probability 1/4: mean 1,000, deviation √(4,000 × 3/16) = 27.4; five deviations either side.
        Assert.All(hits, h => Assert.InRange(h, 1000 - 137, 1000 + 137));
    }

    private static BoundComparison Less(int a, int b) => new(Read(a, "a"), ComparisonOperator.Less, Read(b, "b"));

    private static (long Declared, long Unique, long Run) Counts(SweepGrid grid) => ((long)grid.Declared, grid.Unique, grid.Count);

    private static List<long> Numbers(SweepGrid grid) => [.. Enumerable.Range(0, (int)grid.Count).Select(i => grid.CombinationAt(i))];

    private static List<string> Combinations(SweepGrid grid)
    {
        var values = new double[grid.Width];
        return [.. Numbers(grid).Select(number =>
        {
            grid.Fill(number, values);
            return string.Join(' ', values);
        })];
    }
}
