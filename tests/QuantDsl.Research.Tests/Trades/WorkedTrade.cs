using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Research.Tests.Trades;

/// <summary>A strategy on a few bars whose one trade is worked out by hand. Prices and fees are sums of powers of two, so every number is exact.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Text">The strategy.</param>
/// <param name="Bars">Open, high, low and close of bars of an hour from 2024-01-01T00:00Z on.</param>
/// <param name="Expected">Values of the trade by column.</param>
public sealed record WorkedTrade(string Name, string Text, double Leverage, (double Open, double High, double Low, double Close)[] Bars, (string Column, object? Value)[] Expected)
{
    /// <summary>2024-01-01T00:00Z.</summary>
    public const long Start = 1_704_067_200_000;

    /// <summary>Fees of market fills and of limits, as fractions.</summary>
    private const double Taker = 1 / 1024.0, Maker = 1 / 2048.0;

    // Entry 2 × 128 = 256, margin 128, fee 256 / 1024 = 0.25. Stop 25 % below: 96, so 32 a piece, 64 in all, are risked. Target 50 % above: 192, reached in
    // the third hour: gross 2 × 64 = 128, fee 384 / 2048 = 0.1875, net 127.5625. Liquidation 128 × (1 − 1/2 + 1/128) = 65.
    public static readonly WorkedTrade Target = new("a long to its target",
        "strategy worked timeframe 1h  enter long when close > 100  stop 25%  target 50%", 2,
        [(90, 101, 90, 101), (128, 144, 112, 136), (136, 160, 120, 152), (152, 200, 150, 160)],
        [
            ("side", "long"), ("exitReason", "take_profit"), ("entryPrice", 128.0), ("exitPrice", 192.0), ("netPnl", 127.5625), ("positionId", 1L), ("timeframe", "1h"),
            ("tradeType", "backtest"), ("rMultiple", 127.5625 / 64), ("rewardMultiple", 2.0), ("stopDistanceFraction", 0.25), ("roi", 127.5625 / 128), ("initialMargin", 128.0),
            ("liquidationPrice", 65.0), ("holdHours", 3.0), ("regime", null), ("signalTime", Start + Timeframe.Hour), ("entryTime", Start + Timeframe.Hour), ("exitTime", Start + 4 * Timeframe.Hour),
            ("entryBar", 1L), ("exitBar", 3L), ("schemaVersion", 1L),
        ]);

    // Short at 128, stop at 160, target 3 × 32 below: 32. The stop is reached: gross −64, fees 0.25 + 320 / 1024 = 0.5625, net −64.5625.
    // Liquidation 128 × (1 + 1/2 − 1/128) = 191.
    private static readonly WorkedTrade Stop = new("a short to its stop, with a target in multiples of it",
        "strategy worked timeframe 1h  enter short when close < 100  stop 25%  target risk_reward(3)", 2,
        [(110, 110, 99, 99), (128, 136, 120, 130), (130, 168, 128, 150), (150, 150, 150, 150)],
        [
            ("side", "short"), ("exitReason", "stop_loss"), ("exitPrice", 160.0), ("grossPnl", -64.0), ("netPnl", -64.5625), ("rMultiple", -64.5625 / 64), ("rewardMultiple", 3.0),
            ("stopDistanceFraction", 0.25), ("roi", -64.5625 / 128), ("liquidationPrice", 191.0), ("holdHours", 2.0),
        ]);

    // Eight times the margin: 256 / 8 = 32 of it, all lost at 128 × (1 − 1/8 + 1/128) = 113, before the stop at 96. No fee for that: net −32.25.
    private static readonly WorkedTrade Liquidation = new("a long that is liquidated before its stop",
        "strategy worked timeframe 1h  enter long when close > 100  stop 25%", 8,
        [(90, 101, 90, 101), (128, 136, 120, 130), (130, 130, 90, 100), (100, 100, 100, 100)],
        [
            ("exitReason", "liquidation"), ("exitPrice", 113.0), ("grossPnl", -32.0), ("exitFee", 0.0), ("netPnl", -32.25), ("initialMargin", 32.0), ("roi", -32.25 / 32),
            ("rMultiple", -32.25 / 64), ("rewardMultiple", null), ("stopDistanceFraction", 0.25), ("liquidationPrice", 113.0),
        ]);

    // The same without a stop: no multiple of what nobody set.
    private static readonly WorkedTrade Unstopped = new("a long without a stop that is liquidated",
        "strategy worked timeframe 1h  enter long when close > 100  target 50%", 8, Liquidation.Bars,
        [("exitReason", "liquidation"), ("netPnl", -32.25), ("rMultiple", null), ("rewardMultiple", null), ("stopDistanceFraction", null), ("roi", -32.25 / 32)]);

    // At leverage 1 a long has nothing to be liquidated at. 60 % of 256 is far away; the second hour's open ends it: gross 2 × 8, fees 0.25 + 272 / 1024.
    private static readonly WorkedTrade Unlevered = new("a long with its own money, in a regime",
        "strategy worked timeframe 1h  regime dear when close > 100  enter long in dear when close > 100  exit after 1 bars  stop 60%", 1,
        [(90, 101, 90, 101), (128, 140, 128, 99), (136, 136, 99, 99), (99, 99, 99, 99)],
        [
            ("exitReason", "time_stop"), ("exitPrice", 136.0), ("netPnl", 16 - 0.25 - 0.265625), ("liquidationPrice", null), ("initialMargin", 256.0), ("regime", "dear"), ("holdHours", 1.0),
            ("roi", (16 - 0.25 - 0.265625) / 256),
        ]);

    // 2 at 128 and, 25 % up, 2 more at 192: 160 on average, margin 640 / 2 = 320, liquidation 160 × (1 − 1/2 + 1/128) = 81.25. The stop was first placed at 96
    // and the target at 256: 32 and 128 a piece from the first fill, whose quantity was 2. Out at 176: gross 16 × 4 = 64, fees 0.25 + 0.375 + 0.6875, net 62.6875.
    private static readonly WorkedTrade Scaled = new("a long that was added to",
        "strategy worked timeframe 1h  enter long when close > 100  exit after 3 bars  stop 25%  target 100%  scale in at +25% up to 1 times", 2,
        [(90, 101, 90, 101), (128, 168, 128, 160), (192, 200, 180, 190), (190, 190, 170, 99), (176, 176, 99, 99), (99, 99, 99, 99)],
        [
            ("exitReason", "time_stop"), ("entryPrice", 160.0), ("exitPrice", 176.0), ("quantity", 4.0), ("netPnl", 62.6875), ("initialMargin", 320.0), ("roi", 62.6875 / 320),
            ("rMultiple", 62.6875 / 64), ("rewardMultiple", 4.0), ("stopDistanceFraction", 0.25), ("liquidationPrice", 81.25), ("holdHours", 3.0),
        ]);

    // Half of the signal's close, 256, is 128, where the fill is: the open reaches the stop, no time passes, and nothing was risked that a result could be a multiple of.
    private static readonly WorkedTrade StopAtTheFill = new("a long whose stop, measured from the signal, is its fill",
        "strategy worked timeframe 1h  enter long when close > 200  stop 50% from signal  target 50%", 2,
        [(250, 260, 250, 256), (128, 136, 120, 130), (130, 130, 130, 130)],
        [
            ("exitReason", "stop_loss"), ("entryPrice", 128.0), ("exitPrice", 128.0), ("netPnl", -0.5), ("rMultiple", null), ("rewardMultiple", null), ("stopDistanceFraction", 0.0),
            ("roi", -0.5 / 128), ("holdHours", 0.0),
        ]);

    // Half is taken off at 144, as a limit: 2 × ½ × 16 = 16; the rest ends at the stop: −32. Gross −16; fees 0.25 + 144 / 2048 + 96 / 1024, net −16.4140625. What was
    // risked at first is 64 all the same.
    private static readonly WorkedTrade Parted = new("a long that was taken off in parts",
        "strategy worked timeframe 1h  enter long when close > 100  stop 25%  take 50% at 12.5%", 2,
        [(90, 101, 90, 101), (128, 150, 120, 99), (99, 99, 90, 95), (95, 95, 95, 95)],
        [
            ("exitReason", "stop_loss"), ("quantity", 2.0), ("exitPrice", 120.0), ("grossPnl", -16.0), ("netPnl", -16.4140625), ("rMultiple", -16.4140625 / 64), ("initialMargin", 128.0),
            ("roi", -16.4140625 / 128),
        ]);

    public static ImmutableArray<WorkedTrade> All { get; } = [Target, Stop, Liquidation, Unstopped, Unlevered, Scaled, StopAtTheFill, Parted];

    /// <summary>The run; its market has one tier of 1/128, no steps and no funding.</summary>
    internal BacktestJob Job()
    {
        var instrument = new Instrument("BTCUSDT") { MarginTables = [new(0, [new(0, double.MaxValue, 1 / 128.0, 125, 0)], "worked")] };
        var venue = new Venue("worked") { Fees = FeeSchedule.Constant(Taker, Maker), FundingIntervalHours = 8, Instruments = [], DefaultInstrument = instrument };
        var bars = new BarSeries("BTCUSDT", new(Timeframe.Hour), [.. Bars.Select((_, i) => Start + i * Timeframe.Hour)], [.. Bars.Select(b => b.Open)], [.. Bars.Select(b => b.High)],
            [.. Bars.Select(b => b.Low)], [.. Bars.Select(b => b.Close)], [.. Bars.Select(_ => 1.0)]);
        var account = new AccountSettings { Leverage = Leverage, Sizing = new Sizing.FixedQuantity(2), Fills = FillMode.Neutral, TakerFee = Taker, MakerFee = Maker };
        return BacktestJob.Prepare(Library.Inputs(Library.Input(Text), new(bars, null, instrument, venue), account), TimeProvider.System);
    }
}
