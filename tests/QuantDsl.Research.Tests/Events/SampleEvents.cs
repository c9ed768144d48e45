using System.Text;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Events;
using QuantDsl.Market;
using QuantDsl.Research.Events;

namespace QuantDsl.Research.Tests;

/// <summary>One event of every kind, with numbers chosen by hand; the reference page shows the lines they give.</summary>
internal static class SampleEvents
{
    // 2025-01-15T10:30:00Z.
    public const long Noon = 1_736_937_000_000;

    private const long FiveMinutes = 5 * 60_000;

    public static EventLogHeader Header { get; } = new(42, "backtest",
    [
        new("rsi_mean_reversion_mtf", "BTCUSDT", Timeframe.Parse("5m"), Noon - FiveMinutes)
        {
            Leverage = 10,
            Sizing = new Sizing.FixedFractional(0.02),
            LatencyMs = 30,
            Sessions = "08:00-20:00 UTC",
            Regimes = ["calm", "wild"],
        },
        new("ema_cross", "ETHUSDT", Timeframe.Parse("1h"), Noon) { Leverage = 5 },
    ]);

    public static StartEvent Start { get; } = new(Noon - FiveMinutes, 10_000, [true, false]);

    public static Trade Trade { get; } = new()
    {
        Member = 0,
        PositionId = 1,
        Side = Side.Long,
        SignalTime = Noon,
        EntryBar = 127,
        EntryTime = Noon,
        EntryPrice = 42_150.5,
        ExitBar = 139,
        ExitTime = Noon + 12 * FiveMinutes,
        ExitPrice = 42_500,
        ExitReason = ExitReason.TakeProfit,
        Quantity = 0.5,
        Leverage = 10,
        EntryFee = 8.4301,
        ExitFee = 4.25,
        Funding = -1.5,
        Slippage = 0.25,
        GrossPnl = 174.75,
        NetPnl = 160.5699,
        Mae = -0.002,
        Mfe = 0.008291557,
        Regime = 1,
        FirstPrice = 42_150.5,
        FirstQuantity = 0.5,
        FirstStop = 41_950.5,
        FirstTarget = 42_500,
        LiquidationPrice = 38_150.2,
    };

    public static RunEvent[] All { get; } =
    [
        new SignalEvent(Noon, 0, 126, Side.Long, SignalIntent.Enter, null),
        new TimeFilterEvent(Noon, 0, 126, Session: true, Weekday: true, Funding: true),
        new RiskCheckEvent(Noon, 0, Refusal.DailyLoss, 0.012, 0.5, IsFraction: true, Passed: true),
        new RiskCheckEvent(Noon, 0, Refusal.OrderRate, 1, 10, IsFraction: false, Passed: true),
        new OrderEvent(Noon, 0, 1, OrderType.Market, Buys: true, 0.5, null),
        new FillEvent(Noon, 0, 1, FillKind.Entry, 42_150.5, 42_150, 0.5, 8.4301, 0, 9_991.5699, AtOpen: true),
        new PositionOpenEvent(Noon, 0, 1, Side.Long, 42_150.5, 0.5, 10, 2_107.525, 41_950.5, 42_500, 38_150.2, 1),
        new FundingEvent(Noon + FiveMinutes, 0, 0.0001, 42_160, -2.108, 9_989.4619, AtOpen: true),
        new SignalEvent(Noon + FiveMinutes, 1, 9, Side.Short, SignalIntent.Reverse, ExitReason.Signal),
        new RefusalEvent(Noon + FiveMinutes, 1, Side.Short, Refusal.Margin),
        new PositionChangeEvent(Noon + 2 * FiveMinutes, 0, 1, 42_150.5, 0.25, null, 38_150.2),
        new OrderEvent(Noon + 12 * FiveMinutes, 0, 2, OrderType.Limit, Buys: false, 0.25, 42_500),
        new FillEvent(Noon + 12 * FiveMinutes, 0, 2, FillKind.Exit, 42_500, 42_500, 0.25, 2.125, 87.375, 10_074.7119, AtOpen: false),
        new PositionCloseEvent(Noon + 12 * FiveMinutes, 0, Trade),
        new LiquidationEvent(Noon + 12 * FiveMinutes, 1, 2, 3_150.2, 210.75),
        new HaltEvent(Noon + 12 * FiveMinutes, RunEvent.WholeAccount, Refusal.Halted, 8_400.5),
        new RebalanceEvent(Noon + 12 * FiveMinutes, 0.35, 0.2),
        new EquityEvent(Noon + 162 * FiveMinutes, 10_074.7119, 10_074.7119),
    ];

    /// <summary>The lines of a log of some events, its first and last one included.</summary>
    public static string[] Lines(params IEnumerable<RunEvent> events)
    {
        string text = Encoding.UTF8.GetString(Write(Header, events));
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text[..^1].Split('\n');
    }

    /// <summary>The same as bytes, of another header.</summary>
    public static byte[] Write(EventLogHeader header, IEnumerable<RunEvent> events)
    {
        var stream = new MemoryStream();
        using (var log = EventLog.To(stream, header, new Context()))
        {
            log.Add(Start);
            foreach (var happened in events) log.Add(happened);
            log.Complete(Noon + 162 * FiveMinutes, 10_074.7119);
        }

        return stream.ToArray();
    }

    private sealed class Context : ISignalContext
    {
        public void Read(SignalEvent signal, SignalValues values)
        {
            if (signal.Intent != SignalIntent.Enter) return;
            values.Add("rsi", 28.5);
            values.Add("rsi_1h", 45.2);
            values.Add("ema_trend_4h", 42_100);
            values.Add("not_warm", double.NaN);
            values.Add("rsi", 28.5);
        }
    }
}
