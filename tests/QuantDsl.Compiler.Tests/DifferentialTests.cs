using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;
using Xunit.Abstractions;

namespace QuantDsl.Compiler.Tests;

/// <summary>The compiled class and the naive evaluator are each other's oracle: every rule, every bar, from the first.</summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int ProgramsPerBatch = 16, BarsPerProgram = 180;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Compiled_rules_equal_the_tree_at_every_bar(int batch)
    {
        int compared = 0, held = 0;
        for (int i = 0; i < ProgramsPerBatch; i++)
        {
            int seed = batch * 1000 + i;
            var strategy = Library.Generated(seed);
            var bars = Bars.Random(seed, BarsPerProgram, Bound.M5, undefinedShare: i % 4 == 0 ? 0.02 : 0);
            double[] parameters = [.. strategy.Parameters.Select((p, n) => p.Default + (i + n) % 2)];
            using var program = StrategyCompiler.Compile(strategy);
            var instance = program.CreateInstance();

            // A cache too small for anything still gives the same answers.
            var market = new MarketColumns(bars, Bound.M5, i % 3 == 0 ? 1 : MarketColumns.DefaultBudgetBytes);
            instance.Bind(market, [.. strategy.Parameters.Select(p => p.Default)]);
            instance.Bind(market, parameters);
            var tree = new TreeEvaluator(bars, Bound.M5, parameters, strategy.Regimes);
            var positions = new Random(seed);
            for (int bar = 0; bar < bars.Count; bar++)
            {
                var position = new PositionView(positions.Next(1, 9), positions.NextDouble() / 10 - 0.05, positions.Next(90, 110));
                Check("enter long", strategy.EnterLong, instance.EnterLong(bar), bar, default);
                Check("enter short", strategy.EnterShort, instance.EnterShort(bar), bar, default);
                Check("exit long", strategy.ExitLong, instance.ExitLong(bar, position), bar, position);
                Check("exit short", strategy.ExitShort, instance.ExitShort(bar, position), bar, position);
                Assert.Equal(tree.RegimeAt(strategy.Regimes, bar), instance.Regime(bar));
                Assert.Equal(tree.Value(strategy.Stop!.Series!, Bound.M5, bar), instance.Stop.Series![bar]);
            }

            Assert.Equal(tree.Value(strategy.Stop!.Amount, Bound.M5, 0), instance.Stop.Amount);
            Assert.Equal(tree.Value(strategy.Target!.Amount, Bound.M5, 0), instance.Target.Amount);
            Assert.Equal(Math.Round(tree.Value(strategy.ExitAfterBars!, Bound.M5, 0), MidpointRounding.AwayFromZero), instance.ExitAfterBars);

            for (int regime = -1; regime < strategy.Regimes.Length; regime++)
            {
                var settings = regime < 0 ? null : strategy.Regimes[regime];
                Assert.Equal(tree.Value((settings?.Stop ?? strategy.Stop).Amount, Bound.M5, 0), instance.StopIn(regime).Amount);
                Assert.Equal(settings?.Size is { } size ? tree.Value(size, Bound.M5, 0) : 1, instance.SizeIn(regime));
            }

            if (strategy.ScaleIn is { } scale)
                Assert.Equal((tree.Value(scale.Step, Bound.M5, 0), (int)tree.Value(scale.Times, Bound.M5, 0)), (instance.Scale.Step, instance.Scale.Times));
            if (strategy.Take is { } take)
                Assert.Equal((tree.Value(take.Share, Bound.M5, 0), tree.Value(take.Distance, Bound.M5, 0)), (instance.Take.Share, instance.Take.Distance));

            void Check(string rule, BoundCondition? condition, bool actual, int bar, PositionView position)
            {
                bool expected = tree.Holds(condition!, bar, position);
                compared++;
                held += expected ? 1 : 0;
                Assert.True(expected == actual, $"seed {seed}, {rule} at bar {bar}: the tree says {expected}\n{condition}\n{program.Source}");
            }
        }

        // A comparison of rules that never hold would prove nothing.
        output.WriteLine($"{compared} answers, {held} of them true");
        Assert.InRange((double)held / compared, 0.1, 0.6);
    }
}
