using QuantDsl.Language.Semantics;

namespace QuantDsl.Language.Tests.Semantics;

public sealed class ProgramKeysTests
{
    private const string Sample = """
        param fast  = 3 in [3, 4, 5, 6]
        param slow  = 8 in [4, 6, 8]
        param dead  = 1 in [1, 2, 3, 4]
        param mult  = 2 in [1.5, 2]
        param goal  = 3% in [2%, 3%]
        let span = max(fast, slow)
        let line = EMA(close, span)
        require fast != 6
        enter long when close > line and RSI(close, fast + slow) < 50
        stop atr_fixed(ATR(14), mult)
        target goal * 2
        """;

    [Fact]
    public void L8_equal_keys_are_equal_programs_and_the_other_way_round()
    {
        var strategy = BindingSample.Strategy(Sample);
        var keys = new ProgramKeys(strategy);
        // span, fast + slow, mult, goal * 2: the dead axis is not among them.
        Assert.Equal(4, keys.Length);
        Dictionary<string, string> hashOfKey = [];
        HashSet<string> hashes = [];
        int combinations = 0;
        foreach (double[] values in Grid(strategy))
        {
            combinations++;
            var key = new double[keys.Length];
            keys.Evaluate(values, key);
            string hash = ProgramHash.Of(strategy, values), bits = string.Join(",", key.Select(BitConverter.DoubleToInt64Bits));
            hashes.Add(hash);
            Assert.Equal(hash, hashOfKey.TryGetValue(bits, out string? known) ? known : hashOfKey[bits] = hash);
        }

        Assert.Equal(4 * 3 * 4 * 2 * 2, combinations);
        // The pairs that enter the program are the larger of the two and their sum; each goes with 2 multiples and 2 goals.
        int pairs = (from fast in new[] { 3, 4, 5, 6 } from slow in new[] { 4, 6, 8 } select (Math.Max(fast, slow), fast + slow)).Distinct().Count();
        Assert.Equal(pairs * 2 * 2, hashOfKey.Count);
        Assert.Equal(hashOfKey.Count, hashes.Count);
    }

    [Theory]
    [InlineData("regime up when close > open\nin up: size a\nenter long when close > open")]
    [InlineData("regime up when close > open\nin up: stop a\nenter long when close > open")]
    [InlineData("regime up when close > open * (1 + a)\nenter long when close > open")]
    [InlineData("enter long when close > open\nscale in at a up to 2 times")]
    [InlineData("enter long when close > open\ntake a at 2%")]
    [InlineData("enter long when close > open\ntake 50% at a")]
    public void L8_a_swept_setting_of_regimes_and_scaling_is_live_and_tells_programs_apart(string rules)
    {
        var strategy = BindingSample.Strategy($"param a = 1% in [1%, 2%, 3%]\n{rules}");
        Assert.True(strategy.Parameters[0].IsLive);
        Assert.Equal(1, new ProgramKeys(strategy).Length);
        Assert.Equal(3, Grid(strategy).Select(values => ProgramHash.Of(strategy, values)).Distinct().Count());
    }

    [Fact]
    public void L8_a_dead_axis_and_duplicates_leave_one_run_each()
    {
        string values = string.Join(", ", Enumerable.Range(2, 100));
        var strategy = BindingSample.Strategy($"param a = 2 in [{values}]\nparam b = 1 in 1..10 step 1\nparam dead = 1 in [1, 2, 3, 4]\nenter long when EMA(close, a) > close + b");
        Assert.False(strategy.Parameters[2].IsLive);
        var keys = new ProgramKeys(strategy);
        HashSet<(double, double)> unique = [];
        var key = new double[keys.Length];
        foreach (double[] combination in Grid(strategy))
        {
            keys.Evaluate(combination, key);
            unique.Add((key[0], key[1]));
        }

        Assert.Equal(1000, unique.Count);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(6, false)]
    public void L8_require_refuses_a_combination(double fast, bool allowed)
    {
        var strategy = BindingSample.Strategy(Sample);
        double[] values = [fast, 8, 1, 2, 0.03];
        Assert.Equal(allowed, new ConstraintEvaluator(strategy).Satisfied(values));
        Assert.Equal(allowed, ConstraintEvaluator.Satisfied(strategy, values));
    }

    [Theory]
    [InlineData("a < b and a < c", "1 2 3", true)]
    [InlineData("a < b and a < c", "2 3 1", false)]
    [InlineData("a < b or a < c", "2 3 1", true)]
    [InlineData("not (a < b or a < c)", "2 3 1", false)]
    [InlineData("2 of (a < b, b < c, a < c)", "1 3 2", true)]
    [InlineData("2 of (a < b, b < c, a < c)", "3 1 2", false)]
    [InlineData("a + b > c and c > 0", "1 2 3", false)]
    [InlineData("a between b and c", "2 1 3", true)]
    [InlineData("a != b", "2 2 3", false)]
    // The square root of a negative number is undefined: no comparison with it holds, and none of its opposite.
    [InlineData("sqrt(a - b) < c", "1 2 3", false)]
    [InlineData("not sqrt(a - b) < c", "1 2 3", false)]
    public void L6_L8_require_is_evaluated_as_a_rule_is(string condition, string values, bool expected)
    {
        var strategy = BindingSample.Strategy(
            $"param a = 1\nparam b = 2\nparam c = 3\nrequire {condition}\nenter long when close > a + b + c");
        Assert.Equal(expected, ConstraintEvaluator.Satisfied(strategy, [.. values.Split(' ').Select(double.Parse)]));
    }

    private static IEnumerable<double[]> Grid(BoundStrategy strategy) => strategy.Parameters.Aggregate(
        (IEnumerable<double[]>)[[]], (rows, parameter) => rows.SelectMany(row => parameter.Sweep.Select(value => (double[])[.. row, value])));
}
