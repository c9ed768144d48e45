using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Validation;

namespace QuantDsl.Research.Tests.Validation;

/// <summary>Worked by hand: which decisions two runs share, and what kept one from the others.</summary>
public sealed class DecisionComparisonTests
{
    [Fact]
    public void Equal_runs_take_equal_decisions()
    {
        var run = Run(Trade(Side.Long, 11, 20, ExitReason.Signal));
        var comparison = DecisionComparison.Of(new(run), new(run));
        Assert.Equal((2, 2, 1.0), (comparison.Same, comparison.All, comparison.Share));
        Assert.Empty(comparison.Causes);
    }

    [Fact]
    public void A_run_without_decisions_is_like_itself() => Assert.Equal(1, DecisionComparison.Of(new(Run()), new(Run())).Share);

    [Fact]
    public void A_stop_that_only_one_account_met_takes_the_exit_and_gives_an_entry()
    {
        // Both enter at the close of bar 10. The second is stopped in bar 15, enters again at 16 and leaves with the first at 19; the exit at 30 is of the first's next trade alone.
        var first = Run(Trade(Side.Long, 11, 20, ExitReason.Signal), Trade(Side.Short, 26, 31, ExitReason.TimeStop));
        var second = Run(Trade(Side.Long, 11, 15, ExitReason.StopLoss), Trade(Side.Long, 17, 20, ExitReason.Signal), Trade(Side.Short, 26, 28, ExitReason.TakeProfit));
        var comparison = DecisionComparison.Of(new(first), new(second));
        // Shared: long at 10, exit at 19, short at 25. Alone: the second's long at 16, the first's exit at 30.
        Assert.Equal((3, 5), (comparison.Same, comparison.All));
        Assert.Equal([("already in a position", 1), ("already out", 1)], comparison.Causes.Select(c => (c.Key, c.Value)));
    }

    [Fact]
    public void A_refused_entry_names_its_reason()
    {
        var first = Run(Trade(Side.Short, 6, 9, ExitReason.StopLoss));
        var second = Run();
        second.RefusedEntries.Add(new(5, Side.Short, Refusal.MinNotional));
        var comparison = DecisionComparison.Of(new(first), new(second));
        Assert.Equal((0, 1), (comparison.Same, comparison.All));
        Assert.Equal([("refused: minNotional", 1)], comparison.Causes.Select(c => (c.Key, c.Value)));
    }

    [Fact]
    public void An_exit_decided_while_the_other_account_holds_another_trade_says_so()
    {
        var first = Run(Trade(Side.Long, 11, 20, ExitReason.Signal));
        var second = Run(Trade(Side.Long, 11, 12, ExitReason.StopLoss), Trade(Side.Long, 14, 40, ExitReason.StopLoss));
        var causes = DecisionComparison.Of(new(first), new(second)).Causes;
        Assert.Equal([("already in a position", 1), ("holds another position", 1)], causes.Select(c => (c.Key, c.Value)));
    }

    private static RunResult Run(params Trade[] trades)
    {
        var result = new RunResult();
        result.Trades.AddRange(trades);
        return result;
    }

    private static Trade Trade(Side side, int entryBar, int exitBar, ExitReason reason) => new()
    {
        Side = side,
        SignalTime = 0,
        EntryBar = entryBar,
        EntryTime = 0,
        EntryPrice = 1,
        ExitBar = exitBar,
        ExitTime = 0,
        ExitPrice = 1,
        ExitReason = reason,
        Quantity = 1,
        Leverage = 1,
        EntryFee = 0,
        ExitFee = 0,
        Funding = 0,
        Slippage = 0,
        GrossPnl = 0,
        NetPnl = 0,
        Mae = 0,
        Mfe = 0,
    };
}
