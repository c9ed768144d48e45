using QuantDsl.Backtest;
using QuantDsl.Compiler;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Metrics;
using QuantDsl.Research.Sweep;
using QuantDsl.Runtime;
using QuantDsl.Testing;

namespace QuantDsl.Research.Tests.Sweep;

/// <summary>A combination leaves nothing behind but its row.</summary>
[Collection(CountedBytes.Name)]
public sealed class SweepAllocationTests
{
    [Fact]
    public void A_portion_allocates_nothing_once_its_columns_and_signals_are_there()
    {
        var strategy = Library.Strategy("ema_cross", "slow=50").Bound;
        var history = Library.Sample(60);
        var columns = new MarketColumns(history.Base, strategy.Timeframe);
        var program = new ColumnarProgram(strategy);
        var grid = SweepGrid.Create(strategy, [new("slow", 50)]);
        var walk = new GroupPortionWalk(program.CreateInstance, program.SignalsOn(columns), RunContext.Create(history, columns, program.Plan, new()), grid);
        var rows = new SweepRow[grid.Count];
        Pass();
        Assert.Equal(0, Allocation.By(Pass));
        Assert.All(rows, row => Assert.True(row.Trades > 0));

        void Pass()
        {
            Span<long> combinations = stackalloc long[SweepRunner.MostLanes];
            for (long first = 0, end; first < grid.Count; first = end)
            {
                end = grid.GroupEnd(first, Math.Min(grid.Count, first + SweepRunner.MostLanes));
                for (long i = first; i < end; i++) combinations[(int)(i - first)] = grid.CombinationAt(i);
                walk.Run(combinations[..(int)(end - first)], rows.AsSpan((int)first, (int)(end - first)));
            }
        }
    }

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
        var rows = new SweepRow[grid.Count];
        Pass();
        Assert.Equal(0, Allocation.By(Pass));
        Assert.All(rows, row => Assert.True(row.Trades > 0));

        void Pass()
        {
            for (long ordinal = 0; ordinal < grid.Count; ordinal++)
            {
                grid.Fill(grid.CombinationAt(ordinal), values);
                compiled.Bind(columns, values);
                rows[ordinal] = SweepRow.Of(ordinal, RunMetrics.Of(walk.Run(compiled), columns.Primary.Bars.Count - context.FirstDecisionBar));
            }
        }
    }
}
