using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Tests;

/// <summary>What is refused or said before a run.</summary>
public sealed class ContextTests
{
    private static readonly Timeframe Hour = new(Timeframe.Hour);

    [Fact]
    public void T5_the_refusal_lists_the_holes()
    {
        var whole = TestMarket.History(Hour, [.. Enumerable.Repeat(100.0, 24)]);
        var bars = whole.Base;
        int[] kept = [.. Enumerable.Range(0, 24).Except([3, 10, 11, 12])];
        var holed = whole with
        {
            Base = new("TEST", Hour, [.. kept.Select(i => bars.OpenTimes[i])], [.. kept.Select(_ => 1.0)], [.. kept.Select(_ => 1.0)],
                [.. kept.Select(_ => 1.0)], [.. kept.Select(_ => 1.0)], [.. kept.Select(_ => 1.0)]),
        };
        var failure = Assert.Throws<InputException>(() => TestMarket.Context(holed));
        Assert.Equal(FailureKind.Data, failure.Kind);
        Assert.Equal("`TEST` has 2 holes: 2024-01-01 03:00 to 2024-01-01 04:00 (1 bars), 2024-01-01 10:00 to 2024-01-01 13:00 (3 bars)",
            Assert.Single(failure.Diagnostics).Message);
        Assert.Contains("--gaps carry", failure.Diagnostics[0].Help);
        Assert.Equal(20, TestMarket.Context(holed, TestMarket.Account with { Gaps = GapPolicy.Carry }).Bars.Count);
    }

    /// <summary>Hours of the settlements over three days of hourly bars, and whether they cover them. The account starts at 01:00.</summary>
    [Theory]
    [InlineData("every eight hours", true, new[] { 0, 8, 16, 24, 32, 40, 48, 56, 64, 72 })]
    [InlineData("the edges need no instant of their own", true, new[] { 8, 16, 24, 32, 40, 48, 56, 64 })]
    [InlineData("from eight to four hours and back", true, new[] { 0, 8, 16, 20, 24, 28, 32, 36, 40, 48, 56, 64 })]
    [InlineData("one instant an hour late", true, new[] { 0, 8, 17, 24, 32, 40, 48, 56, 64 })]
    [InlineData("ends ten hours before the bars do", true, new[] { 0, 8, 16, 24, 32, 40, 48, 56, 62 })]
    [InlineData("one missing", false, new[] { 0, 8, 24, 32, 40, 48, 56, 64 })]
    [InlineData("two missing in a row", false, new[] { 0, 8, 32, 40, 48, 56, 64 })]
    [InlineData("two missing, not in a row", false, new[] { 0, 8, 24, 40, 48, 56, 64 })]
    [InlineData("one missing where they come every four hours", false, new[] { 0, 4, 8, 12, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 68 })]
    [InlineData("begins a day late", false, new[] { 24, 32, 40, 48, 56, 64 })]
    [InlineData("begins one instant late", false, new[] { 16, 24, 32, 40, 48, 56, 64 })]
    [InlineData("ends one instant early", false, new[] { 0, 8, 16, 24, 32, 40, 48, 56 })]
    [InlineData("holes outside the window do not matter", true, new[] { -100, -50, 0, 8, 16, 24, 32, 40, 48, 56, 64, 72, 200 })]
    [InlineData("nothing at all", false, new int[0])]
    public void X8_funding_has_to_cover_the_traded_window(string what, bool covers, int[] hours)
    {
        var funding = new FundingSeries("TEST", [.. hours.Select(h => TestMarket.Start + h * Timeframe.Hour)], [.. hours.Select(_ => 0.0001)]);
        var history = TestMarket.History(Hour, [.. Enumerable.Repeat(100.0, 72)], funding);
        if (covers)
        {
            Assert.Equal(hours.Count(h => h is > 1 and < 72), TestMarket.Context(history).FundingEvents);
            return;
        }

        var failure = Assert.Throws<InputException>(() => TestMarket.Context(history));
        Assert.Equal((FailureKind.Data, "QD6002"), (failure.Kind, failure.Diagnostics[0].Code));
        Assert.Contains("--funding none", failure.Diagnostics[0].Help);
        Assert.Equal(0, TestMarket.Context(history with { Funding = null }).FundingEvents);
    }

    [Fact]
    public void X8_the_traded_window_begins_where_the_account_does()
    {
        int[] hours = [48, 56, 64];
        var funding = new FundingSeries("TEST", [.. hours.Select(h => TestMarket.Start + h * Timeframe.Hour)], [0, 0, 0]);
        var history = TestMarket.History(Hour, [.. Enumerable.Repeat(100.0, 72)], funding);
        Assert.Throws<InputException>(() => TestMarket.Context(history));
        Assert.Equal(3, TestMarket.Context(history, TestMarket.Account with { TradeFromBar = 44 }).FundingEvents);
    }

    [Fact]
    public void R1_too_short_a_span_is_refused()
    {
        var history = TestMarket.History(Hour, [100, 100, 100]);
        var plan = TestMarket.Plan(Hour) with { Warmup = [new(Hour, 4, 0)] };
        var failure = Assert.Throws<InputException>(() => TestMarket.Context(history, plan: plan));
        Assert.Equal((FailureKind.Data, "QD6003"), (failure.Kind, Assert.Single(failure.Diagnostics).Code));
        Assert.Equal("QD6003", Assert.Throws<InputException>(() => TestMarket.Context(history, TestMarket.Account with { TradeFromBar = 3 })).Diagnostics[0].Code);
        Assert.Equal(2, TestMarket.Context(history, plan: plan with { Warmup = [new(Hour, 3, 0)] }).FirstDecisionBar);
    }

    [Theory]
    [InlineData("equity")]
    [InlineData("leverage")]
    [InlineData("taker")]
    [InlineData("sizing fixed_quantity")]
    [InlineData("max_position")]
    public void A_setting_out_of_range_is_refused_by_name(string name)
    {
        var settings = name switch
        {
            "equity" => TestMarket.Account with { Equity = 0 },
            "leverage" => TestMarket.Account with { Leverage = double.NaN },
            "taker" => TestMarket.Account with { TakerFee = 4 },
            "max_position" => TestMarket.Account with { MaxPosition = -1 },
            _ => TestMarket.Account with { Sizing = new Sizing.FixedQuantity(0) },
        };
        var failure = Assert.Throws<InputException>(() => TestMarket.Context(TestMarket.History(Hour, [100, 100]), settings));
        Assert.Equal(FailureKind.Input, failure.Kind);
        Assert.StartsWith($"`{name}` must be", Assert.Single(failure.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void X6_fixed_fractional_sizing_needs_a_stop()
    {
        var settings = TestMarket.Account with { Sizing = new Sizing.FixedFractional(0.01) };
        var history = TestMarket.History(Hour, [100, 100]);
        var failure = Assert.Throws<InputException>(() => TestMarket.Context(history, settings));
        Assert.Equal((FailureKind.Input, "QD6004"), (failure.Kind, Assert.Single(failure.Diagnostics).Code));
        Assert.Equal(0, TestMarket.Context(history, settings, TestMarket.Plan(Hour) with { HasStop = true }).FirstDecisionBar);
    }

    [Fact]
    public void T3_an_unknown_zone_is_refused()
    {
        var plan = TestMarket.Plan(Hour) with { Filters = new() { Sessions = [new(0, 60, "Mars/Olympus")] } };
        Assert.Equal("QD6006", Assert.Throws<InputException>(() => TestMarket.Context(TestMarket.History(Hour, [100, 100]), plan: plan)).Diagnostics[0].Code);
    }

    [Fact]
    public void T3_T4_allowed_entries_are_the_decisions_that_every_filter_lets_through()
    {
        // Ten weeks around the end of summer time, with funding every eight hours.
        var bars = TestMarket.History(new(20 * Timeframe.Minute), [.. Enumerable.Repeat(100.0, 5_000)]).Base;
        long[] times = [.. bars.OpenTimes.Select(t => t + 270 * Timeframe.Day)];
        var funding = new FundingSeries("TEST", [.. Enumerable.Range(0, 209).Select(i => times[0] + i * 8 * Timeframe.Hour)], [.. Enumerable.Repeat(0.0001, 209)]);
        var history = TestMarket.History(new(20 * Timeframe.Minute), [.. Enumerable.Repeat(100.0, 5_000)], funding) with { Base = bars with { OpenTimes = [.. times] } };
        TradingSession[] sessions = [new(480, 1200, "UTC"), new(1300, 100, "UTC"), new(540, 1000, "Europe/London"), new(1200, 300, "America/New_York")];
        var random = new Random(3);
        for (int i = 0; i < 25; i++)
        {
            var filters = new TimeFilters
            {
                Sessions = [.. sessions.Where(_ => random.Next(3) == 0)],
                BlockedDays = [.. Enum.GetValues<DayOfWeek>().Where(_ => random.Next(4) == 0)],
                BlockedDaysZone = random.Next(2) == 0 ? "UTC" : "Europe/London",
                AvoidFunding = random.Next(2) == 0 ? null : new(random.Next(90), random.Next(90)),
            };
            var context = TestMarket.Context(history, plan: TestMarket.Plan(new(20 * Timeframe.Minute)) with { Filters = filters });
            for (int bar = 0; bar < 5_000; bar++)
            {
                long close = times[bar] + 20 * Timeframe.Minute;
                // The wall clocks come from the platform's calendar, the filters' own arithmetic does not.
                var wall = context.EntryFilter.Read(close);
                bool inSession = filters.Sessions.IsEmpty || filters.Sessions.Zip(wall.SessionTimes).Any(s => s.First.StartMinute < s.First.EndMinute
                    ? s.Second.TimeOfDay.TotalMinutes >= s.First.StartMinute && s.Second.TimeOfDay.TotalMinutes < s.First.EndMinute
                    : s.Second.TimeOfDay.TotalMinutes >= s.First.StartMinute || s.Second.TimeOfDay.TotalMinutes < s.First.EndMinute);
                bool isBlocked = wall.Weekday is { } day && filters.BlockedDays.Contains(day);
                bool nearFunding = filters.AvoidFunding is { } avoid && funding.Times.Append(funding.Times[^1] + 8 * Timeframe.Hour)
                    .Any(t => t - avoid.MinutesBefore * Timeframe.Minute <= close && close <= t + avoid.MinutesAfter * Timeframe.Minute);
                Assert.Equal(inSession && !isBlocked && !nearFunding, context.EntryFilter.Allows(close));
                Assert.Equal(bar < 4_999 && inSession && !isBlocked && !nearFunding, context.AllowedEntries.Contains(bar));
            }
        }
    }

    [Fact]
    public void T3_T4_spans_of_time_are_the_closes_inside_them_where_bars_are_missing_too()
    {
        var random = new Random(5);
        var full = TestMarket.History(new(20 * Timeframe.Minute), [.. Enumerable.Repeat(100.0, 2_000)]).Base;
        // Whole days are missing, and single bars.
        int[] kept = [.. Enumerable.Range(0, 2_000).Where(bar => random.Next(9) > 0 && bar is < 400 or > 700)];
        long[] times = [.. kept.Select(bar => full.OpenTimes[bar])];
        var bars = TestMarket.History(new(20 * Timeframe.Minute), [.. Enumerable.Repeat(100.0, kept.Length)]).Base with { OpenTimes = [.. times] };
        TradingSession[] sessions = [new(480, 1200, "UTC"), new(1300, 100, "UTC"), new(0, 0, "UTC"), new(720, 720, "UTC"), new(0, 1440, "UTC"), new(1439, 1, "UTC"), new(0, 20, "UTC")];
        for (int i = 0; i < 40; i++)
        {
            var filters = new TimeFilters
            {
                Sessions = i < sessions.Length ? [sessions[i]] : [.. sessions.Where(s => s.StartMinute != s.EndMinute && random.Next(4) == 0)],
                BlockedDays = [.. Enum.GetValues<DayOfWeek>().Where(_ => random.Next(4) == 0)],
                AvoidFunding = random.Next(2) == 0 ? null : new(random.Next(90), random.Next(90)),
            };
            var history = TestMarket.History(new(20 * Timeframe.Minute), [.. Enumerable.Repeat(100.0, kept.Length)]) with { Base = bars };
            var context = TestMarket.Context(history, TestMarket.Account with { Gaps = GapPolicy.Carry }, plan: TestMarket.Plan(new(20 * Timeframe.Minute)) with { Filters = filters });
            for (int bar = 0; bar < bars.Count - 1; bar++) Assert.Equal(context.EntryFilter.Allows(bars.CloseTime(bar)), context.AllowedEntries.Contains(bar));
        }
    }

    [Fact]
    public void X9_before_the_first_margin_table_there_is_a_warning()
    {
        var history = TestMarket.History(Hour, [100, 100, 100]);
        Assert.Empty(TestMarket.Context(history).Warnings);
        var late = TestMarket.Instrument with { MarginTables = [TestMarket.Instrument.MarginTables[0] with { FromUtcMs = TestMarket.Start + Timeframe.Day }] };
        var warning = Assert.Single(TestMarket.Context(history with { Instrument = late }).Warnings);
        Assert.Equal(("QD6101", Severity.Warning), (warning.Code, warning.Severity));
    }

    [Fact]
    public void R1_buy_and_hold_runs_from_the_first_close_of_the_account_to_the_last()
    {
        // Closes 100, 80, 90, 120; the account starts at the close of bar 1: 120 / 80 - 1.
        var context = TestMarket.Context(TestMarket.History(Hour, [100, 80, 90, 120]), TestMarket.Account with { TradeFromBar = 1 });
        Assert.Equal(0.5, context.BuyAndHold, 12);
        Assert.Equal((TestMarket.Start + 2 * Timeframe.Hour, TestMarket.Start + 4 * Timeframe.Hour), (context.StartUtcMs, context.EndUtcMs));
        // Bars 1 and 2: not before the first decision, not at the last close.
        Assert.Equal([false, true, true, false], Enumerable.Range(0, 4).Select(context.AllowedEntries.Contains));
        Assert.Equal(2, context.AllowedEntries.Count);
    }
}
