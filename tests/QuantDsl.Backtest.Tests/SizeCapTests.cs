namespace QuantDsl.Backtest.Tests;

/// <summary>RULES X6: whatever sizes an entry, it is never over its caps and limits, nor over the cash its margin needs.</summary>
public sealed class SizeCapTests
{
    private const double Tolerance = 1 + 1e-9;

    [Fact]
    public void No_entry_is_larger_than_its_caps()
    {
        int entries = 0, capped = 0, limited = 0;
        for (int seed = 0; seed < 2_000; seed++)
        {
            var scenario = LimitedScenario.Of(seed);
            if (seed % 3 > 0) scenario = scenario with { Settings = scenario.Settings with { MaxPosition = 0.4, MaxLeverage = 0.9 } };
            var settings = scenario.Settings;
            var result = scenario.Run();
            double cash = settings.Equity;
            foreach (var trade in result.Trades)
            {
                // While nothing is held the wallet is the equity: the start and all results so far.
                var first = trade.FillCount > 0 ? result.Fills[trade.FirstFill] : new(FillKind.Entry, trade.EntryBar, trade.EntryTime, trade.EntryPrice, trade.Quantity, trade.EntryFee);
                double notional = first.Quantity * first.Price;
                Assert.True(notional <= (settings.MaxPosition ?? double.MaxValue) * cash * Tolerance, $"seed {seed}: {notional} of {cash}");
                Assert.True(notional <= (settings.MaxLeverage ?? double.MaxValue) * cash * Tolerance, $"seed {seed}: {notional} of {cash}");
                Assert.True(notional / settings.Leverage <= cash * Tolerance, $"seed {seed}: margin of {notional} of {cash}");
                Assert.True(!(first.Quantity > settings.Limits.Contracts) && !(notional > settings.Limits.OrderNotional), $"seed {seed}: {first.Quantity} worth {notional}");
                entries++;
                if (notional > 0.39 * cash && settings.MaxPosition == 0.4) capped++;
                if (settings.Limits.Contracts is not null || settings.Limits.OrderNotional is not null) limited++;
                cash += trade.NetPnl;
            }
        }

        Assert.True(entries > 5_000 && capped > 500 && limited > 500, $"{entries} entries, {capped} at their cap, {limited} under a limit");
    }
}
