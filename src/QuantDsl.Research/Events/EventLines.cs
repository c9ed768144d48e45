using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Events;
using QuantDsl.Market;

namespace QuantDsl.Research.Events;

/// <summary>Spells events, one JSON object each, by the keys of <see cref="EventTable"/> in their order.</summary>
internal sealed class EventLines
{
    private readonly LineBuffer _line;
    private readonly EventLogHeader _header;
    private readonly ISignalContext? _context;
    private readonly Names[] _names;
    private readonly SignalValues _values = new();
    private readonly InstantUtf8 _instant = new();
    private readonly Dictionary<string, byte[]> _texts = new(StringComparer.Ordinal);
    private long _seq, _lastUtcMs = long.MinValue;

    public EventLines(LineBuffer line, EventLogHeader header, ISignalContext? context)
    {
        (_line, _header, _context) = (line, header, context);
        _names = [.. header.Members.Select((member, i) => new Names(member, i))];
    }

    private void Start(StartEvent start)
    {
        // A member that is not marked may have been warm before the account began.
        Begin(EventTable.RunStart, _header.Members.Min(member => Math.Min(member.StartUtcMs, start.UtcMs)));
        Whole(EventTable.Schema, EventTable.SchemaVersion);
        if (_header.RunId is { } run) Whole(EventTable.Run, run);
        else Null(EventTable.Run);
        Text(EventTable.Mode, _header.Mode);
        Number(EventTable.Equity, start.Equity);
        _line.Add(EventTable.Members.Prefix);
        for (int i = 0; i < _names.Length; i++)
        {
            var member = _header.Members[i];
            _line.Add(i == 0 ? "[{"u8 : ",{"u8);
            // The first key of an object stands without the comma of its prefix.
            _line.Add(_names[i].Named.AsSpan(1));
            Text(EventTable.MemberTimeframe, member.Timeframe.ToString());
            Instant(EventTable.Start, member.StartUtcMs);
            _line.Add(EventTable.Marked.Prefix);
            _line.Add(start.Marked[i] ? "true"u8 : "false"u8);
            Number(EventTable.Leverage, member.Leverage);
            Text(EventTable.Sizing, ResultNames.Of(member.Sizing));
            _line.Add("}"u8);
        }

        _line.Add("]"u8);
    }

    /// <summary>The line a log ends with.</summary>
    public void End(long utcMs, double equity)
    {
        // Filters may have spoken of a member that is not marked after the last mark.
        Begin(EventTable.RunEnd, Math.Max(utcMs, _lastUtcMs));
        Number(EventTable.Equity, equity);
        _line.Add("}\n"u8);
    }

    public void Write(RunEvent happened)
    {
        switch (happened)
        {
            case StartEvent start: Start(start); break;
            case SignalEvent signal: Signal(signal); break;
            case TimeFilterEvent filter: TimeFilter(filter); break;
            case RiskCheckEvent check: RiskCheck(check); break;
            case OrderEvent order: Order(order); break;
            case RefusalEvent refusal:
                Of(EventTable.OrderRefused, refusal);
                Word(EventTable.Direction, Direction(refusal.Side));
                Text(EventTable.Reason, ResultNames.Of(refusal.Reason));
                break;
            case FillEvent fill: Fill(fill); break;
            case FundingEvent funding:
                Of(EventTable.FundingSettled, funding);
                Number(EventTable.Rate, funding.Rate);
                Number(EventTable.Price, funding.Price);
                Number(EventTable.Amount, funding.Amount);
                Number(EventTable.Cash, funding.Cash);
                Word(EventTable.Moment, Moment(funding.AtOpen));
                break;
            case PositionOpenEvent opened: Opened(opened); break;
            case PositionChangeEvent changed:
                Of(EventTable.PositionChange, changed);
                Whole(EventTable.Position, changed.Position);
                Number(EventTable.EntryPrice, changed.EntryPrice);
                Number(EventTable.Quantity, changed.Quantity);
                Number(EventTable.LiquidationPrice, changed.LiquidationPrice);
                Number(EventTable.TargetPrice, changed.TargetPrice);
                break;
            case PositionCloseEvent closed: Closed(closed); break;
            case LiquidationEvent liquidated:
                Of(EventTable.Liquidation, liquidated);
                Whole(EventTable.Position, liquidated.Position);
                Number(EventTable.Price, liquidated.Price);
                Number(EventTable.MarginLost, liquidated.MarginLost);
                break;
            case HaltEvent halt: Halt(halt); break;
            case RebalanceEvent rebalance:
                Begin(EventTable.Rebalance, rebalance.UtcMs);
                Number(EventTable.Wanted, rebalance.Wanted);
                Number(EventTable.Turnover, rebalance.Turnover);
                break;
            case EquityEvent mark:
                Begin(EventTable.EquityMark, mark.UtcMs);
                Number(EventTable.Equity, mark.Equity);
                Number(EventTable.Cash, mark.Cash);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(happened), happened, "a log knows no such event");
        }

        _line.Add("}\n"u8);
    }

    private void Signal(SignalEvent signal)
    {
        Of(EventTable.Signal, signal);
        Word(EventTable.Direction, Direction(signal.Side));
        Word(EventTable.Intent, signal.Intent switch
        {
            SignalIntent.Enter => "ENTER"u8,
            SignalIntent.Exit => "EXIT"u8,
            SignalIntent.Reverse => "REVERSE"u8,
            _ => "SCALE_IN"u8,
        });
        Text(EventTable.Reason, signal.Reason is { } reason ? ResultNames.Of(reason) : null);
        Whole(EventTable.SignalBar, signal.Bar);
        _line.Add(EventTable.Context.Prefix);
        _line.Add("{"u8);
        if (_context is not null)
        {
            _values.Clear();
            _context.Read(signal, _values);
            for (int i = 0; i < _values.Count; i++)
            {
                var (name, value) = _values[i];
                if (i > 0) _line.Add(","u8);
                Text(name);
                _line.Add(":"u8);
                Value(value);
            }
        }

        _line.Add("}"u8);
    }

    private void TimeFilter(TimeFilterEvent filter)
    {
        Of(EventTable.TimeFilter, filter);
        Whole(EventTable.SignalBar, filter.Bar);
        Word(EventTable.Result, filter.Passed ? "PASS"u8 : "FAIL"u8);
        Text(EventTable.Session, _header.Members[filter.Member].Sessions);
        Word(EventTable.SessionCheck, Verdict(filter.Session));
        Word(EventTable.WeekdayCheck, Verdict(filter.Weekday));
        Word(EventTable.FundingCheck, Verdict(filter.Funding));
    }

    private void RiskCheck(RiskCheckEvent check)
    {
        Of(EventTable.RiskCheck, check);
        Text(EventTable.Check, ResultNames.Of(check.Check));
        Number(EventTable.CurrentFraction, check.IsFraction ? check.Current : null);
        Number(EventTable.LimitFraction, check.IsFraction ? check.Limit : null);
        Number(EventTable.Current, check.IsFraction ? null : check.Current);
        Number(EventTable.Limit, check.IsFraction ? null : check.Limit);
        Word(EventTable.Result, check.Passed ? "PASS"u8 : "FAIL"u8);
    }

    private void Order(OrderEvent order)
    {
        Of(EventTable.Order, order);
        var names = _names[order.Member];
        OrderId(order.Order);
        Word(EventTable.Type, order.Type switch
        {
            OrderType.Market => "MARKET"u8,
            OrderType.Stop => "STOP"u8,
            OrderType.Limit => "LIMIT"u8,
            _ => "LIQUIDATION"u8,
        });
        Word(EventTable.Side, order.Buys ? "BUY"u8 : "SELL"u8);
        Number(EventTable.Quantity, order.Quantity);
        Number(EventTable.OrderPrice, order.Price);
        // Who holds nothing can only be entering; an addition is as much again, not sized anew.
        Text(EventTable.SizingMethod, names.Position == 0 ? names.SizingMethod : null);
        Number(EventTable.RiskFraction, names.Position == 0 ? names.RiskFraction : null);
        (names.LastOrderBuys, names.LastOrderType) = (order.Buys, order.Type);
    }

    private void Fill(FillEvent fill)
    {
        Of(EventTable.Fill, fill);
        var names = _names[fill.Member];
        OrderId(fill.Order);
        Word(EventTable.Kind, fill.Kind switch
        {
            FillKind.Entry => "ENTRY"u8,
            FillKind.ScaleIn => "SCALE_IN"u8,
            FillKind.PartialExit => "PARTIAL_EXIT"u8,
            _ => "EXIT"u8,
        });
        Word(EventTable.Side, names.LastOrderBuys ? "BUY"u8 : "SELL"u8);
        Number(EventTable.FillPrice, fill.Price);
        Number(EventTable.RawPrice, fill.Raw);
        Number(EventTable.Quantity, fill.Quantity);
        Number(EventTable.SlippageBps, (names.LastOrderBuys ? fill.Price - fill.Raw : fill.Raw - fill.Price) / fill.Raw * 10_000);
        Number(EventTable.Fee, fill.Fee);
        Number(EventTable.LatencyMs, names.LastOrderType == OrderType.Market ? names.LatencyMs : null);
        Number(EventTable.Realised, fill.Realised);
        Number(EventTable.Cash, fill.Cash);
        Word(EventTable.Moment, Moment(fill.AtOpen));
    }

    private void Opened(PositionOpenEvent opened)
    {
        Of(EventTable.PositionOpen, opened);
        _names[opened.Member].Position = opened.Position;
        Whole(EventTable.Position, opened.Position);
        Word(EventTable.PositionSide, Direction(opened.Side));
        Number(EventTable.EntryPrice, opened.EntryPrice);
        Number(EventTable.Quantity, opened.Quantity);
        Number(EventTable.Leverage, opened.Leverage);
        Number(EventTable.InitialMargin, opened.InitialMargin);
        Number(EventTable.LiquidationPrice, opened.LiquidationPrice);
        Number(EventTable.StopPrice, opened.StopPrice);
        Number(EventTable.TargetPrice, opened.TargetPrice);
        Text(EventTable.Regime, RegimeOf(opened.Member, opened.Regime));
    }

    private void Closed(PositionCloseEvent closed)
    {
        Of(EventTable.PositionClose, closed);
        _names[closed.Member].Position = 0;
        var trade = closed.Trade;
        Whole(EventTable.Position, trade.PositionId);
        Word(EventTable.PositionSide, Direction(trade.Side));
        Text(EventTable.Reason, ResultNames.Of(trade.ExitReason));
        Instant(EventTable.EntryTime, trade.EntryTime);
        Number(EventTable.EntryPrice, trade.EntryPrice);
        Number(EventTable.ExitPrice, trade.ExitPrice);
        Number(EventTable.Quantity, trade.Quantity);
        Number(EventTable.EntryFee, trade.EntryFee);
        Number(EventTable.ExitFee, trade.ExitFee);
        Number(EventTable.Funding, trade.Funding);
        Number(EventTable.Slippage, trade.Slippage);
        Number(EventTable.GrossPnl, trade.GrossPnl);
        Number(EventTable.NetPnl, trade.NetPnl);
        Number(EventTable.Mae, trade.Mae);
        Number(EventTable.Mfe, trade.Mfe);
        Number(EventTable.RMultiple, trade.RMultiple);
        Number(EventTable.Roi, trade.Roi);
        Number(EventTable.HoldHours, trade.HoldHours);
        Text(EventTable.Regime, RegimeOf(closed.Member, trade.Regime));
    }

    private void Halt(HaltEvent halt)
    {
        Begin(EventTable.Halt, halt.UtcMs);
        if (halt.Member == RunEvent.WholeAccount)
        {
            Null(EventTable.Strategy);
            Null(EventTable.Symbol);
            Null(EventTable.MemberNumber);
        }
        else
        {
            _line.Add(_names[halt.Member].Numbered);
        }

        Text(EventTable.Reason, ResultNames.Of(halt.Reason));
        Number(EventTable.Equity, halt.Equity);
    }

    private void Begin(EventKind kind, long utcMs)
    {
        _lastUtcMs = utcMs;
        _line.Add("{\"ts\":\""u8);
        _line.Add(_instant.Of(utcMs));
        _line.Add(kind.Infix);
        _line.Add(++_seq);
    }

    private void Of(EventKind kind, RunEvent happened)
    {
        Begin(kind, happened.UtcMs);
        _line.Add(_names[happened.Member].Numbered);
    }

    private void OrderId(int order)
    {
        _line.Add(EventTable.OrderId.Prefix);
        _line.Add(order < 10 ? "\"O-00"u8 : order < 100 ? "\"O-0"u8 : "\"O-"u8);
        _line.Add(order);
        _line.Add("\""u8);
    }

    private void Instant(EventKey key, long utcMs) => Word(key, _instant.Of(utcMs));

    /// <param name="word">Needs no escape.</param>
    private void Word(EventKey key, ReadOnlySpan<byte> word)
    {
        _line.Add(key.Prefix);
        _line.Add("\""u8);
        _line.Add(word);
        _line.Add("\""u8);
    }

    private void Whole(EventKey key, long value)
    {
        _line.Add(key.Prefix);
        _line.Add(value);
    }

    private void Number(EventKey key, double? value)
    {
        _line.Add(key.Prefix);
        Value(value ?? double.NaN);
    }

    // A sum turns the negative zero, which is no number of an account, into the other one.
    private void Value(double value)
    {
        if (double.IsFinite(value)) _line.Add(value + 0.0);
        else _line.Add("null"u8);
    }

    private void Text(EventKey key, string? text)
    {
        _line.Add(key.Prefix);
        if (text is null) _line.Add("null"u8);
        else Text(text);
    }

    /// <summary>A text of the strategy's or of ours: there are not many, so each is escaped once.</summary>
    private void Text(string text)
    {
        if (!_texts.TryGetValue(text, out byte[]? quoted)) _texts.Add(text, quoted = Quoted(text));
        _line.Add(quoted);
    }

    private void Null(EventKey key)
    {
        _line.Add(key.Prefix);
        _line.Add("null"u8);
    }

    // Names keep their letters, whatever the alphabet.
    private static byte[] Quoted(string text) => [(byte)'"', .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];

    private string? RegimeOf(int member, int? regime) => regime is { } index ? _header.Members[member].Regimes[index] : null;

    private static ReadOnlySpan<byte> Direction(Side side) => side == Side.Long ? "LONG"u8 : "SHORT"u8;

    private static ReadOnlySpan<byte> Verdict(bool passed) => passed ? "OK"u8 : "BLOCKED"u8;

    private static ReadOnlySpan<byte> Moment(bool atOpen) => atOpen ? "OPEN"u8 : "BAR"u8;

    /// <summary>What is written of a member again and again, and what the next line of it depends on.</summary>
    private sealed class Names(EventLogMember member, int number)
    {
        /// <summary>Strategy and symbol.</summary>
        public readonly byte[] Named = [.. EventTable.Strategy.Prefix, .. Quoted(member.Strategy), .. EventTable.Symbol.Prefix, .. Quoted(member.Symbol)];

        /// <summary>And its number.</summary>
        public readonly byte[] Numbered =
        [
            .. EventTable.Strategy.Prefix, .. Quoted(member.Strategy), .. EventTable.Symbol.Prefix, .. Quoted(member.Symbol),
            .. EventTable.MemberNumber.Prefix, .. Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)),
        ];

        public readonly string SizingMethod = ResultNames.Of(member.Sizing).Split(':')[0];

        public readonly double? RiskFraction = member.RiskFraction, LatencyMs = member.LatencyMs;

        /// <summary>The position that is open; 0 for none.</summary>
        public int Position;

        public bool LastOrderBuys;
        public OrderType LastOrderType;
    }
}
