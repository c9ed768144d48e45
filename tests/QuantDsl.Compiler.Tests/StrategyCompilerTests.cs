using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Runtime;
using Xunit.Abstractions;

namespace QuantDsl.Compiler.Tests;

public sealed class StrategyCompilerTests(ITestOutputHelper output)
{
    [Fact]
    public void Cross_of_two_means_fires_on_the_bar_of_the_cross()
    {
        BoundLet fast = new("fast", new BoundIndicator(Ema.Definition, [Bound.Close], [Bound.Parameter(0, "fast_period")], 0, default));
        BoundLet slow = new("slow", Bound.Ema(Bound.Close, 3));
        var strategy = Bound.Strategy("ema_cross", [Bound.Declared("fast_period", 2, "Bars of the fast mean")], [fast, slow]) with
        {
            EnterLong = new BoundCross(Bound.Use(fast), CrossDirection.Above, Bound.Use(slow), Negated: false),
        };

        using var program = StrategyCompiler.Compile(strategy);
        output.WriteLine(program.Source);
        var market = new MarketColumns(Bars.Of(Bound.M5, 10, 9, 8, 7, 12, 13, 1), Bound.M5);
        var instance = program.CreateInstance();
        instance.Bind(market, [2.0]);

        // EMA(2): –, 9.5, 8.5, 7.5, 10.5, 12.17, 4.72; EMA(3): –, –, 9, 8, 10, 11.5, 6.25: over at the bar of 12 only.
        Assert.Equal([4], Enumerable.Range(0, 7).Where(instance.EnterLong));
        Assert.False(instance.EnterShort(4));
        Assert.Equal(StopRule.None, instance.Stop.Rule);
    }
}
