namespace QuantDsl.Backtest;

/// <summary>What happens to a position between the open and the close of a bar, in the order of RULES X1 c.</summary>
internal sealed class InsideBar(Account account, TradeBook book)
{
    private readonly RunContext _context = account.Context;

    /// <summary>How the position ends in a bar; null when it does not. Parts that are served on the way are booked.</summary>
    /// <param name="stop">Where the stop stands.</param>
    public PositionEnd? Event<TFills, TDirection, TScaling>(TFills fills, int bar, double stop)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
        where TScaling : struct, IScaling
    {
        var whole = Whole(bar);
        if (Loss<TFills, TDirection>(whole, fills, stop, onlyAtOpen: true) is { } atOpen) return atOpen;
        bool isAmbiguous = IsAmbiguous<TDirection, TScaling>(whole, stop);
        var end = _context.Models.Intrabar switch
        {
            IntrabarOrder.Resolved => AsItCame<TFills, TDirection, TScaling>(whole, fills, stop),
            IntrabarOrder.Optimistic => FirstGain<TFills, TDirection, TScaling>(whole, fills) ?? FirstLoss<TFills, TDirection>(whole, fills, stop),
            _ => FirstLoss<TFills, TDirection>(whole, fills, stop) ?? FirstGain<TFills, TDirection, TScaling>(whole, fills),
        };
        if (end is not null && isAmbiguous) account.Result.AmbiguousTrades++;
        return end;
    }

    /// <summary>How the position ends at the very open of a bar; null when it does not.</summary>
    public PositionEnd? AtOpen<TFills, TDirection>(TFills fills, int bar, double stop)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection => Loss<TFills, TDirection>(Whole(bar), fills, stop, onlyAtOpen: true);

    private BarSlice Whole(int bar) => new(bar, AtOpen: true, _context.Open[bar], _context.High[bar], _context.Low[bar],
        _context.Triggers.Open[bar], _context.Triggers.High[bar], _context.Triggers.Low[bar], _context.Volume[bar]);

    /// <summary>A base bar after the other; within one of them what loses comes first.</summary>
    private PositionEnd? AsItCame<TFills, TDirection, TScaling>(in BarSlice whole, TFills fills, double stop)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
        where TScaling : struct, IScaling
    {
        if (_context.Inner is not { } inner) return Loss<TFills, TDirection>(whole, fills, stop) ?? Gain<TFills, TDirection, TScaling>(whole, fills);
        for (int index = inner.First(whole.Bar); index < inner.First(whole.Bar + 1); index++)
        {
            var slice = inner.Slice(whole.Bar, index);
            if (Loss<TFills, TDirection>(slice, fills, stop) is { } lost) return lost;
            if (Gain<TFills, TDirection, TScaling>(slice, fills) is { } gained) return gained;
        }

        return null;
    }

    /// <summary>How the position ends if nothing gains in the bar.</summary>
    private PositionEnd? FirstLoss<TFills, TDirection>(in BarSlice whole, TFills fills, double stop)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        if (_context.Inner is not { } inner) return Loss<TFills, TDirection>(whole, fills, stop);
        for (int index = inner.First(whole.Bar); index < inner.First(whole.Bar + 1); index++)
            if (Loss<TFills, TDirection>(inner.Slice(whole.Bar, index), fills, stop) is { } lost) return lost;
        return null;
    }

    /// <summary>How the position ends if nothing loses in the bar.</summary>
    private PositionEnd? FirstGain<TFills, TDirection, TScaling>(in BarSlice whole, TFills fills)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
        where TScaling : struct, IScaling
    {
        if (_context.Inner is not { } inner) return Gain<TFills, TDirection, TScaling>(whole, fills);
        for (int index = inner.First(whole.Bar); index < inner.First(whole.Bar + 1); index++)
            if (Gain<TFills, TDirection, TScaling>(inner.Slice(whole.Bar, index), fills) is { } gained) return gained;
        return null;
    }

    private PositionEnd? Loss<TFills, TDirection>(in BarSlice slice, TFills fills, double stop, bool onlyAtOpen = false)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        double liquidation = account.Position.Liquidation, adverse = TDirection.Adverse(slice.TriggerHigh, slice.TriggerLow);
        if (TDirection.FallenTo(slice.TriggerOpen, liquidation)) return Liquidated(slice, slice.AtOpen);
        if (TDirection.FallenTo(slice.TriggerOpen, stop)) return Stopped<TFills, TDirection>(slice, fills, slice.Open, slice.AtOpen);
        if (onlyAtOpen) return null;
        // No farther from entry: on the way down the stop is met first, or at the same price.
        if (TDirection.FallenTo(adverse, stop) && TDirection.FallenTo(liquidation, stop))
        {
            // A mark price that lags sets a stop off when the last price is beyond it already: then the stop is no better than what trades.
            return Stopped<TFills, TDirection>(slice, fills, TDirection.FallenTo(slice.Open, stop) ? slice.Open : stop, atOpen: false);
        }

        return TDirection.FallenTo(adverse, liquidation) ? Liquidated(slice, atOpen: false) : null;
    }

    /// <summary>The limit of the part, then the target (RULES X4).</summary>
    private PositionEnd? Gain<TFills, TDirection, TScaling>(in BarSlice slice, TFills fills)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
        where TScaling : struct, IScaling
    {
        double extreme = TDirection.Favourable(slice.High, slice.Low), taken = 0;
        if (TScaling.IsOn && TDirection.RisenTo(extreme, account.Scaling.TakePrice)) taken = TakePart<TFills, TDirection>(slice.Bar, extreme, slice.Volume, fills);
        double target = account.Position.Target, quantity = account.Position.Quantity;
        if (!TDirection.RisenTo(extreme, target)) return null;
        double served = fills.AtLimit(slice.Bar, target, extreme, quantity, slice.Volume, taken);
        if (served >= quantity) return new(slice.Bar, target, target, ExitReason.TakeProfit, AtOpen: false);
        if (TScaling.IsOn && served > 0) book.ClosePart<TDirection>(slice.Bar, target, served);
        return null;
    }

    /// <summary>Serves the limit of the part, or some of it.</summary>
    /// <returns>What was filled, base asset.</returns>
    private double TakePart<TFills, TDirection>(int bar, double extreme, double traded, TFills fills)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        ref var scaling = ref account.Scaling;
        // What the target has taken of the position before cannot be taken again; all that is left of it is the target's.
        double wanted = Math.Min(scaling.TakeQuantity, account.Position.Quantity);
        double served = fills.AtLimit(bar, scaling.TakePrice, extreme, wanted, traded, served: 0);
        if (served <= 0 || served >= account.Position.Quantity) return 0;
        book.ClosePart<TDirection>(bar, scaling.TakePrice, served);
        scaling.TakeQuantity -= served;
        if (served >= wanted) scaling.TakePrice = TDirection.Sign * double.PositiveInfinity;
        return served;
    }

    private PositionEnd Liquidated(in BarSlice slice, bool atOpen) =>
        new(slice.Bar, account.Position.Liquidation, account.Position.Liquidation, ExitReason.Liquidation, atOpen);

    private PositionEnd Stopped<TFills, TDirection>(in BarSlice slice, TFills fills, double price, bool atOpen)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection =>
        new(slice.Bar, fills.AtStop(slice.Bar, price, -TDirection.Sign, account.Position.Quantity), price, ExitReason.StopLoss, atOpen);

    /// <summary>Whether a bar reaches what loses and what gains, and its open decides neither.</summary>
    private bool IsAmbiguous<TDirection, TScaling>(in BarSlice whole, double stop)
        where TDirection : struct, IDirection
        where TScaling : struct, IScaling
    {
        double danger = TDirection.FallenTo(account.Position.Liquidation, stop) ? stop : account.Position.Liquidation;
        double limit = TScaling.IsOn ? account.NearerLimit<TDirection>() : account.Position.Target;
        return TDirection.FallenTo(TDirection.Adverse(whole.TriggerHigh, whole.TriggerLow), danger)
            && TDirection.RisenTo(TDirection.Favourable(whole.High, whole.Low), limit)
            && !TDirection.FallenTo(whole.TriggerOpen, danger);
    }
}
