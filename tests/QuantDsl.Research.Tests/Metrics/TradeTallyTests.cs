using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Research.Tests.Metrics;

public sealed class TradeTallyTests
{
    [Fact]
    public void R3_sums_counts_and_streaks_in_order_of_exit()
    {
        var tally = TradeTally.Of([Of(10), Of(5), Of(0), Of(7), Of(-4), Of(-1), Of(-2), Of(3)]);
        Assert.Equal((8, 4, 3), (tally.Sums.Count, tally.Sums.Wins, tally.Sums.Losses));
        Assert.Equal((25.0, -7.0), (tally.Sums.Gains, tally.Sums.LossSum));
        Assert.Equal((10.0, -4.0), (tally.LargestWin, tally.LargestLoss));
        // The trade that netted nothing breaks the streak of wins.
        Assert.Equal((2, 3), (tally.LongestWinStreak, tally.LongestLossStreak));
        Assert.Equal((24.0, -4.0, 2.0), (tally.Sums.Fees, tally.Sums.Funding, tally.Sums.Slippage));
        Assert.Equal(8 * Timeframe.Hour, tally.DurationMs);
    }

    [Fact]
    public void No_trade_is_all_zero() => Assert.Equal(default, TradeTally.Of([]));

    private static Trade Of(double net) => new()
    {
        Side = Side.Long,
        SignalTime = 0,
        EntryBar = 0,
        EntryTime = 0,
        EntryPrice = 100,
        ExitBar = 1,
        ExitTime = Timeframe.Hour,
        ExitPrice = 100,
        ExitReason = ExitReason.Signal,
        Quantity = 1,
        Leverage = 1,
        EntryFee = 1,
        ExitFee = 2,
        Funding = -0.5,
        Slippage = 0.25,
        GrossPnl = net + 3.5,
        NetPnl = net,
        Mae = 0,
        Mfe = 0,
    };
}
