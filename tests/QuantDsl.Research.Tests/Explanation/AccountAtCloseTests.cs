using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Explanation;
using QuantDsl.Research.Tests.Fairness;

namespace QuantDsl.Research.Tests.Explanation;

/// <summary>The account at a close is the one of the whole run: what a position is there agrees with the trade it becomes.</summary>
public sealed class AccountAtCloseTests
{
    private static readonly MarketHistory History = Library.Sample(15) is var sample ? sample with { Base = sample.Base.Aggregate(new(5 * Timeframe.Minute)), Mark = null } : sample;

    [Theory]
    [InlineData("ema_cross", FillMode.Neutral)]
    [InlineData("zscore_mean_reversion", FillMode.Neutral)]
    [InlineData("regime_pyramid", FillMode.Neutral)]
    [InlineData("bollinger_squeeze_breakout", FillMode.Neutral)]
    [InlineData("ema_cross", FillMode.Screening)]
    [InlineData("zscore_mean_reversion", FillMode.Realistic)]
    public void A_position_on_its_last_close_is_the_trade_it_becomes(string name, FillMode fills)
    {
        var inputs = Library.Inputs(Library.Strategy(name), History, new AccountSettings { Fills = fills });
        using var job = WhyJob.Run(inputs, TimeProvider.System);
        using var program = Compiler.StrategyCompiler.Compile(inputs.Strategy.Bound);
        var trades = SingleRun.Trades(History, program.Plan, program.CreateInstance(), [.. inputs.Strategy.Bound.Parameters.Select(p => p.Default)], inputs.Account);
        var bars = History.Base.Aggregate(inputs.Strategy.Bound.Timeframe);
        int stops = 0, held = 0;
        foreach (var trade in trades.Take(8))
        {
            // At the close before it was entered there is nothing, or another position.
            if (trade.EntryBar > 0 && job.At(bars.CloseTime(trade.EntryBar - 1)) is { Account.Position: { } before }) Assert.NotEqual(trade.PositionId, before.PositionId);
            if (trade.ExitBar == trade.EntryBar || trade.ExitReason == ExitReason.EndOfData) continue;
            held++;
            int last = trade.ExitBar - 1;
            var why = job.At(bars.CloseTime(last));
            var position = why.Account!.Position!;
            Assert.Equal((trade.PositionId, trade.Side, trade.EntryTime, trade.ExitBar - trade.EntryBar), (position.PositionId, position.Side, position.EntryUtcMs, position.BarsInTrade));
            if (trade.FillCount == 0) Assert.Equal((trade.EntryPrice, trade.Quantity, trade.LiquidationPrice), (position.EntryPrice, position.Quantity, position.LiquidationPrice));
            Assert.Equal((int)position.Side * (bars.Close[last] / position.EntryPrice - 1), position.Profit);

            // A stop that was hit inside the bar, neutrally filled, stood at the close before where it was filled.
            if (fills == FillMode.Neutral && trade is { ExitReason: ExitReason.StopLoss, FillCount: 0 } && trade.ExitTime != trade.EntryTime && trade.ExitTime == bars.CloseTime(trade.ExitBar))
            {
                stops++;
                Assert.Equal(trade.ExitPrice, position.StopPrice);
            }

            bool decided = trade.ExitReason is ExitReason.Signal or ExitReason.TimeStop;
            Assert.Equal(decided, why.Happened.Any(h => h.Kind == "exited" && h.Price == trade.ExitPrice && h.Reason == ResultNames.Of(trade.ExitReason)));
            var exit = why.Rules.FirstOrDefault(r => r.Name == $"exit {ResultNames.Of(trade.Side)}");
            if (trade.ExitReason == ExitReason.Signal && !inputs.Strategy.Bound.Reverse) Assert.Equal(Compiler.Columns.Verdict.Holds, exit!.Reading.Verdict);
        }

        Assert.True(held > 3 && (stops > 0 || fills != FillMode.Neutral || name == "regime_pyramid"), $"{held} positions, {stops} stops");
    }
}
