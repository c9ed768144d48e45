using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Portfolio;

/// <summary>What was decided for an open position at a close.</summary>
/// <param name="Reason">Why it is left at the next open; null where it stays.</param>
/// <param name="Reverses">True when the other side is entered at the same open.</param>
/// <param name="Adds">True when it is added to (RULES X4).</param>
internal readonly record struct HeldDecision(ExitReason? Reason, bool Reverses, bool Adds);

/// <summary>A position of one member and one side, a step at a time: the rules of <see cref="AccountWalk"/>'s loop, of the same parts.</summary>
internal abstract class HeldPosition
{
    /// <summary>Opens at the bar after the signal's; false when it was refused.</summary>
    public abstract bool Open(int signalBar);

    /// <summary>What ends the position at the very open of a bar: a stop or the liquidation that is reached there (RULES X1 c).</summary>
    public abstract PositionEnd? AtOpen(int bar);

    /// <summary>What ends the position between a bar's open and its close (RULES X1 c); null where nothing does.</summary>
    public abstract PositionEnd? Inside(int bar);

    /// <summary>Lets a trailing stop see a close; it acts from the next bar on.</summary>
    public abstract void Follow(int bar);

    /// <param name="mustClose">True when a limit wants the position closed.</param>
    public abstract HeldDecision Decide(int bar, bool mustClose);

    /// <summary>The end of the position by a market order at an open.</summary>
    public abstract PositionEnd LeaveAt(int bar, ExitReason reason, bool reverses);

    /// <summary>Books the end.</summary>
    public abstract void Close(in PositionEnd end);

    /// <summary>Reports the position open at the last close (RULES X10).</summary>
    public abstract void LeaveOpen(in PositionEnd end);

    /// <summary>The next addition of RULES X4, at an open.</summary>
    public abstract void Add(int bar);

    /// <summary>Brings the quantity to another one at an open, for a rebalancing.</summary>
    /// <param name="change">Base asset; negative closes a part.</param>
    public abstract void Resize(int bar, double change);
}

/// <inheritdoc/>
internal sealed class HeldPosition<TFills, TDirection, TScaling>(Account account, CompiledStrategy strategy, TFills fills) : HeldPosition
    where TFills : struct, IFillModel
    where TDirection : struct, IDirection
    where TScaling : struct, IScaling
{
    private readonly RunContext _context = account.Context;
    private readonly EntryOrder _orders = new(account);
    private readonly TradeBook _book = new(account);
    private readonly InsideBar _inside = new(account, new(account));
    private TrailingStop<TDirection> _trail;
    private bool _trails;

    public override bool Open(int signalBar)
    {
        if (!_orders.Open<TFills, TDirection, TScaling>(strategy, fills, signalBar)) return false;
        _trails = account.Stop.Rule is StopRule.SeriesTrailing or StopRule.FractionTrailing;
        _trail = new(account.Stop, _context.Prices, account.Position.EntryPrice, account.Position.Stop);
        return true;
    }

    public override PositionEnd? AtOpen(int bar) =>
        TDirection.FallenTo(_context.Triggers.Open[bar], Danger) ? _inside.AtOpen<TFills, TDirection>(fills, bar, _trail.Level) : null;

    public override PositionEnd? Inside(int bar)
    {
        ref readonly var position = ref account.Position;
        double danger = Danger;
        double limit = TScaling.IsOn ? account.NearerLimit<TDirection>() : position.Target;
        bool isQuiet = !TDirection.FallenTo(TDirection.Adverse(_context.Triggers.High[bar], _context.Triggers.Low[bar]), danger)
            && !TDirection.RisenTo(TDirection.Favourable(_context.High[bar], _context.Low[bar]), limit);
        return isQuiet ? null : _inside.Event<TFills, TDirection, TScaling>(fills, bar, _trail.Level);
    }

    private double Danger => TDirection.FallenTo(account.Position.Liquidation, _trail.Level) ? _trail.Level : account.Position.Liquidation;

    public override void Follow(int bar)
    {
        if (_trails) _trail.Follow(_context.Close[bar], bar);
        account.Position.Stop = _trail.Level;
    }

    public override HeldDecision Decide(int bar, bool mustClose)
    {
        ref readonly var position = ref account.Position;
        double last = _context.Close[bar], entry = position.EntryPrice;
        int barsInTrade = bar - position.EntryBar + 1;
        bool reverses = _context.Plan.Reverse && _context.AllowedEntries.Contains(bar) && TDirection.Reverses(strategy, bar);
        ExitReason? reason =
            reverses || TDirection.Exits(strategy, bar, new(barsInTrade, TDirection.Sign * (last / entry - 1), entry)) ? ExitReason.Signal
            : strategy.ExitAfterBars > 0 && barsInTrade >= strategy.ExitAfterBars ? ExitReason.TimeStop
            : mustClose ? ExitReason.RiskHalt
            : null;
        bool adds = TScaling.IsOn && reason is null && account.Scaling.IsDue(strategy.Scale, TDirection.Sign * (last / account.Scaling.FirstFill - 1));
        return new(reason, reverses, adds);
    }

    public override PositionEnd LeaveAt(int bar, ExitReason reason, bool reverses)
    {
        double price = _context.Open[bar];
        return new(bar, fills.AtOpen(bar, price, -TDirection.Sign, account.Position.Quantity, DrawPurpose.Exit), price, reason, AtOpen: true, reverses);
    }

    public override void Close(in PositionEnd end) => _book.Close<TScaling>(end);

    public override void LeaveOpen(in PositionEnd end)
    {
        account.Position.Stop = _trail.Level;
        _book.LeaveOpen<TScaling>(end);
    }

    public override void Add(int bar)
    {
        _orders.Add(strategy, fills, bar, ref _trail);
        account.Position.Stop = _trail.Level;
    }

    public override void Resize(int bar, double change)
    {
        // What is less than a lot or the smallest order is left out: nobody asked for it by itself.
        double part = _context.Lots.Down(Math.Abs(change)), open = _context.Open[bar];
        if (!(part > 0) || part * open < _context.Instrument.MinNotional) return;
        if (change > 0)
        {
            _orders.Add(strategy, fills, bar, part, ref _trail);
            account.Position.Stop = _trail.Level;
            return;
        }

        if (part >= account.Position.Quantity) return;
        _book.Reduce<TDirection>(bar, fills.AtOpen(bar, open, -TDirection.Sign, part, DrawPurpose.Exit), open, part);
    }
}
