using QuantDsl.Backtest;
using QuantDsl.Compiler;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Tests.Fairness;
using QuantDsl.Runtime;
using QuantDsl.Testing.Generation;
using Xunit.Abstractions;

namespace QuantDsl.Research.Tests.Laws;

/// <summary>What holds of generated programs under every execution model, on minutes of the sample market with its mark price.</summary>
public sealed class ExecutionLawTests(ITestOutputHelper output)
{
    private const int Programs = 16, Days = 15;

    private static readonly Timeframe Fives = new(5 * Timeframe.Minute);

    // Funding of an open position is in no fill; it has laws of its own among those of the account. The share is small, so that limits fill in parts.
    private static readonly AccountSettings Account = new() { Fills = FillMode.Realistic, Models = ExecutionModels.Full with { Funding = false, Queue = new(0.8, 0.0005) }, MaxPosition = 3 };

    [Fact]
    public void Equity_is_the_start_and_what_trades_and_fills_have_made_of_it_at_every_mark()
    {
        int trades = 0, marks = 0, held = 0, inParts = 0;
        ForEachProgram((history, plan, run) =>
        {
            var result = run(history, Account);
            var bars = history.Base.Aggregate(plan.Timeframe);
            Assert.InRange(result.MaxDrawdown, 0, 1);
            Assert.All(result.Trades, trade => Assert.True(trade.EntryFee >= 0 && trade.ExitFee >= 0 && trade.Quantity > 0));
            foreach (var mark in result.Days)
            {
                int bar = Enumerable.Range(0, bars.Count).Last(b => (bars.CloseTime(b) - 1) / Timeframe.Day <= mark.Day);
                double equity = Account.Equity + result.Trades.Where(t => t.ExitBar <= bar).Sum(t => t.NetPnl);
                foreach (var trade in result.Trades.Where(t => t.EntryBar <= bar && bar < t.ExitBar))
                {
                    equity += Value(result.Fills.GetRange(trade.FirstFill, trade.FillCount).Where(f => f.Bar <= bar), (double)trade.Side, bars.Close[bar]);
                    Interlocked.Increment(ref held);
                }

                Assert.Equal(equity, mark.Equity, 1e-9 * Account.Equity);
                Interlocked.Increment(ref marks);
            }

            Assert.Equal(Account.Equity + result.Trades.Sum(t => t.NetPnl), result.FinalEquity, 1e-9 * Account.Equity);
            Interlocked.Add(ref trades, result.Trades.Count);
            Interlocked.Add(ref inParts, result.Fills.Count(f => f.Kind == FillKind.PartialExit));
        });
        output.WriteLine($"{Programs} programs, {trades} trades, {inParts} partial exits, {marks} marks, {held} of them in a position");
        Assert.True(trades > 500 && marks > 150 && held > 20 && inParts > 50, $"{trades} trades, {marks} marks, {held} in a position, {inParts} parts");
    }

    [Fact]
    public void V1_to_V5_what_comes_later_changes_no_trade()
    {
        int compared = 0;
        ForEachProgram((history, plan, run) =>
        {
            var whole = run(history, Account);
            for (int day = 6; day < Days; day += 6)
            {
                long end = history.Base.OpenTimes[0] / Timeframe.Day * Timeframe.Day + day * Timeframe.Day;
                var cut = run(Until(history, end), Account);
                var expected = whole.Trades.Where(t => t.ExitTime < end).ToList();
                Assert.Equal(expected, cut.Trades.Take(expected.Count));
                // What the end of the shorter data has closed was open then, or ended at that very instant.
                Assert.InRange(cut.Trades.Count - expected.Count, 0, 1);
                Interlocked.Add(ref compared, expected.Count);
            }
        });
        output.WriteLine($"{Programs} programs, {compared} trades compared");
        Assert.True(compared > 1_000, $"{compared} trades");
    }

    /// <summary>RULES X11: both tiers are one where every model is off, mark prices and finer bars there or not.</summary>
    [Fact]
    public void X11_without_models_generated_programs_trade_as_under_neutral_fills()
    {
        int trades = 0;
        ForEachProgram((history, _, run) =>
        {
            var neutral = run(history, Account with { Fills = FillMode.Neutral });
            Trade[] expected = [.. neutral.Trades];
            Assert.Equal(expected, run(history, Account with { Models = ExecutionModels.None }).Trades);
            Interlocked.Add(ref trades, expected.Length);
        });
        output.WriteLine($"{Programs} programs, {trades} trades equal");
        Assert.True(trades > 500, $"{trades} trades");
    }

    /// <summary>What a position that is still open is worth: all that was paid and received for it, and what is held at the price.</summary>
    private static double Value(IEnumerable<Fill> fills, double sign, double price)
    {
        double value = 0, held = 0;
        foreach (var fill in fills)
        {
            double bought = fill.Kind is FillKind.Entry or FillKind.ScaleIn ? sign * fill.Quantity : -sign * fill.Quantity;
            value -= bought * fill.Price + fill.Fee;
            held += bought;
        }

        return value + held * price;
    }

    private static MarketHistory Until(MarketHistory history, long utcMs) => history with
    {
        Base = history.Base.Between(long.MinValue, utcMs),
        Mark = history.Mark?.Between(long.MinValue, utcMs),
        Others = [.. history.Others.Select(other => other.Between(long.MinValue, utcMs))],
    };

    private static void ForEachProgram(Action<MarketHistory, StrategyPlan, Func<MarketHistory, AccountSettings, RunResult>> check) =>
        Parallel.For(0, Programs, seed =>
        {
            var bound = Binder.Bind(StrategyReader.Read(new SourceText("generated.qstrat", SyntaxPrinter.Print(StrategyGenerator.Strategy(seed, Fives))))).Strategy;
            Assert.NotNull(bound);
            using var program = StrategyCompiler.Compile(bound);
            var history = Library.Sample(Days).With(bound, Library.Sample(Days, seed: 2));
            double[] values = ParameterVector.Of(bound, []);
            try
            {
                check(history, program.Plan, (data, account) => SingleRun.Run(data, program.Plan, program.CreateInstance(), values, account));
            }
            catch (InputException cold) when (cold.Kind == FailureKind.Data)
            {
                // A warm-up longer than the market is refused.
            }
        });
}
