using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Risk;
using QuantDsl.Compiler.Columns;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Research.Explanation;

namespace QuantDsl.Research.Tests.Explanation;

/// <summary>Single closes of small runs, worked out by hand.</summary>
public sealed class CloseExplanationTests
{
    /// <summary>2024-01-01T00:00Z, a Monday.</summary>
    private const long Start = 1_704_067_200_000;

    private static readonly AccountSettings Account = new() { Leverage = 1, Fills = FillMode.Neutral, Fees = FeeSchedule.Constant(0, 0) };

    [Fact]
    public void An_entry_is_followed_from_its_signal_to_its_exit()
    {
        const string Text = "enter long when close > 100 exit long when close < 99 stop 10% target 50%";
        // Hourly bars open where the one before closed.
        using var run = Run(Text, [90, 101, 104, 98, 97, 96]);
        Assert.Equal(["noSignal: nothing is entered: no entry rule holds"], Told(run, 0));
        Assert.Equal(["entered: entered long at the next open, 2024-01-01T02:00:00Z, at 101"], Told(run, 1));
        Assert.Equal(
        [
            "enteredAtOpen: a long position was opened at this bar's open at 101, signalled at the close before",
            "held: in a long position since 2024-01-01T02:00:00Z, which is held on",
            "ignored: enter long holds, and is not asked: already in a long position since 2024-01-01T02:00:00Z",
        ], Told(run, 2));
        Assert.Equal(["exited: the long position of 2024-01-01T02:00:00Z is closed at the next open, 2024-01-01T04:00:00Z, at 98: its exit rule held"], Told(run, 3));
        Assert.Equal(
        [
            "closedAtOpen: the long position of 2024-01-01T02:00:00Z was closed at this bar's open at 98: its exit rule held at the close before",
            "noSignal: nothing is entered: no entry rule holds",
        ], Told(run, 4));
        Assert.Equal(["noDecision: nothing is decided at the last close: there is no open after it"], Told(run, 5));

        // 10 % of 10,000 at 101, one × leverage; the stop a tenth below the fill, the target a half above; no long at 1× is liquidated.
        var position = At(run, 2).Account!.Position!;
        Assert.Equal((Side.Long, 101.0, 1, null, 104.0 / 101 - 1), (position.Side, position.EntryPrice, position.BarsInTrade, position.LiquidationPrice, position.Profit));
        Assert.Equal([1000.0 / 101, 90.9, 151.5, 10_000 + 3 * (1000.0 / 101)], new[] { position.Quantity, position.StopPrice!.Value, position.TargetPrice!.Value, At(run, 2).Account!.Equity }, Near);
        Assert.Null(At(run, 4).Account!.Position);

        // At the close that leaves, the exit is asked and the entry is not.
        var rules = At(run, 3).Rules;
        Assert.Equal([("enter long", false, Verdict.Fails), ("exit long", true, Verdict.Holds)], rules.Select(r => (r.Name, r.Applies, r.Reading.Verdict)));
        Assert.Equal("a long position is open", rules[0].Instead);
        Assert.Equal("no long position is open", At(run, 0).Rules[1].Instead);
    }

    [Fact]
    public void A_stop_a_target_and_a_liquidation_inside_a_bar_are_told_as_such()
    {
        using (var stopped = Run("enter long when close > 100 stop 5%", [101, 101, 96, 96, 96], lows: [101, 101, 90, 96, 96]))
            Assert.Equal("closedInside: the long position of 2024-01-01T01:00:00Z ended: its stop was hit inside this bar, filled at 95.95", Told(stopped, 2)[0]);
        using (var gained = Run("enter short when close > 100 stop 50% target 5%", [101, 101, 96, 96, 96], lows: [101, 101, 90, 96, 96]))
            Assert.Equal("closedInside: the short position of 2024-01-01T01:00:00Z ended: its target was reached inside this bar, filled at 95.95", Told(gained, 2)[0]);
        // 20×: 101 × (1 − 1/20 + 0.004) = 96.354 is reached before a stop at half the price.
        using (var lost = Run("enter long when close > 100 stop 50%", [101, 101, 97, 97, 97], Account with { Leverage = 20 }, lows: [101, 101, 96, 97, 97]))
            Assert.Equal("closedInside: the long position of 2024-01-01T01:00:00Z ended: it was liquidated inside this bar at 96.354", Told(lost, 2)[0]);
        // The open is beyond the stop: it ends there, and not because of what was decided.
        using (var gapped = Run("enter long when close > 100 stop 5%", [101, 101, 90, 90, 90], opens: [101, 101, 91, 90, 90]))
            Assert.Equal("closedAtOpen: the long position of 2024-01-01T01:00:00Z was closed at this bar's open at 91, which was beyond its stop", Told(gapped, 2)[0]);
        using (var ended = Run("enter long when close > 100 stop 50%", [101, 102, 103]))
        {
            Assert.Equal("closedInside: the long position of 2024-01-01T01:00:00Z ended: it was closed at this close at 103, because the data ends or has a hole here", Told(ended, 2)[1 - 1]);
            Assert.Equal(Side.Long, At(ended, 2).Account!.Position!.Side);
        }
    }

    [Fact]
    public void A_trailed_stop_is_where_it_stands_after_the_close()
    {
        // 4 % behind the best close: 110, then still 110.
        using var run = Run("enter long when close > 100 stop pct_trailing(4%)", [101, 101, 110, 107, 107]);
        Assert.Equal([96.96, 105.6, 105.6], new[] { 1, 2, 3 }.Select(bar => At(run, bar).Account!.Position!.StopPrice!.Value), Near);
    }

    [Fact]
    public void What_is_not_warm_is_named_with_the_close_at_which_it_is()
    {
        using var run = Run("let slow = SMA(close, 3) enter long when close > slow and close > EMA(close, 4)[1] and close > 1 exit long when close < 1", [10, 11, 12, 13, 14, 15, 16]);
        var cold = At(run, 1).Warmth;
        Assert.False(cold.IsWarm);
        // Four bars for the mean, and one that lies back: the fifth close.
        Assert.Equal(["slow = SMA(close, 3) warm 2024-01-01T03:00:00Z", "EMA(close, 4)[1] =  warm 2024-01-01T05:00:00Z"], cold.Cold.Select(c => $"{c.Text} = {c.Definition} warm {UtcTime.Print(c.WarmUtcMs!.Value)}"));
        Assert.Equal("2024-01-01T05:00:00Z", UtcTime.Print(cold.FirstWarmUtcMs));
        Assert.Equal(["notWarm: nothing is decided: the strategy is not warm before 2024-01-01T05:00:00Z"], Told(run, 3));
        Assert.Equal(["EMA(close, 4)[1]"], At(run, 3).Warmth.Cold.Select(c => c.Text));
        Assert.True(At(run, 4).Warmth is { IsWarm: true, Cold.IsEmpty: true });
        Assert.Null(At(run, 3).Account);
    }

    [Fact]
    public void A_look_back_that_is_not_warm_is_named_itself()
    {
        using var run = Run("enter long when close > 5 within 3 bars", [10, 11, 12, 13]);
        Assert.Equal(["close > 5 within 3 bars"], At(run, 1).Warmth.Cold.Select(c => c.Text));
    }

    [Fact]
    public void Before_the_first_trade_nothing_is_decided()
    {
        using var run = Run("enter long when close > 1", [10, 11, 12, 13], Account with { TradeFromBar = 2 });
        Assert.Equal(["beforeTradeFrom: nothing is decided: `--trade-from` sets the first decision at 2024-01-01T03:00:00Z"], Told(run, 1));
        Assert.Equal("entered", At(run, 2).Happened[0].Kind);
    }

    [Fact]
    public void Filters_say_what_they_looked_at_in_their_own_zone()
    {
        // 09:00 to 10:00 of New York is 14:00 to 15:00 UTC in January; 24 Mondays' hours.
        double[] closes = [.. Enumerable.Range(0, 30).Select(i => 100.0 + i)];
        using var run = Run("enter long when close > 1 stop 50% trade 09:00-10:00 America/New_York block Tuesday Asia/Tokyo avoid funding 30m before, 30m after", closes);
        var filters = At(run, 13).Filters;
        Assert.Equal(
        [
            "session True: 09:00 America/New_York | 09:00-10:00 America/New_York",
            "weekday True: Monday Asia/Tokyo | not Tuesday",
            "funding True: 6 h 0 min after 2024-01-01T08:00:00Z, 2 h 0 min before 2024-01-01T16:00:00Z | not from 30 min before to 30 min after",
        ], filters.Select(f => $"{f.Name} {f.Passed}: {f.Seen} | {f.Wanted}"));
        Assert.Equal("entered", At(run, 13).Happened[0].Kind);

        // 16:00 UTC is Tuesday 01:00 of Tokyo, 11:00 of New York, and a funding instant.
        using var idle = Run("enter long when close > 1 stop 50% trade 09:00-10:00 America/New_York block Tuesday Asia/Tokyo avoid funding 30m before, 30m after", closes, Account with { TradeFromBar = 14 });
        Assert.Equal(["blocked: enter long holds, but is blocked by the session and the weekday and the funding filters"], Told(idle, 15));
        Assert.Equal("session,weekday,funding", At(idle, 15).Happened[0].Reason);
        Assert.Equal("at a funding instant", At(idle, 15).Filters[2].Seen.Split(", ")[1]);
    }

    [Fact]
    public void Of_both_sides_the_long_is_taken_and_a_reversal_says_so()
    {
        using var both = Run("enter long when close > 1 enter short when close > 1 stop 50%", [10, 10, 10, 10]);
        Assert.Equal(["entered: entered long at the next open, 2024-01-01T01:00:00Z, at 10", "otherSideTaken: enter short holds too, but of both the long is taken"], Told(both, 0));
        using var turned = Run("enter long when close > 10 enter short when close < 10 reverse true stop 90%", [11, 11, 9, 9, 9]);
        Assert.Equal(
        [
            "exited: the long position of 2024-01-01T01:00:00Z is closed at the next open, 2024-01-01T03:00:00Z, at 9: enter short holds and the strategy reverses",
            "entered: entered short at the next open, 2024-01-01T03:00:00Z, at 9",
        ], Told(turned, 2));
    }

    [Fact]
    public void Additions_and_parts_are_told_where_they_are_decided_and_where_they_are_filled()
    {
        using var run = Run("enter long when close > 100 stop 50% scale in at 5% up to 1 times take 50% at 20%", [101, 101, 107, 107, 125, 125]);
        Assert.Contains("added: 9.9009901 are added at the next open, 2024-01-01T03:00:00Z, at 107", Told(run, 2));
        Assert.Contains("addedAtOpen: 9.9009901 were added at this bar's open at 107", Told(run, 3));
        Assert.Contains("partTaken: 4.950495 were closed inside this bar by a limit at 121.2", Told(run, 4));
        // 9.9 at 101 and as many at 107.
        Assert.Equal(104, At(run, 3).Account!.Position!.EntryPrice, 9);
    }

    [Fact]
    public void A_refused_entry_says_why_and_what_was_checked()
    {
        using var poor = Run("enter long when close > 100 stop 50%", [101, 101, 101], Account with { Sizing = new Sizing.FixedNotional(20_000) });
        Assert.Equal(["refused: enter long holds, but was refused: its initial margin would be more than the cash"], Told(poor, 0));
        Assert.Equal("margin", At(poor, 0).Happened[0].Reason);

        // After the loss of the first trade nothing is entered for two hours.
        var limits = new StrategyLimits { CooldownAfterLossMs = 2 * Timeframe.Hour };
        using var cooled = Run("enter long when close > 100 stop 5%", [101, 101, 94, 101, 101, 101, 101], Account with { Limits = limits }, lows: [101, 101, 90, 94, 101, 101, 101]);
        Assert.Contains("refused: enter long holds, but was refused: the last exit was too short a time ago", Told(cooled, 3));
        Assert.Contains(At(cooled, 3).RiskChecks, check => check is { Name: "coolDown", Passed: false });
    }

    [Fact]
    public void A_refused_addition_a_halt_and_ruin_are_told()
    {
        // Nine tenths of the cash once more is more than the cash.
        using (var large = Run("enter long when close > 100 stop 50% scale in at 5% up to 1 times", [101, 101, 107, 107, 107], Account with { Sizing = new Sizing.EquityFraction(0.9) }))
            Assert.Contains("additionRefused: an addition is due, but refused: its initial margin would be more than the cash", Told(large, 2));

        // All of the cash at 101 is 1,000 less at 90.9, a tenth of it.
        var limits = new StrategyLimits { DrawdownHalt = new(0.1, IsMoney: false) };
        using (var halted = Run("enter long when close > 80 stop 50%", [101, 101, 90.9, 90.9, 90.9, 90.9], Account with { Sizing = new Sizing.EquityFraction(1), Limits = limits }))
        {
            Assert.Equal(
            [
                "halted: a risk limit tripped at this close: the drawdown reached its limit, and the halt is not over",
                "exited: the long position of 2024-01-01T01:00:00Z is closed at the next open, 2024-01-01T03:00:00Z, at 90.9: a risk limit closes positions",
                "ignored: enter long holds, and is not asked: already in a long position since 2024-01-01T01:00:00Z",
            ], Told(halted, 2));
            Assert.Equal("refused: enter long holds, but was refused: the drawdown reached its limit, and the halt is not over", Told(halted, 3)[1]);
            Assert.Contains(At(halted, 3).RiskChecks, check => check is { Name: "halted", Passed: false });
        }

        // A short at 1× is liquidated below twice its entry: the whole margin is lost, which was all there is.
        using var ruined = Run("enter short when close > 100 exit short when close < 1", [101, 101, 250, 250, 250], Account with { Sizing = new Sizing.EquityFraction(1) });
        Assert.StartsWith("closedInside: the short position of 2024-01-01T01:00:00Z ended: it was liquidated inside this bar at", Told(ruined, 2)[0]);
        Assert.Equal(["ruined: nothing is decided: the cash has run out, and trading has ended"], Told(ruined, 3));
        Assert.Equal("the cash has run out", At(ruined, 3).Rules[0].Instead);
        var funnel = Assert.Single(ruined.Funnels());
        // Four closes decide something; at the second the position is open, and from the third on there is no cash.
        Assert.Equal((4, 1, 1, 1), (funnel.Decided, funnel.CanEnter, funnel.Signals, funnel.Entered));
    }

    [Fact]
    public void Before_a_hole_that_is_stayed_out_of_nothing_is_decided()
    {
        using var run = Run("enter long when close > 100 stop 50%", [101, 102, 103, 104, 105], Account with { Gaps = GapPolicy.Flat }, holeAfter: 2);
        Assert.Equal(
        [
            "closedInside: the long position of 2024-01-01T01:00:00Z ended: it was closed at this close at 103, because the data ends or has a hole here",
            "noDecision: nothing is decided: the next bars are missing, and `--gaps flat` stays out of the market over a hole",
        ], Told(run, 2));
        // Of five closes the one before the hole and the last decide nothing.
        Assert.Equal(3, Assert.Single(run.Funnels()).Decided);
    }

    [Fact]
    public void Every_refusal_has_its_own_words()
    {
        string[] texts = [.. Enum.GetValues<Refusal>().Select(RefusalText.Of)];
        Assert.Equal(texts.Length, texts.Distinct().Count());
    }

    [Fact]
    public void An_instant_between_closes_is_the_last_close_before_it_and_one_outside_is_refused()
    {
        using var run = Run("enter long when close > 1", [10, 11, 12, 13]);
        var between = run.At(Start + 2 * Timeframe.Hour + 7);
        Assert.Equal((1, Start + 2 * Timeframe.Hour, Start + 3 * Timeframe.Hour), (between.Bar, between.CloseUtcMs, between.NextCloseUtcMs));
        Assert.Equal(3, run.At(Start + 5 * Timeframe.Hour - 1).Bar);
        foreach (long outside in new[] { Start + Timeframe.Hour - 1, Start + 5 * Timeframe.Hour, long.MaxValue / 2 / 1_000_000 })
            Assert.Equal("QD0090", Assert.Throws<InputException>(() => run.At(outside)).Diagnostics[0].Code);
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-9;

    private static CloseExplanation At(WhyJob run, int bar) => run.At(Start + (bar + 1) * Timeframe.Hour);

    private static string[] Told(WhyJob run, int bar) => [.. At(run, bar).Happened.Select(h => $"{h.Kind}: {h.Text}")];

    private static WhyJob Run(string rules, double[] closes, AccountSettings? account = null, double[]? opens = null, double[]? lows = null, int holeAfter = int.MaxValue)
    {
        opens ??= [closes[0], .. closes[..^1]];
        var history = Library.Sample(1);
        var bars = new BarSeries("TEST", new(Timeframe.Hour), [.. closes.Select((_, i) => Start + (i > holeAfter ? i + 3 : i) * Timeframe.Hour)], [.. opens], [.. opens.Zip(closes, Math.Max)],
            [.. lows ?? opens.Zip(closes, Math.Min).ToArray()], [.. closes], [.. closes.Select(_ => 1.0)]);
        var plain = history.Instrument with { TickSize = 0, LotSize = 0, MinNotional = 0 };
        return WhyJob.Run(Library.Inputs(Library.Input($"strategy s timeframe 1h {rules}"), history with { Base = bars, Funding = null, Mark = null, Instrument = plain }, account ?? Account), TimeProvider.System);
    }
}
