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

    /// <summary>Some trade a few listed symbols and no other.</summary>
    [Fact]
    public void Every_venue_is_rehearsed_on() => Assert.All(Venues.Names, name =>
        Assert.True(SweepRehearsal.Run(Library.Strategy("ema_cross"), new AccountSettings(), Venues.Named(name), TimeProvider.System) > 0, name));

    [Fact]
    public void Settings_are_kept_where_trading_begins_is_not()
    {
        var account = new AccountSettings { TradeFromBar = 1_000_000, Fills = FillMode.Neutral };
        Assert.Equal(1, SweepRehearsal.Run(Library.Strategy("ema_cross", "fast=20", "slow=100", "stop_mult=3.5"), account, Venues.BinanceUsdM, TimeProvider.System));
    }
}
