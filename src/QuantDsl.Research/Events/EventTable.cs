using System.Collections.Immutable;

namespace QuantDsl.Research.Events;

/// <summary>Every event of the log and every key of it, once: what the writer writes, the reader asks for, and schema and reference page say.</summary>
public static class EventTable
{
    /// <summary>Of the lines: a change that breaks a reader raises it.</summary>
    public const int SchemaVersion = 1;

    public const string Long = "LONG", Short = "SHORT", Buy = "BUY", Sell = "SELL", Pass = "PASS", Fail = "FAIL", Ok = "OK", Blocked = "BLOCKED", Open = "OPEN", Bar = "BAR";

    public static readonly EventKey
        Ts = new("ts", EventValue.Instant, "When; what happens inside a bar has the instant of its close."),
        Event = new("event", EventValue.Word, "Which kind of line it is."),
        Seq = new("seq", EventValue.Whole, "Number of the line, 1 for the first: the order within one instant."),
        Schema = new("schema", EventValue.Whole, "Version of these lines; this page describes 1."),
        Run = new EventKey("run", EventValue.Whole, "Number of the run in `qdsl runs list`; null for one that is not kept.").OrNull,
        Mode = new("mode", EventValue.Text, "What kind of run it is, as `qdsl runs list` has it."),
        Members = new("members", EventValue.Members, "The strategies on their symbols, in declared order."),
        Strategy = new("strategy", EventValue.Text, "Name of the strategy."),
        Symbol = new("symbol", EventValue.Text, "What it trades."),
        MemberNumber = new("member", EventValue.Whole, "Its place in `members` of the first line, 0 for the first: two may have one strategy and one symbol."),
        MemberTimeframe = new("timeframe", EventValue.Text, "Of its primary bars."),
        Start = new("start", EventValue.Instant, "The first close at which it may decide."),
        Marked = new("marked", EventValue.Flag, "Whether its closes are marks of the account: not those of a strategy that never asks for an entry."),
        Sizing = new("sizing", EventValue.Text, "How entries are sized, as `--sizing` takes it."),
        Direction = new("direction", EventValue.Word, "Side of the position that is entered, left or added to; of a reversal the new one.") { Words = [Long, Short] },
        Intent = new("intent", EventValue.Word, "What the rule asked for.") { Words = ["ENTER", "EXIT", "REVERSE", "SCALE_IN"] },
        SignalBar = new("bar", EventValue.Whole, "The bar at whose close it was, 0 for the first bar read."),
        Reason = new("reason", EventValue.Text, "Why: the name that results and trades have for it."),
        Context = new("context", EventValue.Values, "Values at that close of what the rule names; null where undefined."),
        Result = new("result", EventValue.Word, "Whether it lets the order through.") { Words = [Pass, Fail] },
        Session = new EventKey("session", EventValue.Text, "The strategy's sessions; null without any.").OrNull,
        SessionCheck = new("session_check", EventValue.Word, "The close is inside a session, or there are none.") { Words = [Ok, Blocked] },
        WeekdayCheck = new("weekday_check", EventValue.Word, "The close is not on a blocked day.") { Words = [Ok, Blocked] },
        FundingCheck = new("funding_check", EventValue.Word, "The close is not too near to a settlement.") { Words = [Ok, Blocked] },
        Check = new("check", EventValue.Text, "The limit, by the name of the refusal it gives."),
        CurrentFraction = new EventKey("current_pct", EventValue.Number, "What it would be with the order, a fraction: of the equity, for a drawdown of the peak, for a day's loss of the day's first equity; null where the limit is no fraction.").OrNull,
        LimitFraction = new EventKey("limit_pct", EventValue.Number, "The limit, in the same unit.").OrNull,
        Current = new EventKey("current_value", EventValue.Number, "The same where the limit is a count, a quantity or an amount of quote currency, and for `coolDown` the minutes that are left, of which there may be 0; null where nothing is counted.").OrNull,
        Limit = new EventKey("limit_value", EventValue.Number, "The limit, in the same unit.").OrNull,
        OrderId = new("order_id", EventValue.Text, "`O-001` for the account's first order."),
        Type = new("type", EventValue.Word, "`LIQUIDATION` is the venue's own.") { Words = ["MARKET", "STOP", "LIMIT", "LIQUIDATION"] },
        Side = new("side", EventValue.Word, "What the order does.") { Words = [Buy, Sell] },
        Quantity = new("quantity", EventValue.Number, "Base asset."),
        OrderPrice = new EventKey("price", EventValue.Number, "Of a stop or limit, quote currency; null for a market order.").OrNull,
        SizingMethod = new EventKey("sizing_method", EventValue.Text, "How the quantity of an entry was found; null for other orders.").OrNull,
        RiskFraction = new EventKey("risk_pct", EventValue.Number, "The fraction of the cash that the sizing puts at risk; null where it has none.").OrNull,
        Kind = new("kind", EventValue.Word, "What the fill did to the position.") { Words = ["ENTRY", "SCALE_IN", "PARTIAL_EXIT", "EXIT"] },
        FillPrice = new("fill_price", EventValue.Number, "Slippage included, quote currency."),
        RawPrice = new("raw_price", EventValue.Number, "The price before slippage."),
        SlippageBps = new EventKey("slippage_bps", EventValue.Number, "How much worse the fill is than the raw price, in hundredths of a percent of it.").OrNull,
        Fee = new("fee", EventValue.Number, "Quote currency."),
        LatencyMs = new EventKey("latency_ms", EventValue.Number, "How long the market order took; null for other orders and where no delay is modelled.").OrNull,
        Realised = new("realised_pnl", EventValue.Number, "Gross result that the fill brings into the cash, before its fee; 0 for entries."),
        Cash = new("cash", EventValue.Number, "The account's, after it; of an `EQUITY` at the mark."),
        Moment = new("moment", EventValue.Word, "`OPEN` at the open of a bar, after the marks of that instant; `BAR` inside a bar or at its close, before them.") { Words = [Open, Bar] },
        Rate = new("rate", EventValue.Number, "A fraction of the position's value."),
        Price = new("price", EventValue.Number, "Quote currency."),
        Amount = new("amount", EventValue.Number, "Quote currency; positive is received."),
        Position = new("position", EventValue.Whole, "1 for the first position the account opened."),
        PositionSide = new("side", EventValue.Word, "Of the position.") { Words = [Long, Short] },
        EntryPrice = new("entry_price", EventValue.Number, "Weighted by quantity over what was bought or sold to open it."),
        EntryTime = new("entry_time", EventValue.Instant, "Open of the entry bar."),
        ExitPrice = new("exit_price", EventValue.Number, "Weighted by quantity over what was bought or sold to close it."),
        Leverage = new("leverage", EventValue.Number, "Value ÷ initial margin."),
        InitialMargin = new("initial_margin", EventValue.Number, "Quote currency."),
        LiquidationPrice = new EventKey("liquidation_price", EventValue.Number, "Where the venue closes it; null where it never does.").OrNull,
        StopPrice = new EventKey("stop_price", EventValue.Number, "The stop as first placed; null without one.").OrNull,
        TargetPrice = new EventKey("target_price", EventValue.Number, "Null without one.").OrNull,
        Regime = new EventKey("regime", EventValue.Text, "That of the signal's close; null for none.").OrNull,
        EntryFee = new("entry_fee", EventValue.Number, "Quote currency."),
        ExitFee = new("exit_fee", EventValue.Number, "Quote currency."),
        Funding = new("funding", EventValue.Number, "Of its whole life; positive was received."),
        Slippage = new("slippage", EventValue.Number, "Inside the prices already; positive is a cost."),
        GrossPnl = new("gross_pnl", EventValue.Number, "Quote currency."),
        NetPnl = new("net_pnl", EventValue.Number, "Gross − fees + funding."),
        Mae = new("mae", EventValue.Number, "Worst signed excursion, a fraction of the entry price."),
        Mfe = new("mfe", EventValue.Number, "Best signed excursion, a fraction of the entry price."),
        RMultiple = new EventKey("r_multiple", EventValue.Number, "Net result ÷ what the first fill would have lost at its stop; null without a stop.").OrNull,
        Roi = new EventKey("roi", EventValue.Number, "Net result ÷ initial margin.").OrNull,
        HoldHours = new("hold_hours", EventValue.Number, "From entry to exit."),
        MarginLost = new("margin_lost", EventValue.Number, "The initial margin, quote currency."),
        Equity = new("equity", EventValue.Number, "Quote currency."),
        Wanted = new("wanted", EventValue.Number, "Value that would have to change hands, a fraction of the equity."),
        Turnover = new("turnover", EventValue.Number, "The part of it that the limit allows, in the same unit.");

    public static readonly EventKind
        RunStart = OfAccount("RUN_START", "The first line: what runs, on which account.", Schema, Run, Mode, Equity, Members),
        Signal = OfMember("SIGNAL", "A rule held at a close. Entries are told while the account can enter, whether or not a filter lets them.",
            Direction, Intent, Reason.OrNull, SignalBar, Context),
        TimeFilter = OfMember("TIME_FILTER", "The filters of an entry that was signalled.", SignalBar, Result, Session, SessionCheck, WeekdayCheck, FundingCheck),
        RiskCheck = OfMember("RISK_CHECK", "A limit was looked at for an order.", Check, CurrentFraction, LimitFraction, Current, Limit, Result),
        Order = OfMember("ORDER", "An order was sent, or, for those that wait at the venue, was reached.", OrderId, Type, Side, Quantity, OrderPrice, SizingMethod, RiskFraction),
        OrderRefused = OfMember("ORDER_REFUSED", "An entry or addition was not sent.", Direction, Reason),
        Fill = OfMember("FILL", "An order was filled.", OrderId, Kind, Side, FillPrice, RawPrice, Quantity, SlippageBps, Fee, LatencyMs, Realised, Cash, Moment),
        FundingSettled = OfMember("FUNDING", "Funding or interest was settled on an open position.", Rate, Price, Amount, Cash, Moment),
        PositionOpen = OfMember("POSITION_OPEN", "A position was opened.",
            Position, PositionSide, EntryPrice, Quantity, Leverage, InitialMargin, LiquidationPrice, StopPrice, TargetPrice, Regime),
        PositionChange = OfMember("POSITION_CHANGE", "A position was added to, or a part of it was closed: what is held now.",
            Position, EntryPrice, Quantity, LiquidationPrice, TargetPrice),
        PositionClose = OfMember("POSITION_CLOSE", "A position has ended: the trade.",
            Position, PositionSide, Reason, EntryTime, EntryPrice, ExitPrice, Quantity, EntryFee, ExitFee, Funding, Slippage, GrossPnl, NetPnl, Mae, Mfe, RMultiple, Roi, HoldHours, Regime),
        Liquidation = OfMember("LIQUIDATION", "A position was liquidated; its close follows.", Position, Price, MarginLost),
        Halt = new("HALT", "A circuit breaker has tripped: nothing is entered, and where it says so positions are closed. A strategy's is told with its first symbol, the whole account's without strategy and symbol.",
            [Ts, Event, Seq, Strategy.OrNull, Symbol.OrNull, MemberNumber.OrNull, Reason, Equity]),
        Rebalance = OfAccount("REBALANCE", "Open positions are brought to their target weights at the next open.", Wanted, Turnover),
        EquityMark = OfAccount("EQUITY", "The last mark of a UTC day, or of the run.", Equity, Cash),
        RunEnd = OfAccount("RUN_END", "The last line: the run came to its end.", Equity);

    /// <summary>Every kind of line, in the order the reference lists them.</summary>
    public static ImmutableArray<EventKind> Kinds { get; } =
    [
        RunStart, Signal, TimeFilter, RiskCheck, Order, OrderRefused, Fill, FundingSettled, PositionOpen, PositionChange, PositionClose, Liquidation, Halt, Rebalance, EquityMark, RunEnd,
    ];

    /// <summary>The keys of one item of <see cref="Members"/>.</summary>
    public static ImmutableArray<EventKey> MemberKeys { get; } = [Strategy, Symbol, MemberTimeframe, Start, Marked, Leverage, Sizing];

    /// <summary>Every key once, in the order of its first line: the columns of the log as a table.</summary>
    public static ImmutableArray<EventKey> Keys { get; } = [.. Kinds.SelectMany(kind => kind.Keys).DistinctBy(key => key.Name)];

    /// <summary>The kind of that name, compared by case, or null.</summary>
    public static EventKind? Find(string name)
    {
        foreach (var kind in Kinds)
            if (kind.Name == name) return kind;
        return null;
    }

    private static EventKind OfAccount(string name, string meaning, params ReadOnlySpan<EventKey> keys) => new(name, meaning, [Ts, Event, Seq, .. keys]);

    private static EventKind OfMember(string name, string meaning, params ReadOnlySpan<EventKey> keys) => new(name, meaning, [Ts, Event, Seq, Strategy, Symbol, MemberNumber, .. keys]);
}
