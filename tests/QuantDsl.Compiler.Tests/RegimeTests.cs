using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Tests;

/// <summary>Regimes as the compiled class knows them: the first true one in file order, an undefined condition being false.</summary>
public sealed class RegimeTests
{
    private const string Regimes = """
        strategy s timeframe 5m
        regime rising_fast when rising(close, 2)
        regime dear when close >= 12
        in dear: size 50%, stop 1%
        enter long in dear when close > 0
        enter short when close < 10
        stop 2%
        """;

    [Fact]
    public void The_first_true_regime_in_file_order_is_the_one_of_a_bar()
    {
        using var program = StrategyCompiler.Compile(Library.Bind(Regimes));
        var strategy = program.CreateInstance();
        strategy.Bind(new MarketColumns(Bars.Of(Bound.M5, [12, 13, 14, 13, 9, 12]), Bound.M5), []);
        // Bars 0 and 1: `rising` reaches before the first bar, so it is undefined and false. Bar 2: both hold, the first counts.
        Assert.Equal([1, 1, 0, 1, -1, 1], Enumerable.Range(0, 6).Select(strategy.Regime));
        Assert.Equal([true, true, false, true, false, true], Enumerable.Range(0, 6).Select(strategy.EnterLong));
        Assert.Equal([4], Enumerable.Range(0, 6).Where(strategy.EnterShort));
    }

    [Fact]
    public void A_regime_sets_size_and_stop_and_the_others_keep_those_of_all()
    {
        using var program = StrategyCompiler.Compile(Library.Bind(Regimes));
        var strategy = program.CreateInstance();
        strategy.Bind(new MarketColumns(Bars.Of(Bound.M5, [12, 13]), Bound.M5), []);
        Assert.Equal([1, 1, 0.5], new[] { CompiledStrategy.NoRegime, 0, 1 }.Select(strategy.SizeIn));
        Assert.Equal([0.02, 0.02, 0.01], new[] { CompiledStrategy.NoRegime, 0, 1 }.Select(r => strategy.StopIn(r).Amount));
        Assert.Equal(["rising_fast", "dear"], program.Plan.Regimes.AsEnumerable());
        Assert.False(program.Plan.Scales);
    }

    [Fact]
    public void A_position_has_a_stop_where_every_entry_needs_a_regime_that_sets_one()
    {
        Assert.True(PlanOf("enter long in a when close > 1").HasStop);
        Assert.False(PlanOf("enter long in b when close > 1").HasStop);
        Assert.False(PlanOf("enter long in a when close > 1\nenter short when close < 1").HasStop);

        static StrategyPlan PlanOf(string entries) =>
            StrategyCompiler.PlanOf(Library.Bind($"strategy s timeframe 5m\nregime a when close > 2\nin a: stop 1%\nregime b when close > 3\n{entries}"));
    }

    [Fact]
    public void X4_the_plans_of_scaling_follow_the_parameters()
    {
        using var program = StrategyCompiler.Compile(Library.Bind("""
            strategy s timeframe 5m
            param step = 1% in [1%, 2%]
            param times = 2 in [2, 3]
            enter long when close > 1
            scale in at +step up to times times
            take 50% at step * 2
            """));
        var strategy = program.CreateInstance();
        strategy.Bind(new MarketColumns(Bars.Of(Bound.M5, [12, 13]), Bound.M5), [0.02, 3]);
        Assert.Equal((new ScalePlan(0.02, 3), new TakePlan(0.5, 0.04)), (strategy.Scale, strategy.Take));
        Assert.True(program.Plan.Scales);
    }
}
