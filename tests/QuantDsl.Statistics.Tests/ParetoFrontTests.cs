using System.Diagnostics;

namespace QuantDsl.Statistics.Tests;

public sealed class ParetoFrontTests
{
    private const double Undefined = double.NaN, Infinite = double.PositiveInfinity;

    [Fact]
    public void R4_a_point_worse_in_one_and_better_in_none_is_off_the_front() =>
        Assert.Equal([true, false, true], ParetoFront.Of([1, 1, 0], [2, 2, 3], [3, 2, 3]));

    [Fact]
    public void R4_equal_points_all_stay() =>
        Assert.Equal([true, true, false, false], ParetoFront.Of([2, 2, 1, 1], [2, 2, 1, 1], [2, 2, 1, 1]));

    [Fact]
    public void R3_a_profit_factor_without_a_loss_ranks_above_every_number() =>
        Assert.Equal([false, true], ParetoFront.Of([1, 1], [0.9, 0.9], [1e300, Infinite]));

    [Fact]
    public void R3_an_undefined_objective_ranks_below_every_number()
    {
        Assert.Equal([false, true], ParetoFront.Of([Undefined, -1e300], [0.9, 0.9], [2, 2]));
        Assert.Equal([true, true], ParetoFront.Of([Undefined, 5], [0.95, 0.9], [2, 2]));
        Assert.Equal([true, true], ParetoFront.Of([Undefined, Undefined], [Undefined, Undefined], [Undefined, Undefined]));
    }

    [Fact]
    public void No_points_have_no_front_and_one_is_it()
    {
        Assert.Empty(ParetoFront.Of([], [], []));
        Assert.Equal([true], ParetoFront.Of([Undefined], [Undefined], [Undefined]));
    }

    [Fact]
    public void Columns_of_different_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => ParetoFront.Of([1, 2], [1, 2], [1]));

    [Fact]
    public void R4_the_front_is_the_definition_on_10_000_random_sets()
    {
        var random = new Random(20240611);
        for (int set = 0; set < 10_000; set++)
        {
            int count = random.Next(1, 25), levels = random.Next(2, 9);
            // Few levels make ties, and every column has undefined and infinite values among them.
            double[] column() => [.. Enumerable.Range(0, count).Select(_ => random.Next(8) switch
            {
                0 => Undefined,
                1 => random.Next(2) == 0 ? Infinite : double.NegativeInfinity,
                _ => random.Next(levels) - levels / 2,
            })];
            double[] a = column(), b = column(), c = column();
            Assert.Equal(ByDefinition(a, b, c), ParetoFront.Of(a, b, c));
        }
    }

    [Fact]
    public void R4_a_large_set_of_distinct_points_is_the_definition_too()
    {
        var random = new Random(5);
        double[] column() => [.. Enumerable.Range(0, 3000).Select(_ => random.NextDouble())];
        double[] a = column(), b = column(), c = column();
        Assert.Equal(ByDefinition(a, b, c), ParetoFront.Of(a, b, c));
    }

    [Fact]
    public void A_million_points_that_all_are_on_the_front_take_seconds_at_most()
    {
        double[] a = [.. Enumerable.Range(0, 1_000_000).Select(i => (double)i)];
        double[] b = [.. a.Select(x => -x)];
        var clock = Stopwatch.StartNew();
        Assert.All(ParetoFront.Of(a, b, new double[a.Length]), Assert.True);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
    }

    /// <summary>Every pair compared, straight from the rule.</summary>
    private static bool[] ByDefinition(params double[][] objectives)
    {
        int count = objectives[0].Length;
        return [.. Enumerable.Range(0, count).Select(b => !Enumerable.Range(0, count).Any(a =>
            objectives.All(o => Rank(o[a]) >= Rank(o[b])) && objectives.Any(o => Rank(o[a]) > Rank(o[b]))))];

        static double Rank(double objective) => double.IsNaN(objective) ? double.NegativeInfinity : objective;
    }
}
