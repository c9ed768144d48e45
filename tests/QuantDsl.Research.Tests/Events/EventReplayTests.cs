using QuantDsl.Backtest;
using QuantDsl.Backtest.Events;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Research.Events;
using QuantDsl.Testing;

namespace QuantDsl.Research.Tests;

/// <summary>Equity curves worked out by hand.</summary>
public sealed class EventReplayTests : IDisposable
{
    private const long Start = 19_000 * Timeframe.Day, Hour = Timeframe.Hour;

    private readonly TemporaryFolder _folder = new();

    // Twelve-hour bars of one member, and daily ones of another, over two days.
    private readonly BarSeries _half = Bars("BTCUSDT", "12h", 100, 103, 99, 104), _daily = Bars("ETHUSDT", "1d", 50, 52);

    private readonly EventLogHeader _header = new(1, "backtest",
        [new("a", "BTCUSDT", Timeframe.Parse("12h"), Start + 12 * Hour), new("b", "ETHUSDT", Timeframe.Parse("1d"), Start + 24 * Hour)]);

    public void Dispose() => _folder.Dispose();

    /// <remarks>
    /// Marks: 12:00 1,000 (nothing held). At that open a long of 2 at 101 for a fee of 1: cash 999. 24:00: 999 + 2 × (103 − 101) = 1,003; a short of 4 at 50
    /// opened at this close's instant, but after it, costs 2: cash 997. 36:00: 997 + 2 × (99 − 101) = 993, the short at its latest close 50: 0. Inside
    /// the last bar the long is halved at 102 for 0.5: cash 997 + 1 − 0.5 = 997.5; funding of −0.25 at the last close: 997.25.
    /// 48:00: 997.25 + 1 × (104 − 101) − 4 × (52 − 50) = 992.25. Peak 1,003, trough 992.25: drawdown 10.75 ÷ 1,003, for 24 hours.
    /// </remarks>
    private RunEvent[] Story() =>
    [
        new FillEvent(Start + 12 * Hour, 0, 1, FillKind.Entry, 101, 101, 2, 1, 0, 999, AtOpen: true),
        new PositionOpenEvent(Start + 12 * Hour, 0, 1, Side.Long, 101, 2, 1, 202, null, null, null, null),
        new EquityEvent(Start + 24 * Hour, 1_003, 999),
        new FillEvent(Start + 24 * Hour, 1, 2, FillKind.Entry, 50, 50, 4, 2, 0, 997, AtOpen: true),
        new PositionOpenEvent(Start + 24 * Hour, 1, 2, Side.Short, 50, 4, 1, 200, null, null, null, null),
        new FillEvent(Start + 48 * Hour, 0, 3, FillKind.PartialExit, 102, 102, 1, 0.5, 1, 997.5, AtOpen: false),
        new PositionChangeEvent(Start + 48 * Hour, 0, 1, 101, 1, null, null),
        new FundingEvent(Start + 48 * Hour, 0, 0.001, 104, -0.25, 997.25, AtOpen: false),
        new EquityEvent(Start + 48 * Hour, 992.25, 997.25),
    ];

    [Fact]
    public void A_story_of_two_members_gives_the_curve_worked_out_by_hand()
    {
        var replayed = Replay(Story(), 992.25);
        Assert.Equal([new DailyMark(19_000, 1_003), new DailyMark(19_001, 992.25)], replayed.Days.ToArray());
        Assert.Equal((992.25, 10.75 / 1_003, 24 * Hour, true), (replayed.FinalEquity, replayed.MaxDrawdown, replayed.MaxDrawdownDurationMs, replayed.IsComplete));
    }

    [Fact]
    public void A_log_that_was_cut_off_gives_the_beginning_of_the_curve()
    {
        var replayed = Replay(Story()[..5], finalEquity: null);
        Assert.Equal([new DailyMark(19_000, 1_003)], replayed.Days.ToArray());
        Assert.False(replayed.IsComplete);
        Assert.Empty(Replay([], finalEquity: null).Days);
    }

    [Fact]
    public void A_position_that_ends_is_marked_no_more()
    {
        RunEvent[] story =
        [
            .. Story()[..2],
            new FillEvent(Start + 24 * Hour, 0, 2, FillKind.Exit, 105, 105, 2, 1, 8, 1_006, AtOpen: false),
            new PositionCloseEvent(Start + 24 * Hour, 0, SampleEvents.Trade with { Regime = null }),
        ];
        Assert.Equal([new DailyMark(19_000, 1_006), new DailyMark(19_001, 1_006)], Replay(story, 1_006).Days.ToArray());
    }

    [Fact]
    public void A_log_that_contradicts_itself_or_the_bars_is_refused_with_its_line()
    {
        Refused(4, [.. Story()[..2], new EquityEvent(Start + 24 * Hour, 1_003.5, 999)]);
        Refused(2, [new FillEvent(Start + 12 * Hour, 0, 1, FillKind.Entry, 101, 101, 2, 1, 0, 998, AtOpen: true)]);
        Refused(11, Story(), 993);
        // The moment decides: the same fill before the mark of its instant would have been in it.
        Refused(4, [((FillEvent)Story()[0]) with { UtcMs = Start + 24 * Hour, AtOpen = true }, Story()[1], new EquityEvent(Start + 24 * Hour, 1_003, 999)]);

        void Refused(int row, RunEvent[] story, double? finalEquity = null)
        {
            var diagnostic = Assert.Single(Assert.Throws<InputException>(() => Replay(story, finalEquity)).Diagnostics);
            Assert.Equal(("QD5326", row), (diagnostic.Code, diagnostic.Row));
        }
    }

    private ReplayedRun Replay(RunEvent[] story, double? finalEquity)
    {
        string path = _folder.File("1.jsonl");
        using (var log = EventLog.Open(path, _header))
        {
            log.Add(new StartEvent(Start + 12 * Hour, 1_000, [true, true]));
            foreach (var happened in story) log.Add(happened);
            if (finalEquity is { } equity) log.Complete(Start + 48 * Hour, equity);
        }

        return EventReplay.Run(EventLogReader.Open(path), [_half, _daily]);
    }

    private static BarSeries Bars(string symbol, string timeframe, params double[] closes)
    {
        var step = Timeframe.Parse(timeframe);
        return new(symbol, step, [.. closes.Select((_, i) => Start + i * step.Milliseconds)], [.. closes], [.. closes], [.. closes], [.. closes], [.. closes]);
    }
}
