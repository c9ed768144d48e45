using QuantDsl.Backtest.Events;
using QuantDsl.Backtest.Risk;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Portfolio;

/// <summary>One member of an account as it is stepped through its bars: at each close what happened and what is decided, at each open what is filled (RULES X1).</summary>
internal sealed class MemberBook
{
    private readonly HeldPosition _long, _short;
    private readonly FundingCursor _funding;
    private readonly AccountCurve _curve;
    private readonly RunContext _context;
    private readonly Account _account;
    private readonly PortfolioMember _member;
    private HeldPosition? _held;
    private Side? _enter;
    private (ExitReason Reason, bool Reverses)? _leave;
    private bool _adds, _atClose;
    private double _resize;
    private int _bar, _lastClosed;

    private MemberBook(PortfolioMember member, Account account, HeldPosition heldLong, HeldPosition heldShort)
    {
        _member = member;
        _account = account;
        _context = account.Context;
        (_long, _short) = (heldLong, heldShort);
        _funding = new(_context.Settlements);
        _curve = new(account.Result);
    }

    /// <summary>The member under the fill model of its account.</summary>
    /// <param name="resizes">True where positions are rebalanced, and so may have several fills.</param>
    public static MemberBook Of(PortfolioMember member, Account account, bool resizes)
    {
        var context = account.Context;
        return context.Settings.Fills switch
        {
            FillMode.Neutral => Filled(new NeutralFills()),
            FillMode.Screening => Filled(context.ScreeningFills),
            _ => context.Models.Queue is null ? Filled(context.RealisticFills) : Filled(new QueuedFills(context.RealisticFills)),
        };

        MemberBook Filled<TFills>(TFills fills)
            where TFills : struct, IFillModel => resizes || context.Plan.Scales || TFills.ServesParts ? Scaled<TFills, ScaledPositions>(fills) : Scaled<TFills, WholePositions>(fills);

        MemberBook Scaled<TFills, TScaling>(TFills fills)
            where TFills : struct, IFillModel
            where TScaling : struct, IScaling => new(member, account, new HeldPosition<TFills, LongDirection, TScaling>(account, member.Rules, fills),
                new HeldPosition<TFills, ShortDirection, TScaling>(account, member.Rules, fills));
    }

    public PortfolioMember Member => _member;

    public Account Account => _account;

    /// <summary>Whether a position was open at the close, one that ended with it included.</summary>
    public bool HoldsAtClose { get; private set; }

    /// <summary>The first close at which a rule asks for an entry that its filters allow; after the last bar for a member that never does.</summary>
    public int FirstSignal { get; private set; }

    /// <summary>False for a member that never asks for an entry, which is no part of the account's curve. What is reported may know the end; what is decided
    /// asks <see cref="CountsAt"/>.</summary>
    public bool IsActive { get; set; }

    /// <summary>Value that rebalancing has bought and sold, quote currency.</summary>
    public double RebalancedValue { get; private set; }

    /// <summary>Trades of the member that the account's result has.</summary>
    public int Collected { get; set; }

    /// <summary>The bar whose open or close comes next.</summary>
    public int Bar => _bar;

    /// <summary>The next open or close, UTC milliseconds; one that never comes after the last close.</summary>
    public long NextUtcMs => _bar == _context.Bars.Count ? long.MaxValue : _atClose ? _context.Bars.CloseTime(_bar) : _context.OpenTimes[_bar];

    /// <summary>The next close, UTC milliseconds; one that never comes after the last.</summary>
    public long NextCloseUtcMs => _bar == _context.Bars.Count ? long.MaxValue : _context.Bars.CloseTime(_bar);

    /// <summary>True when a bar closes at an instant that has come.</summary>
    public bool IsClosing(long utcMs) => _atClose && NextUtcMs == utcMs;

    /// <summary>True when a bar opens at an instant that has come.</summary>
    public bool IsOpening(long utcMs) => !_atClose && NextUtcMs == utcMs;

    public void Start()
    {
        _account.StartMember();
        Collected = 0;
        RebalancedValue = 0;
        FirstSignal = FindSignal();
        _bar = _context.FirstDecisionBar;
        _atClose = true;
        _held = null;
        _curve.Start(_context.StartUtcMs, _account.Wallet.Cash);
        _funding.Start();
        ClearOrders();
    }

    private int FindSignal()
    {
        for (int bar = _context.FirstDecisionBar; bar < _context.Bars.Count; bar++)
            if (_context.AllowedEntries.Contains(bar) && Signal(bar) is not null) return bar;
        return _context.Bars.Count;
    }

    /// <summary>True when a bar closes at an instant and the member has asked for an entry by then: only such closes are looked at by limits and rebalancing.</summary>
    public bool CountsAt(long utcMs) => IsClosing(utcMs) && _bar >= FirstSignal;

    /// <summary>What happens inside the bar and at its close, before anything is decided (RULES X1 c, d).</summary>
    public void Close()
    {
        double last = _context.Close[_bar];
        _lastClosed = _bar;
        HoldsAtClose = _held is not null;
        if (_held is { } held)
        {
            if (held.Inside(_bar) is { } end)
            {
                HoldsAtClose = false;
                End(end);
            }
            else
            {
                _funding.Settle(_bar, atOpen: false, _account);
                held.Follow(_bar);
                if (_context.IsForcedClose(_bar)) EndAtClose(new(_bar, last, last, ExitReason.EndOfData, AtOpen: false));
            }
        }

        _account.LastPrice = last;
    }

    /// <summary>The member's own curve; after every member's close of the instant.</summary>
    public void Mark() => _curve.Mark(_context.Bars.CloseTime(_bar), _account.Wallet.Cash + OpenGain);

    /// <summary>What the open position has gained at its last close; 0 without one.</summary>
    public double OpenGain => _account.IsOpen ? _account.Position.Gain(_account.LastPrice) : 0;

    /// <summary>Decides at the close, and goes on to the next open.</summary>
    /// <param name="mustClose">True when a limit wants the position closed.</param>
    /// <param name="decides">False for an account whose trading has ended.</param>
    public void Decide(bool mustClose, bool decides)
    {
        if (decides && !_context.IsForcedClose(_bar))
        {
            if (_held is { } held) DecideHeld(held, mustClose || _context.Bars.CloseTime(_bar) >= _account.CloseByUtcMs);
            else DecideEntry();
        }

        _bar++;
        _atClose = false;
    }

    /// <summary>How far the open position is from what its sizing would give it at the last close, base asset; 0 where there is none, or no size.</summary>
    /// <param name="equity">Of the account. The sizing sees it as its cash: a target must not move because a gain was realised on the way to it.</param>
    public double SizeError(double equity)
    {
        if (_held is null || _context.IsForcedClose(_lastClosed)) return 0;
        ref readonly var position = ref _account.Position;
        var settings = _context.Settings;
        double price = _account.LastPrice;
        // The distance of the first stop: what is risked is not less because the stop is near by now.
        double stop = price - position.Sign * Math.Abs(position.FirstPrice - position.FirstStop);
        double asked = settings.Sizing.QuantityOf(new(_account.Weight * equity, settings.Leverage, price, stop,
            _context.SizingSeries is { } series ? series[_lastClosed] : double.NaN, _context.BarsPerYear, _account.Past));
        if (!(asked > 0) || !double.IsFinite(asked)) return 0;
        double factor = _member.Rules.SizeIn(position.Regime) * (_account.Risk?.SizeFactor ?? 1);
        return EntryQuantity.Of(settings, _context.Lots, equity, price, factor * asked) - position.Quantity;
    }

    /// <summary>Brings the position to another quantity at the next open, unless it is left there.</summary>
    /// <param name="change">Base asset.</param>
    public void Resize(double change) => _resize = change;

    /// <summary>Funding due at an open, and the exits decided at the close before (RULES X1 a, b).</summary>
    public void LeaveAtOpen()
    {
        if (_held is not { } held) return;
        _funding.Settle(_bar, atOpen: true, _account);
        if (_leave is { } leave) End(held.LeaveAt(_bar, leave.Reason, leave.Reverses));
    }

    /// <summary>Entries and additions decided at the close before; after every member's exits of the instant.</summary>
    public void EnterAtOpen()
    {
        if (_held is null && _enter is { } side)
        {
            var entered = side == Side.Long ? _long : _short;
            if (entered.Open(_bar - 1))
            {
                _held = entered;
                _account.IsOpen = true;
                _account.LastPrice = _account.Position.EntryPrice;
                _funding.SkipTo(_bar);
            }
        }
        else if (_held is { } held)
        {
            if (_adds) held.Add(_bar);
            if (_resize != 0) Resize(held);
        }

        ClearOrders();
    }

    /// <summary>A stop or liquidation that the open itself reaches; after every member's entries of the instant.</summary>
    public void EndAtOpen()
    {
        if (_held is { } held && held.AtOpen(_bar) is { } end) End(end);
        _atClose = true;
    }

    /// <summary>Closes the books after the last mark.</summary>
    public void Finish()
    {
        var result = _account.Result;
        _curve.Finish();
        result.FinalEquity = _account.Wallet.Cash + (result.OpenPosition?.UnrealisedPnl ?? 0);
    }

    private void Resize(HeldPosition held)
    {
        int fills = _account.Result.Fills.Count;
        held.Resize(_bar, _resize);
        if (_account.Result.Fills.Count > fills) RebalancedValue += _account.Result.Fills[^1].Quantity * _account.Result.Fills[^1].Price;
    }

    private void DecideHeld(HeldPosition held, bool mustClose)
    {
        var decided = held.Decide(_bar, mustClose);
        var side = _account.Position.Side;
        var other = side == Side.Long ? Side.Short : Side.Long;
        if (decided.Reason is { } reason) _leave = (reason, decided.Reverses);
        if (decided.Reverses) _enter = other;
        _adds = decided.Adds;
        if (_account.Events is not { } events) return;
        if (_context.Plan.Reverse && Asks(other, _bar)) TellEntry(events, other, SignalIntent.Reverse, decided.Reverses ? ExitReason.Signal : null);
        else if (decided.Reason is { } why) events.Signalled(_bar, side, SignalIntent.Exit, why);
        if (decided.Adds) events.Signalled(_bar, side, SignalIntent.ScaleIn);
    }

    private void DecideEntry()
    {
        bool allowed = _context.AllowedEntries.Contains(_bar);
        if (!allowed && _account.Events is null) return;
        if (Signal(_bar) is not { } side) return;
        if (allowed) _enter = side;
        if (_account.Events is { } events) TellEntry(events, side, SignalIntent.Enter, reason: null);
    }

    private void TellEntry(MemberEvents events, Side side, SignalIntent intent, ExitReason? reason)
    {
        // A member that is no part of the account's curve may be warm before the account begins.
        if (_context.Bars.CloseTime(_bar) < _account.Ledger.StartUtcMs) return;
        events.Signalled(_bar, side, intent, reason);
        events.Filtered(_bar, _context.EntryFilter.Judge(_context.Bars.CloseTime(_bar)));
    }

    /// <summary>The side a rule wants to enter at a close; the long one where both do (RULES X2).</summary>
    private Side? Signal(int bar) => Asks(Side.Long, bar) ? Side.Long : Asks(Side.Short, bar) ? Side.Short : null;

    private bool Asks(Side side, int bar) => side == Side.Long
        ? _context.Plan.EntersLong && _member.Rules.EnterLong(bar)
        : _context.Plan.EntersShort && _member.Rules.EnterShort(bar);

    private void EndAtClose(in PositionEnd end)
    {
        if (_held is not { } held) return;
        if (end.Bar < _context.Bars.Count - 1 || _context.Settings.EndOfData == EndOfData.Close)
        {
            End(end);
            return;
        }

        // It is marked as long as the account's other members go on.
        held.LeaveOpen(end);
        _held = null;
    }

    private void End(in PositionEnd end)
    {
        if (_held is not { } held) return;
        _account.IsOpen = false;
        _held = null;
        held.Close(end);
    }

    private void ClearOrders()
    {
        _enter = null;
        _leave = null;
        _adds = false;
        _resize = 0;
    }
}
