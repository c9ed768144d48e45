using System.Numerics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>The account rules, RULES X, over one bound combination at a time. One per worker; nothing is allocated per bar or combination.</summary>
/// <remarks>While flat, only closes at which an entry is allowed are visited. While a position is open every bar is, in the order of RULES X1.</remarks>
public sealed class AccountWalk(RunContext context)
{
    private readonly RunResult _result = new();
    private readonly EquityCurve _curve = new(context.Bars, context.FirstDecisionBar);
    private readonly FundingCursor _funding = new(context.Settlements);
    private double _cash;
    private Position _position;
    private ScalingState _scaling;
    private StopPlan _stop;
    private int _nextForcedClose;

    public RunContext Context { get; } = context;

    /// <summary>Runs the combination the strategy is bound to.</summary>
    /// <returns>The walk's own result, overwritten by its next run.</returns>
    public RunResult Run(CompiledStrategy strategy) => Context.Settings.Fills switch
    {
        FillMode.Neutral => Walk(strategy, new NeutralFills()),
        _ => Walk(strategy, Context.ScreeningFills),
    };

    private RunResult Walk<TFills>(CompiledStrategy strategy, TFills fills)
        where TFills : struct, IFillModel =>
        Context.Plan.Scales ? Walk<TFills, ScaledPositions>(strategy, fills) : Walk<TFills, WholePositions>(strategy, fills);

    private RunResult Walk<TFills, TScaling>(CompiledStrategy strategy, TFills fills)
        where TFills : struct, IFillModel
        where TScaling : struct, IScaling
    {
        Start();
        int lastBar = Context.Bars.Count - 1;
        for (int from = Context.FirstDecisionBar; !_result.Ruined;)
        {
            int signalBar = FindEntry(strategy, from, out var side);
            if (signalBar < 0) break;
            _curve.Rest(signalBar, _cash);
            from = Trade<TFills, TScaling>(strategy, fills, side, signalBar);
        }

        if (_result.OpenPosition is null) _curve.Rest(lastBar, _cash);
        _curve.Finish();
        _result.FinalEquity = _cash + (_result.OpenPosition?.UnrealisedPnl ?? 0);
        return _result;
    }

    private void Start()
    {
        var settings = Context.Settings;
        _cash = settings.Equity;
        _funding.Start();
        _nextForcedClose = 0;
        _result.Reset(settings.Equity);
        _curve.Start(_result, settings.Equity);
    }

    /// <summary>The first allowed close at which the flat account enters, and the side; -1 when there is none.</summary>
    private int FindEntry(CompiledStrategy strategy, int from, out Side side)
    {
        bool entersLong = Context.Plan.EntersLong, entersShort = Context.Plan.EntersShort;
        var words = Context.AllowedEntries.Words;
        ulong mask = ulong.MaxValue << from;
        for (int index = from >> 6; index < words.Length; index++, mask = ulong.MaxValue)
        {
            for (ulong word = words[index] & mask; word != 0; word &= word - 1)
            {
                int bar = (index << 6) + BitOperations.TrailingZeroCount(word);
                if (entersLong && strategy.EnterLong(bar))
                {
                    side = Side.Long;
                    return bar;
                }

                if (entersShort && strategy.EnterShort(bar))
                {
                    side = Side.Short;
                    return bar;
                }
            }
        }

        side = default;
        return -1;
    }

    /// <summary>Opens a position, holds it to its end, and goes on with the opposite side as long as it reverses.</summary>
    /// <returns>The first bar at whose close the account is flat again.</returns>
    private int Trade<TFills, TScaling>(CompiledStrategy strategy, TFills fills, Side side, int signalBar)
        where TFills : struct, IFillModel
        where TScaling : struct, IScaling
    {
        for (; ; side = Opposite(side))
        {
            var end = side == Side.Long
                ? OpenAndHold<TFills, LongDirection, TScaling>(strategy, fills, signalBar)
                : OpenAndHold<TFills, ShortDirection, TScaling>(strategy, fills, signalBar);
            if (end is not { } closed) return MarkFlat(signalBar + 1);
            if (closed.Reverse)
            {
                signalBar = closed.Bar - 1;
                continue;
            }

            return _result.OpenPosition is null ? MarkFlat(closed.Bar) : Context.Bars.Count;
        }
    }

    private int MarkFlat(int bar)
    {
        if (_cash <= 0) _result.Ruined = true;
        _curve.Mark(bar, _cash);
        return bar;
    }

    private PositionEnd? OpenAndHold<TFills, TDirection, TScaling>(CompiledStrategy strategy, TFills fills, int signalBar)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
        where TScaling : struct, IScaling
    {
        if (Refused<TFills, TDirection>(strategy, fills, signalBar) is { } refusal)
        {
            _result.Refusals[(int)refusal]++;
            return null;
        }

        if (TScaling.IsOn) StartScaling<TDirection>(strategy);
        var end = Hold<TFills, TDirection, TScaling>(strategy, fills);
        if (end.Reason == ExitReason.EndOfData && end.Bar == Context.Bars.Count - 1 && Context.Settings.EndOfData == EndOfData.Mark)
            LeaveOpen<TScaling>(end);
        else
            Close<TScaling>(end);
        return end;
    }

    /// <summary>Fills an entry at the open after its signal (RULES X1 b, X3, X5, X6, X9), or says why not.</summary>
    private Refusal? Refused<TFills, TDirection>(CompiledStrategy strategy, TFills fills, int signalBar)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        var settings = Context.Settings;
        int bar = signalBar + 1;
        int regime = Context.Plan.Regimes.IsEmpty ? CompiledStrategy.NoRegime : strategy.Regime(signalBar);
        _stop = strategy.StopIn(regime);
        double open = Context.Open[bar];
        double fill = fills.AtOpen(bar, open, TDirection.Sign, DrawPurpose.Entry);
        var levels = EntryLevels.For<TDirection>(_stop, strategy.Target, Context.Prices, fill, Context.Close[signalBar], signalBar);
        if (_cash <= 0) return Refusal.NoCash;
        if (!levels.AreDefined) return Refusal.UndefinedLevel;
        double quantity = EntryQuantity.Of(settings, Context.Lots, _cash, fill, levels.Stop, strategy.SizeIn(regime));
        var tier = IsolatedMargin.TierAt(Context.Instrument.MarginTables, Context.OpenTimes[bar], quantity * fill);
        if (EntryQuantity.Refused(settings, Context.Instrument, tier, _cash, quantity, fill) is { } refusal) return refusal;

        _position = new()
        {
            Side = (Side)(int)TDirection.Sign,
            SignalBar = signalBar,
            EntryBar = bar,
            EntryPrice = fill,
            Quantity = quantity,
            EntryFee = quantity * fill * settings.TakerFee,
            Slippage = Math.Abs(fill - open) * quantity,
            Stop = levels.Stop,
            Target = levels.Target,
            Liquidation = IsolatedMargin.LiquidationPrice<TDirection>(settings.Liquidation, fill, quantity, settings.Leverage, tier),
            Regime = regime,
        };
        _cash -= _position.EntryFee;
        return null;
    }

    /// <summary>Walks the bars of an open position, RULES X1, until it ends.</summary>
    private PositionEnd Hold<TFills, TDirection, TScaling>(CompiledStrategy strategy, TFills fills)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
        where TScaling : struct, IScaling
    {
        double[] open = Context.Open, high = Context.High, low = Context.Low, close = Context.Close;
        int entryBar = _position.EntryBar, exitAfter = strategy.ExitAfterBars;
        double entry = _position.EntryPrice, quantity = _position.Quantity, limit = TScaling.IsOn ? NearerLimit<TDirection>() : _position.Target;
        bool reverses = Context.Plan.Reverse, trails = _stop.Rule is StopRule.SeriesTrailing or StopRule.FractionTrailing;
        var trail = new TrailingStop<TDirection>(_stop, Context.Prices, entry, _position.Stop);
        double danger = Nearer<TDirection>(_position.Stop, _position.Liquidation);
        int forcedClose = ForcedCloseFrom(entryBar);
        int settlementBar = _funding.SkipTo(entryBar);

        for (int bar = entryBar; ; bar++)
        {
            // (c) Both extremes are quiet in nearly every bar; which event came first is sorted out only when one is not.
            if (TDirection.FallenTo(TDirection.Adverse(high[bar], low[bar]), danger) || TDirection.RisenTo(TDirection.Favourable(high[bar], low[bar]), limit))
            {
                if (InsideBar<TFills, TDirection, TScaling>(fills, bar, trail.Level) is { } end) return end;
                if (TScaling.IsOn) (quantity, limit) = (_position.Quantity, NearerLimit<TDirection>());
            }

            // (d) The close.
            if (bar == settlementBar) settlementBar = _funding.Settle(bar, atOpen: false, ref _position, ref _cash);
            double last = close[bar];
            if (trails && trail.Follow(last, bar)) danger = Nearer<TDirection>(trail.Level, _position.Liquidation);
            if (bar == forcedClose)
            {
                _position.Stop = trail.Level;
                return new(bar, last, last, ExitReason.EndOfData, AtOpen: false);
            }

            _curve.Mark(bar, _cash + TDirection.Sign * (last - entry) * quantity);
            int barsInTrade = bar - entryBar + 1;
            bool reverse = reverses && Context.AllowedEntries.Contains(bar) && TDirection.Reverses(strategy, bar);
            ExitReason? reason =
                reverse || TDirection.Exits(strategy, bar, new(barsInTrade, TDirection.Sign * (last / entry - 1), entry)) ? ExitReason.Signal
                : exitAfter > 0 && barsInTrade >= exitAfter ? ExitReason.TimeStop
                : null;

            // (a) and (b) of the next bar.
            if (bar + 1 == settlementBar) settlementBar = _funding.Settle(bar + 1, atOpen: true, ref _position, ref _cash);
            if (reason is { } decided)
            {
                double price = open[bar + 1];
                return new(bar + 1, fills.AtOpen(bar + 1, price, -TDirection.Sign, DrawPurpose.Exit), price, decided, AtOpen: true, reverse);
            }

            if (TScaling.IsOn && _scaling.IsDue(strategy.Scale, TDirection.Sign * (last / _scaling.FirstFill - 1)) && Add(strategy, fills, bar + 1, ref trail))
            {
                (entry, quantity, limit) = (_position.EntryPrice, _position.Quantity, NearerLimit<TDirection>());
                danger = Nearer<TDirection>(trail.Level, _position.Liquidation);
            }
        }
    }

    /// <summary>What happens inside a bar, in the order of RULES X1 c; null when nothing does.</summary>
    private PositionEnd? InsideBar<TFills, TDirection, TScaling>(TFills fills, int bar, double stop)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
        where TScaling : struct, IScaling
    {
        double open = Context.Open[bar], high = Context.High[bar], low = Context.Low[bar];
        double liquidation = _position.Liquidation, adverse = TDirection.Adverse(high, low);
        if (TDirection.FallenTo(open, liquidation)) return new(bar, liquidation, liquidation, ExitReason.Liquidation, AtOpen: true);
        if (TDirection.FallenTo(open, stop)) return Stopped(open, atOpen: true);
        // No farther from entry: on the way down the stop is met first, or at the same price.
        if (TDirection.FallenTo(adverse, stop) && TDirection.FallenTo(liquidation, stop)) return Stopped(stop, atOpen: false);
        if (TDirection.FallenTo(adverse, liquidation)) return new(bar, liquidation, liquidation, ExitReason.Liquidation, AtOpen: false);
        if (TScaling.IsOn && TDirection.RisenTo(TDirection.Favourable(high, low), _scaling.TakePrice) && fills.FillsTarget(bar)) TakePart<TDirection>(bar);
        return TDirection.RisenTo(TDirection.Favourable(high, low), _position.Target) && fills.FillsTarget(bar)
            ? new(bar, _position.Target, _position.Target, ExitReason.TakeProfit, AtOpen: false)
            : null;

        PositionEnd Stopped(double price, bool atOpen) => new(bar, fills.AtStop(bar, price, -TDirection.Sign), price, ExitReason.StopLoss, atOpen);
    }

    /// <summary>What a position that may be scaled waits for from its first fill on (RULES X4).</summary>
    private void StartScaling<TDirection>(CompiledStrategy strategy)
        where TDirection : struct, IDirection
    {
        var take = strategy.Take;
        double first = _position.EntryPrice, quantity = _position.Quantity, part = Context.Lots.Down(take.Share * quantity);
        // A share that is less than a lot, or that rounds to everything, leaves no part to take.
        bool takes = part > 0 && part < quantity;
        _scaling = new()
        {
            FirstFill = first,
            FirstQuantity = quantity,
            Risk = Math.Abs(first - _position.Stop),
            TakePrice = takes ? TDirection.RoundTarget(Context.Prices, first * (1 + TDirection.Sign * take.Distance)) : TDirection.Sign * double.PositiveInfinity,
            TakeQuantity = part,
            EntryValue = first * quantity,
            EntryQuantity = quantity,
            FirstFillIndex = _result.Fills.Count,
        };
        _result.Fills.Add(new(FillKind.Entry, _position.EntryBar, Context.OpenTimes[_position.EntryBar], first, quantity, _position.EntryFee));
    }

    /// <summary>Buys or sells the first quantity again at an open (RULES X4), or counts why not.</summary>
    /// <returns>False when it was refused, and nothing has changed.</returns>
    private bool Add<TFills, TDirection>(CompiledStrategy strategy, TFills fills, int bar, ref TrailingStop<TDirection> trail)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        var settings = Context.Settings;
        _scaling.Tried++;
        double open = Context.Open[bar], fill = fills.AtOpen(bar, open, TDirection.Sign, DrawPurpose.Entry);
        double added = EntryQuantity.OfAddition(settings, Context.Lots, _cash, _position, _scaling.FirstQuantity, fill);
        double quantity = _position.Quantity + added, entry = (_position.EntryPrice * _position.Quantity + fill * added) / quantity;
        var tier = IsolatedMargin.TierAt(Context.Instrument.MarginTables, Context.OpenTimes[bar], quantity * entry);
        if (EntryQuantity.AdditionRefused(settings, Context.Instrument, tier, _cash, _position, added, fill) is { } refusal)
        {
            _result.Refusals[(int)refusal]++;
            return false;
        }

        double fee = added * fill * settings.TakerFee, signalClose = Context.Close[_position.SignalBar];
        _cash -= fee;
        _position.EntryPrice = entry;
        _position.Quantity = quantity;
        _position.EntryFee += fee;
        _position.Slippage += Math.Abs(fill - open) * added;
        _position.Liquidation = IsolatedMargin.LiquidationPrice<TDirection>(settings.Liquidation, entry, quantity, settings.Leverage, tier);
        _position.Target = EntryLevels.TargetAt<TDirection>(strategy.Target, Context.Prices, entry, signalClose, _position.SignalBar, _scaling.Risk);
        if (_stop.Rule is StopRule.FixedFraction or StopRule.SeriesFixed)
            trail.Tighten(EntryLevels.StopAt<TDirection>(_stop, Context.Prices, entry, signalClose, _position.SignalBar));
        _scaling.Added++;
        _scaling.EntryValue += fill * added;
        _scaling.EntryQuantity += added;
        _result.Fills.Add(new(FillKind.ScaleIn, bar, Context.OpenTimes[bar], fill, added, fee));
        return true;
    }

    /// <summary>Serves the limit of the part (RULES X4): price and levels of what stays are as before.</summary>
    private void TakePart<TDirection>(int bar)
        where TDirection : struct, IDirection
    {
        double price = _scaling.TakePrice, part = _scaling.TakeQuantity;
        double gross = TDirection.Sign * (price - _position.EntryPrice) * part, fee = part * price * Context.Settings.MakerFee;
        _cash += gross - fee;
        _position.Quantity -= part;
        _scaling.Realised = gross;
        _scaling.ExitFee = fee;
        _scaling.ExitValue = price * part;
        _scaling.ExitQuantity = part;
        _scaling.TakePrice = TDirection.Sign * double.PositiveInfinity;
        _result.Fills.Add(new(FillKind.PartialExit, bar, Context.Bars.CloseTime(bar), price, part, fee));
    }

    private double NearerLimit<TDirection>()
        where TDirection : struct, IDirection => TDirection.RisenTo(_position.Target, _scaling.TakePrice) ? _scaling.TakePrice : _position.Target;

    /// <summary>Books a closed position (RULES X5, X7, X9, R2).</summary>
    private void Close<TScaling>(in PositionEnd end)
        where TScaling : struct, IScaling
    {
        var settings = Context.Settings;
        var bars = Context.Bars;
        ref var position = ref _position;
        double gross, exitFee, slippage = position.Slippage, exitPrice = end.Price, quantity = position.Quantity;
        long exitTime = end.AtOpen ? Context.OpenTimes[end.Bar] : bars.CloseTime(end.Bar);
        if (end.Reason == ExitReason.Liquidation)
        {
            gross = -(quantity * position.EntryPrice / settings.Leverage);
            exitFee = 0;
        }
        else
        {
            gross = position.Gain(end.Price);
            exitFee = quantity * end.Price * (end.Reason == ExitReason.TakeProfit ? settings.MakerFee : settings.TakerFee);
            slippage += Math.Abs(end.Price - end.Raw) * quantity;
        }

        _cash += gross - exitFee;
        _result.BarsInMarket += end.Bar - position.EntryBar + (end.Reason == ExitReason.EndOfData ? 1 : 0);
        if (TScaling.IsOn)
        {
            _result.Fills.Add(new(FillKind.Exit, end.Bar, exitTime, end.Price, quantity, exitFee));
            exitPrice = _scaling.AverageExit(end.Price, quantity);
            gross += _scaling.Realised;
            exitFee += _scaling.ExitFee;
            // The row shows what came in and went out, not what was held at the end.
            position.EntryPrice = _scaling.AverageEntry;
            quantity = _scaling.EntryQuantity;
        }

        var (mae, mfe) = Excursion.Of(position, Context, end);
        _result.Trades.Add(new()
        {
            Side = position.Side,
            SignalTime = bars.CloseTime(position.SignalBar),
            EntryBar = position.EntryBar,
            EntryTime = Context.OpenTimes[position.EntryBar],
            EntryPrice = position.EntryPrice,
            ExitBar = end.Bar,
            ExitTime = exitTime,
            ExitPrice = exitPrice,
            ExitReason = end.Reason,
            Quantity = quantity,
            Leverage = settings.Leverage,
            EntryFee = position.EntryFee,
            ExitFee = exitFee,
            Funding = position.Funding,
            Slippage = slippage,
            GrossPnl = gross,
            NetPnl = gross - position.EntryFee - exitFee + position.Funding,
            Mae = mae,
            Mfe = mfe,
            Regime = position.RegimeOrNull,
            FirstFill = TScaling.IsOn ? _scaling.FirstFillIndex : 0,
            FillCount = TScaling.IsOn ? _result.Fills.Count - _scaling.FirstFillIndex : 0,
        });
    }

    /// <summary>Reports a position that is still open at the last close (RULES X10).</summary>
    private void LeaveOpen<TScaling>(in PositionEnd end)
        where TScaling : struct, IScaling
    {
        ref readonly var position = ref _position;
        _result.BarsInMarket += end.Bar - position.EntryBar + 1;
        _result.OpenPosition = new(position.Side, Context.Bars.CloseTime(position.SignalBar), position.EntryBar, Context.OpenTimes[position.EntryBar],
            position.EntryPrice, position.Quantity, Context.Settings.Leverage, position.EntryFee, position.Funding, position.Slippage,
            end.Price, position.Gain(end.Price), Level(position.Liquidation), Level(position.Stop), Level(position.Target))
        {
            Regime = position.RegimeOrNull,
            RealisedPnl = TScaling.IsOn ? _scaling.Realised : 0,
            ExitFee = TScaling.IsOn ? _scaling.ExitFee : 0,
            FirstFill = TScaling.IsOn ? _scaling.FirstFillIndex : 0,
            FillCount = TScaling.IsOn ? _result.Fills.Count - _scaling.FirstFillIndex : 0,
        };
        _curve.Mark(end.Bar, _cash + _result.OpenPosition.UnrealisedPnl);

        static double? Level(double value) => double.IsInfinity(value) ? null : value;
    }

    private int ForcedCloseFrom(int bar)
    {
        while (Context.ForcedCloses[_nextForcedClose] < bar) _nextForcedClose++;
        return Context.ForcedCloses[_nextForcedClose];
    }

    private static double Nearer<TDirection>(double stop, double liquidation)
        where TDirection : struct, IDirection => TDirection.FallenTo(liquidation, stop) ? stop : liquidation;

    private static Side Opposite(Side side) => side == Side.Long ? Side.Short : Side.Long;
}
