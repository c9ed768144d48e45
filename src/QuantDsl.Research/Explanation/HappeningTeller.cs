using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Events;
using QuantDsl.Compiler.Columns;
using QuantDsl.Market;

namespace QuantDsl.Research.Explanation;

/// <summary>Tells what a run did at a bar, from its trades, fills, refusals and events, and why it did nothing where it did not.</summary>
internal sealed class HappeningTeller(RecordedRun run, PositionTimeline timeline)
{
    private readonly RunContext _context = run.Context;
    private readonly RunResult _result = run.Result;

    private BarSeries Bars => _context.Bars;

    /// <summary>In order: at the bar's open, inside it, and at its close.</summary>
    public IEnumerable<Happening> Tell(int bar, ImmutableArray<RuleReading> rules, WarmthReading warmth) =>
        AtOpen(bar).Concat(Inside(bar)).Concat(AtClose(bar, rules, warmth));

    private IEnumerable<Happening> AtOpen(int bar)
    {
        foreach (var trade in _result.Trades.Where(t => t.ExitBar == bar && IsAtOpen(t)))
        {
            string how = IsDecided(trade.ExitReason) ? $"was closed at this bar's open at {Price(trade.ExitPrice)}: {Why(trade.ExitReason)} at the close before"
                : $"was closed at this bar's open at {Price(trade.ExitPrice)}, which was beyond its {(trade.ExitReason == ExitReason.Liquidation ? "liquidation price" : "stop")}";
            yield return new("closedAtOpen", $"the {Name(trade.Side)} position of {Instant(trade.EntryTime)} {how}", trade.Side, ResultNames.Of(trade.ExitReason), trade.ExitTime, trade.ExitPrice);
        }

        foreach (var (side, time, price) in Entries().Where(e => e.Bar == bar).Select(e => (e.Side, e.UtcMs, e.Price)))
            yield return new("enteredAtOpen", $"a {Name(side)} position was opened at this bar's open at {Price(price)}, signalled at the close before", side, null, time, price);
        foreach (var fill in _result.Fills.Where(f => f.Kind == FillKind.ScaleIn && f.Bar == bar))
            yield return new("addedAtOpen", $"{Number(fill.Quantity)} were added at this bar's open at {Price(fill.Price)}", null, null, fill.Time, fill.Price);
    }

    private IEnumerable<Happening> Inside(int bar)
    {
        foreach (var fill in _result.Fills.Where(f => f.Kind == FillKind.PartialExit && f.Bar == bar))
            yield return new("partTaken", $"{Number(fill.Quantity)} were closed inside this bar by a limit at {Price(fill.Price)}", null, null, fill.Time, fill.Price);
        foreach (var trade in _result.Trades.Where(t => t.ExitBar == bar && !IsAtOpen(t)))
        {
            string how = trade.ExitReason switch
            {
                ExitReason.StopLoss => $"its stop was hit inside this bar, filled at {Price(trade.ExitPrice)}",
                ExitReason.TakeProfit => $"its target was reached inside this bar, filled at {Price(trade.ExitPrice)}",
                ExitReason.Liquidation => $"it was liquidated inside this bar at {Price(trade.ExitPrice)}",
                _ => $"it was closed at this close at {Price(trade.ExitPrice)}, because the data ends or has a hole here",
            };
            yield return new("closedInside", $"the {Name(trade.Side)} position of {Instant(trade.EntryTime)} ended: {how}", trade.Side, ResultNames.Of(trade.ExitReason), trade.ExitTime, trade.ExitPrice);
        }
    }

    private IEnumerable<Happening> AtClose(int bar, ImmutableArray<RuleReading> rules, WarmthReading warmth) =>
        Halted(bar).Concat(Decided(bar, rules, warmth));

    private IEnumerable<Happening> Halted(int bar) => run.Events.OfType<HaltEvent>().Where(e => e.UtcMs == Bars.CloseTime(bar))
        .Select(e => new Happening("halted", $"a risk limit tripped at this close: {RefusalText.Of(e.Reason)}", null, ResultNames.Of(e.Reason), e.UtcMs));

    private IEnumerable<Happening> Decided(int bar, ImmutableArray<RuleReading> rules, WarmthReading warmth)
    {
        if (!warmth.IsWarm)
            return [new("notWarm", $"nothing is decided: the strategy is not warm before {Instant(warmth.FirstWarmUtcMs)}")];
        if (bar < _context.FirstDecisionBar)
            return [new("beforeTradeFrom", $"nothing is decided: `--trade-from` sets the first decision at {Instant(warmth.FirstDecisionUtcMs)}")];
        if (!_context.Decisions.Contains(bar))
            return [new("noDecision", bar == Bars.Count - 1 ? "nothing is decided at the last close: there is no open after it" : "nothing is decided: the next bars are missing, and `--gaps flat` stays out of the market over a hole")];
        if (bar >= timeline.RuinedFrom) return [new("ruined", "nothing is decided: the cash has run out, and trading has ended")];
        return timeline.SideAt(bar) is { } side ? WhileHeld(bar, side, rules) : WhileFlat(bar, rules);
    }

    private IEnumerable<Happening> WhileHeld(int bar, Side side, ImmutableArray<RuleReading> rules)
    {
        string since = Instant(timeline.OpenedAt(bar) ?? 0);
        var other = side == Side.Long ? Side.Short : Side.Long;
        // Told with a reason where it was done, and without one where a filter kept it out.
        bool reverses = run.Events.OfType<SignalEvent>().Any(e => e.Bar == bar && e is { Intent: SignalIntent.Reverse, Reason: not null });
        if (timeline.TradeAt(bar) is { } trade && trade.ExitBar == bar + 1 && IsAtOpen(trade) && IsDecided(trade.ExitReason))
        {
            yield return new("exited", $"the {Name(side)} position of {since} is closed at the next open, {Instant(trade.ExitTime)}, at {Price(trade.ExitPrice)}: {(reverses ? $"enter {Name(other)} holds and the strategy reverses" : Why(trade.ExitReason))}",
                side, ResultNames.Of(trade.ExitReason), trade.ExitTime, trade.ExitPrice);
        }
        else
        {
            yield return new("held", $"in a {Name(side)} position since {since}, which is held on", side);
            foreach (var fill in _result.Fills.Where(f => f.Kind == FillKind.ScaleIn && f.Bar == bar + 1))
                yield return new("added", $"{Number(fill.Quantity)} are added at the next open, {Instant(fill.Time)}, at {Price(fill.Price)}", side, null, fill.Time, fill.Price);
            if (bar + 1 < Bars.Count && run.Events.OfType<RefusalEvent>().FirstOrDefault(e => e.UtcMs == Bars.OpenTimes[bar + 1]) is { } refused)
                yield return new("additionRefused", $"an addition is due, but refused: {RefusalText.Of(refused.Reason)}", side, ResultNames.Of(refused.Reason));
        }

        foreach (var happening in Entered(bar).Concat(Refused(bar))) yield return happening;
        foreach (var entry in new[] { Side.Long, Side.Short }.Where(entry => Holds(rules, entry) && !(reverses && entry == other)))
        {
            if (_context.Plan.Reverse && entry == other) yield return Blocked(entry, Judged(bar));
            else yield return new("ignored", $"enter {Name(entry)} holds, and is not asked: already in a {Name(side)} position since {since}", entry, "position");
        }
    }

    private IEnumerable<Happening> WhileFlat(int bar, ImmutableArray<RuleReading> rules)
    {
        foreach (var happening in Entered(bar).Concat(Refused(bar))) yield return happening;
        Side[] held = [.. new[] { Side.Long, Side.Short }.Where(side => Holds(rules, side))];
        if (held.Length == 0) yield return new("noSignal", "nothing is entered: no entry rule holds");
        bool allowed = Judged(bar).Passed;
        foreach (var side in held.Where(_ => !allowed)) yield return Blocked(side, Judged(bar));
        if (allowed && held.Length == 2) yield return new("otherSideTaken", "enter short holds too, but of both the long is taken", Side.Short, "long");
    }

    private IEnumerable<Happening> Entered(int bar)
    {
        foreach (var (side, _, time, price) in Entries().Where(e => e.Bar == bar + 1))
            yield return new("entered", $"entered {Name(side)} at the next open, {Instant(time)}, at {Price(price)}", side, null, time, price);
    }

    private IEnumerable<Happening> Refused(int bar)
    {
        foreach (var refused in _result.RefusedEntries.Where(r => r.Bar == bar))
            yield return new("refused", $"enter {Name(refused.Side)} holds, but was refused: {RefusalText.Of(refused.Reason)}", refused.Side, ResultNames.Of(refused.Reason));
    }

    /// <summary>What the filters said when an entry was signalled at a close.</summary>
    private TimeFilterEvent Judged(int bar) =>
        run.Events.OfType<TimeFilterEvent>().FirstOrDefault(e => e.Bar == bar) ?? new(Bars.CloseTime(bar), 0, bar, Session: true, Weekday: true, Funding: true);

    private static Happening Blocked(Side side, TimeFilterEvent filters)
    {
        string[] blocking = [.. new[] { (filters.Session, "session"), (filters.Weekday, "weekday"), (filters.Funding, "funding") }.Where(f => !f.Item1).Select(f => f.Item2)];
        return new("blocked", $"enter {Name(side)} holds, but is blocked by the {string.Join(" and the ", blocking)} filter{(blocking.Length == 1 ? "" : "s")}", side, string.Join(",", blocking));
    }

    private IEnumerable<(Side Side, int Bar, long UtcMs, double Price)> Entries() =>
        _result.Trades.Select(t => (t.Side, t.EntryBar, t.EntryTime, t.FirstPrice))
            .Concat(_result.OpenPosition is { } open ? [(open.Side, open.EntryBar, open.EntryTime, open.FirstPrice)] : []);

    private bool IsAtOpen(in Trade trade) => trade.ExitTime == Bars.OpenTimes[trade.ExitBar];

    /// <summary>Whether an exit was decided at a close, and not met at the venue.</summary>
    private static bool IsDecided(ExitReason reason) => reason is ExitReason.Signal or ExitReason.TimeStop or ExitReason.RiskHalt;

    private static bool Holds(ImmutableArray<RuleReading> rules, Side side) => rules.Any(r => r.Name == $"enter {Name(side)}" && r.Reading.Verdict == Verdict.Holds);

    private static string Why(ExitReason reason) => reason switch
    {
        ExitReason.Signal => "its exit rule held",
        ExitReason.TimeStop => "it had been open for as many bars as it may",
        _ => "a risk limit closes positions",
    };

    private static string Name(Side side) => ResultNames.Of(side);

    private static string Instant(long utcMs) => UtcTime.Print(utcMs);

    private static string Price(double price) => price.ToString("G8", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("G8", CultureInfo.InvariantCulture);
}
