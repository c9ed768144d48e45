using QuantDsl.Backtest;
using QuantDsl.Data;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Research.Tests.Jobs;

public sealed class SweepRehearsalTests
{
    [Theory]
    [MemberData(nameof(Library.All), MemberType = typeof(Library))]
    public void Every_strategy_of_the_library_is_rehearsed_to_its_trades(string name) =>
        Assert.True(SweepRehearsal.Run(Library.Strategy(name), new AccountSettings(), Venues.BinanceUsdM, TimeProvider.System) > 0);

    [Fact]
    public void Settings_are_kept_where_trading_begins_is_not()
    {
        var account = new AccountSettings { TradeFromBar = 1_000_000, Fills = FillMode.Neutral };
        Assert.Equal(1, SweepRehearsal.Run(Library.Strategy("ema_cross", "fast=20", "slow=100", "stop_mult=3.5"), account, Venues.BinanceUsdM, TimeProvider.System));
    }
}
