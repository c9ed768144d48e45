using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Tests;

/// <summary>Signals are computed once for all combinations that signal alike, and found again for nothing; that they are right, <see cref="ColumnarStrategyTests"/> hold.</summary>
public sealed class SignalProgramTests
{
    internal const string TwoAverages = """
        strategy s timeframe 5m
        param fast = 3 in [3, 4]
        param slow = 9 in [9, 12]
        param m = 2 in [1, 2, 3]
        param late = 5
        let f = EMA(close, fast)
        let s = EMA(close, slow)
        enter long when f crosses_above s
        enter short when close < f * 0.99 and s > close[2]
        exit long when f crosses_below s
        exit short when bars_in_trade > late
        stop atr_fixed(ATR(14), m)
        """;

    [Fact]
    public void Combinations_that_signal_alike_have_the_same_object()
    {
        var strategy = Library.Bind(TwoAverages);
        var program = new SignalProgram(strategy, new(Bars.Random(1, 500, Bound.M5), Bound.M5));

        // The multiple is of the stop; the last is read beside the position.
        Assert.Equal<int>([0, 1, 3], program.ParameterReads);
        var signals = program.Of([3, 9, 1, 5]);
        Assert.Same(signals, program.Of([3, 9, 2, 5]));
        Assert.NotSame(signals, program.Of([3, 9, 1, 6]));
        Assert.NotSame(signals, program.Of([4, 9, 1, 5]));
        Assert.Equal(3, program.ComputedCount);
        Assert.Null(signals.ExitShort);
        Assert.Equal(signals.EnterLong.Words, program.Of([3, 9, 1, 6]).EnterLong.Words);
    }

    [Fact]
    public void A_side_without_a_rule_never_signals()
    {
        var strategy = Library.Bind("strategy s timeframe 5m enter long when close > open exit after 3 bars");
        var signals = new SignalProgram(strategy, new(Bars.Random(1, 100, Bound.M5), Bound.M5)).Of([]);
        Assert.True(signals.EnterLong.Count > 0);
        Assert.Equal((0, 0, 0), (signals.EnterShort.Count, signals.ExitLong!.Count, signals.ExitShort!.Count));
    }

    [Fact]
    public void Threads_that_ask_at_once_get_the_same_objects()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var program = new SignalProgram(Library.Bind(TwoAverages), new(Bars.Random(seed, 3_000, Bound.M5), Bound.M5));
            using var start = new Barrier(6);
            var found = new Signals[6][];
            var threads = Enumerable.Range(0, 6).Select(t => new Thread(() =>
            {
                start.SignalAndWait();
                found[t] = [.. Enumerable.Range(0, 4).Select(i => program.Of([3 + i % 2, 9 + i / 2, t, 5]))];
            })).ToArray();
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
            Assert.Equal(4, program.ComputedCount);
            Assert.All(found, signals => Assert.All(signals.Zip(found[0]), pair => Assert.Same(pair.Second, pair.First)));
        }
    }

    [Fact]
    public void Signals_beyond_the_budget_are_let_go_and_computed_again_alike()
    {
        var market = new MarketColumns(Bars.Random(3, 2_000, Bound.M5), Bound.M5);
        var strategy = Library.Bind(TwoAverages);
        SignalProgram all = new(strategy, market), few = new(strategy, market, budgetBytes: 10_000);
        foreach (int round in Enumerable.Range(0, 3))
            foreach (int i in Enumerable.Range(0, 60))
            {
                double[] combination = [2 + i % 10, 11 + i / 10, 1, 5];
                Signals expected = all.Of(combination), actual = few.Of(combination);
                Assert.Equal(expected.EnterLong.Words, actual.EnterLong.Words);
                Assert.Equal(expected.EnterShort.Words, actual.EnterShort.Words);
                Assert.Equal(expected.ExitLong!.Words, actual.ExitLong!.Words);
                Assert.InRange(few.HeldBytes, 1, 10_000);
            }

        Assert.Equal(60, all.ComputedCount);
        Assert.Equal(180, few.ComputedCount);
    }
}
