using QuantDsl.Backtest;
using QuantDsl.Compiler;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Metrics;
using QuantDsl.Research.Sweep;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Tests.Sweep;

public sealed class SweepAllocationTests
{
    [Fact]
    public void A_combination_allocates_nothing_once_its_columns_are_bound()
    {
        var strategy = Library.Strategy("ema_cross", "slow=50").Bound;
        var history = Library.Sample(60);
        using var program = StrategyCompiler.Compile(strategy);
        var columns = new MarketColumns(history.Base, strategy.Timeframe);
        var context = RunContext.Create(history, columns, program.Plan, new AccountSettings());
        var grid = SweepGrid.Create(strategy, [new("slow", 50)]);
        var walk = new AccountWalk(context);
        var compiled = program.CreateInstance();
        var values = new double[grid.Width];
        Pass();
        Assert.Equal(0, Pass());

        long Pass()
        {
            long allocated = 0;
            for (long ordinal = 0; ordinal < grid.Count; ordinal++)
            {
                grid.Fill(grid.CombinationAt(ordinal), values);
                compiled.Bind(columns, values);
                long before = GC.GetAllocatedBytesForCurrentThread();
                var row = SweepRow.Of(ordinal, RunMetrics.Of(walk.Run(compiled), columns.Primary.Bars.Count - context.FirstDecisionBar));
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(row.Trades > 0);
            }
            return allocated;
        }
    }
}
