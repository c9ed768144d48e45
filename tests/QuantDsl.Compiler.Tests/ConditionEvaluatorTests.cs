using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;
using Xunit.Abstractions;

namespace QuantDsl.Compiler.Tests;

/// <summary>Rules by columns and rules by the compiled class give the same answer at every bar, from the first.</summary>
public sealed class ConditionEvaluatorTests(ITestOutputHelper output)
{
    private const int Programs = 1_024, BarsPerProgram = 150;

    [Fact]
    public void Columns_equal_the_compiled_class_at_every_bar()
    {
        int compared = 0, held = 0, regimes = 0;
        Parallel.For(0, Programs, i =>
        {
            int hits = 0, inRegime = 0;
            int seed = 20_000 + i;
            var strategy = Library.Generated(seed);
            // Whole prices are often equal; every third market has holes in its values too.
            var bars = Bars.Random(seed, BarsPerProgram, Bound.M5, undefinedShare: i % 3 == 0 ? 0.03 : 0);
            double[] parameters = [.. strategy.Parameters.Select((p, n) => p.Default + (i + n) % 2)];
            using var program = StrategyCompiler.Compile(strategy);
            var instance = program.CreateInstance();
            var market = new MarketColumns(bars, Bound.M5);
            instance.Bind(market, parameters);
            var columns = new ConditionEvaluator(strategy, market, parameters);
            var positions = new Random(seed);
            for (int bar = 0; bar < bars.Count; bar++)
            {
                var position = new PositionView(positions.Next(1, 9), positions.NextDouble() / 10 - 0.05, positions.Next(90, 110));
                Check("enter long", strategy.EnterLong, instance.EnterLong(bar), bar, position);
                Check("enter short", strategy.EnterShort, instance.EnterShort(bar), bar, position);
                Check("exit long", strategy.ExitLong, instance.ExitLong(bar, position), bar, position);
                Check("exit short", strategy.ExitShort, instance.ExitShort(bar, position), bar, position);
                int regime = Enumerable.Range(0, strategy.Regimes.Length).FirstOrDefault(r => columns.RegimeBars(r).Contains(bar), CompiledStrategy.NoRegime);
                Assert.Equal(instance.Regime(bar), regime);
                inRegime += regime >= 0 ? 1 : 0;
            }

            Interlocked.Add(ref compared, 4 * bars.Count);
            Interlocked.Add(ref held, hits);
            Interlocked.Add(ref regimes, inRegime);

            void Check(string rule, BoundCondition? condition, bool expected, int bar, PositionView position)
            {
                bool actual = condition is not null && columns.Holds(condition, bar, position);
                hits += expected ? 1 : 0;
                Assert.True(expected == actual, $"seed {seed}, {rule} at bar {bar}: the class says {expected}\n{condition}\n{program.Source}");
            }
        });

        output.WriteLine($"{compared} answers, {held} of them true; {regimes} bars in a regime");
        Assert.InRange((double)held / compared, 0.1, 0.6);
        Assert.True(regimes > 1000);
    }
}
