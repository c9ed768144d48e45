using QuantDsl.Backtest;
using QuantDsl.Compiler;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Planning;
using QuantDsl.Research.Sweep;
using QuantDsl.Runtime;
using QuantDsl.Testing.Generation;

namespace QuantDsl.Research.Tests.Sweep;

/// <summary>Whatever takes a portion of a sweep gives the rows of the plain walk over the compiled class, to the last bit.</summary>
public sealed class PortionWalkTests
{
    private static readonly AccountSettings[] Accounts =
    [
        new(),
        new() { Fills = FillMode.Neutral, Leverage = 25, Sizing = new Sizing.EquityFraction(0.9), EndOfData = EndOfData.Mark },
        new() { Sizing = new Sizing.Kelly(0.5), Leverage = 3 },
    ];

    public static TheoryData<string> Strategies => Library.All;

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Groups_give_the_rows_of_the_plain_walk(string name)
    {
        var strategy = Library.Strategy(name).Bound;
        var history = Library.Sample(40).With(strategy, Library.Sample(40, seed: 2));
        int trades = Accounts.Sum(account => Compare(strategy, history, account, draw: 50));
        if (SweepPlanner.Plan(strategy, new(), SweepGrid.Create(strategy, [])).WalksGroups) Assert.True(trades > 20, $"{trades} trades");
    }

    [Fact]
    public void So_they_do_for_strategies_nobody_wrote()
    {
        var history = Library.Sample(4);
        int compared = 0, trades = 0;
        for (int seed = 0; seed < 70; seed++)
        {
            var read = StrategyReader.Read(new SourceText("s.qstrat", StrategyGenerator.Text(seed, new Timeframe(5 * Timeframe.Minute))));
            if (Binder.Bind(read).Strategy is not { Symbols.Length: < 2 } strategy) continue;
            try
            {
                trades += Compare(strategy, history, Accounts[seed % Accounts.Length] with { Gaps = GapPolicy.Carry }, draw: 12);
                compared++;
            }
            catch (InputException)
            {
                // A grid too large or emptied by its own `require`, bars too few to be warm, or sizing that needs a stop.
            }
        }

        Assert.True(compared > 25 && trades > 500, $"{compared} strategies, {trades} trades");
    }

    [Fact]
    public void A_portion_of_several_signals_is_parted_by_what_signals_alike()
    {
        // Whoever hands out portions may know less than the program of signals: a portion of two groups comes out right too.
        var strategy = Library.Strategy("ema_cross", "slow=50").Bound;
        var history = Library.Sample(30);
        var columns = new MarketColumns(history.Base, strategy.Timeframe);
        var program = new ColumnarProgram(strategy);
        var context = RunContext.Create(history, columns, program.Plan, new());
        var grid = SweepGrid.Create(strategy, [new("slow", 50)]);
        long[] combinations = [.. Enumerable.Range(0, 40).Select(i => grid.CombinationAt(i))];
        Assert.NotEqual(40, grid.GroupEnd(0, 40));
        Assert.Equal(Rows(new PlainPortionWalk(program.CreateInstance(), columns, context, grid), combinations),
            Rows(new GroupPortionWalk(program.CreateInstance, program.SignalsOn(columns), context, grid), combinations));
    }

    private static int Compare(BoundStrategy strategy, MarketHistory history, AccountSettings account, long draw)
    {
        var grid = SweepGrid.Create(strategy, [], draw, seed: 9);
        if (!SweepPlanner.Plan(strategy, account, grid).WalksGroups) return 0;
        var columns = new MarketColumns(history.Base, strategy.Timeframe, others: history.Others);
        using var compiled = StrategyCompiler.Compile(strategy);
        var columnar = new ColumnarProgram(strategy);
        var context = RunContext.Create(history, columns, compiled.Plan, account);
        var groups = new GroupPortionWalk(columnar.CreateInstance, columnar.SignalsOn(columns), context, grid);
        var plain = new PlainPortionWalk(compiled.CreateInstance(), columns, context, grid);
        int trades = 0;
        for (long first = 0, end; first < grid.Count; first = end)
        {
            end = grid.GroupEnd(first, Math.Min(grid.Count, first + SweepRunner.MostLanes));
            long from = first;
            long[] combinations = [.. Enumerable.Range(0, (int)(end - first)).Select(i => grid.CombinationAt(from + i))];
            var expected = Rows(plain, combinations);
            Assert.Equal(expected, Rows(groups, combinations));
            trades += expected.Sum(row => row.Trades);
        }

        return trades;
    }

    private static SweepRow[] Rows(IPortionWalk walk, long[] combinations)
    {
        var rows = new SweepRow[combinations.Length];
        walk.Run(combinations, rows);
        return rows;
    }
}
