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
    private double _cash;
    private Position _position;
    private int _nextSettlement, _nextForcedClose;

    public RunContext Context { get; } = context;

    /// <summary>Runs the combination the strategy is bound to.</summary>
    /// <returns>The walk's own result, overwritten by its next run.</returns>
    public RunResult Run(CompiledStrategy strategy) => Context.Settings.Fills switch
    {
        FillMode.Neutral => Walk(strategy, new NeutralFills()),
        _ => Walk(strategy, Context.ScreeningFills),
    };

    private RunResult Walk<TFills>(CompiledStrategy strategy, TFills fills)
        where TFills : struct, IFillModel
    {
        Start();
        int lastBar = Context.Bars.Count - 1;
        for (int from = Context.FirstDecisionBar; !_result.Ruined;)
        {
            int signalBar = FindEntry(strategy, from, out var side);
            if (signalBar < 0) break;
            _curve.Rest(signalBar, _cash);
            from = Trade(strategy, fills, side, signalBar);
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
        _nextSettlement = 0;
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
    private int Trade<TFills>(CompiledStrategy strategy, TFills fills, Side side, int signalBar)
        where TFills : struct, IFillModel
    {
        for (; ; side = Opposite(side))
        {
            var end = side == Side.Long
                ? OpenAndHold<TFills, LongDirection>(strategy, fills, signalBar)
                : OpenAndHold<TFills, ShortDirection>(strategy, fills, signalBar);
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

    private PositionEnd? OpenAndHold<TFills, TDirection>(CompiledStrategy strategy, TFills fills, int signalBar)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        if (Refused<TFills, TDirection>(strategy, fills, signalBar) is { } refusal)
        {
            _result.Refusals[(int)refusal]++;
            return null;
        }

        var end = Hold<TFills, TDirection>(strategy, fills);
        if (end.Reason == ExitReason.EndOfData && end.Bar == Context.Bars.Count - 1 && Context.Settings.EndOfData == EndOfData.Mark)
            LeaveOpen(end);
        else
            Close(end);
        return end;
    }

    /// <summary>Fills an entry at the open after its signal (RULES X1 b, X3, X5, X6, X9), or says why not.</summary>
    private Refusal? Refused<TFills, TDirection>(CompiledStrategy strategy, TFills fills, int signalBar)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        var settings = Context.Settings;
        int bar = signalBar + 1;
        double open = Context.Open[bar];
        double fill = fills.AtOpen(bar, open, TDirection.Sign, DrawPurpose.Entry);
        var levels = EntryLevels.For<TDirection>(strategy.Stop, strategy.Target, Context.Prices, fill, Context.Close[signalBar], signalBar);
        if (_cash <= 0) return Refusal.NoCash;
        if (!levels.AreDefined) return Refusal.UndefinedLevel;
        double quantity = EntryQuantity.Of(settings, Context.Lots, _cash, fill, levels.Stop);
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
        };
        _cash -= _position.EntryFee;
        return null;
    }

    /// <summary>Walks the bars of an open position, RULES X1, until it ends.</summary>
    private PositionEnd Hold<TFills, TDirection>(CompiledStrategy strategy, TFills fills)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        double[] open = Context.Open, high = Context.High, low = Context.Low, close = Context.Close;
        int entryBar = _position.EntryBar, exitAfter = strategy.ExitAfterBars;
        double entry = _position.EntryPrice, quantity = _position.Quantity, target = _position.Target;
        bool reverses = Context.Plan.Reverse, trails = strategy.Stop.Rule is StopRule.SeriesTrailing or StopRule.FractionTrailing;
        var trail = new TrailingStop<TDirection>(strategy.Stop, Context.Prices, entry, _position.Stop);
        double danger = Nearer<TDirection>(_position.Stop, _position.Liquidation);
        int forcedClose = ForcedCloseFrom(entryBar);
        int settlementBar = SkipSettlements(entryBar);

        for (int bar = entryBar; ; bar++)
        {
            // (c) Both extremes are quiet in nearly every bar; which event came first is sorted out only when one is not.
            if (TDirection.FallenTo(TDirection.Adverse(high[bar], low[bar]), danger) || TDirection.RisenTo(TDirection.Favourable(high[bar], low[bar]), target))
            {
                if (InsideBar<TFills, TDirection>(fills, bar, trail.Level) is { } end) return end;
            }

            // (d) The close.
            if (bar == settlementBar) settlementBar = Settle(bar, atOpen: false);
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
            if (bar + 1 == settlementBar) settlementBar = Settle(bar + 1, atOpen: true);
            if (reason is { } decided)
            {
                double price = open[bar + 1];
                return new(bar + 1, fills.AtOpen(bar + 1, price, -TDirection.Sign, DrawPurpose.Exit), price, decided, AtOpen: true, reverse);
            }
        }
    }

    /// <summary>What happens inside a bar, in the order of RULES X1 c; null when nothing does.</summary>
    private PositionEnd? InsideBar<TFills, TDirection>(TFills fills, int bar, double stop)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        double open = Context.Open[bar], high = Context.High[bar], low = Context.Low[bar];
        double liquidation = _position.Liquidation, adverse = TDirection.Adverse(high, low);
        if (TDirection.FallenTo(open, liquidation)) return new(bar, liquidation, liquidation, ExitReason.Liquidation, AtOpen: true);
        if (TDirection.FallenTo(open, stop)) return Stopped(open, atOpen: true);
        // No farther from entry: on the way down the stop is met first, or at the same price.
        if (TDirection.FallenTo(adverse, stop) && TDirection.FallenTo(liquidation, stop)) return Stopped(stop, atOpen: false);
        if (TDirection.FallenTo(adverse, liquidation)) return new(bar, liquidation, liquidation, ExitReason.Liquidation, AtOpen: false);
        return TDirection.RisenTo(TDirection.Favourable(high, low), _position.Target) && fills.FillsTarget(bar)
            ? new(bar, _position.Target, _position.Target, ExitReason.TakeProfit, AtOpen: false)
            : null;

        PositionEnd Stopped(double price, bool atOpen) => new(bar, fills.AtStop(bar, price, -TDirection.Sign), price, ExitReason.StopLoss, atOpen);
    }

    /// <summary>Books a closed position (RULES X5, X7, X9, R2).</summary>
    private void Close(in PositionEnd end)
    {
        var settings = Context.Settings;
        var bars = Context.Bars;
        ref readonly var position = ref _position;
        double gross, exitFee, slippage = position.Slippage;
        if (end.Reason == ExitReason.Liquidation)
        {
            gross = -(position.Quantity * position.EntryPrice / settings.Leverage);
            exitFee = 0;
        }
        else
        {
            gross = position.Gain(end.Price);
            exitFee = position.Quantity * end.Price * (end.Reason == ExitReason.TakeProfit ? settings.MakerFee : settings.TakerFee);
            slippage += Math.Abs(end.Price - end.Raw) * position.Quantity;
        }

        _cash += gross - exitFee;
        _result.BarsInMarket += end.Bar - position.EntryBar + (end.Reason == ExitReason.EndOfData ? 1 : 0);
        var (mae, mfe) = Excursion.Of(position, Context, end);
        _result.Trades.Add(new()
        {
            Side = position.Side,
            SignalTime = bars.CloseTime(position.SignalBar),
            EntryBar = position.EntryBar,
            EntryTime = Context.OpenTimes[position.EntryBar],
            EntryPrice = position.EntryPrice,
            ExitBar = end.Bar,
            ExitTime = end.AtOpen ? Context.OpenTimes[end.Bar] : bars.CloseTime(end.Bar),
            ExitPrice = end.Price,
            ExitReason = end.Reason,
            Quantity = position.Quantity,
            Leverage = settings.Leverage,
            EntryFee = position.EntryFee,
            ExitFee = exitFee,
            Funding = position.Funding,
            Slippage = slippage,
            GrossPnl = gross,
            NetPnl = gross - position.EntryFee - exitFee + position.Funding,
            Mae = mae,
            Mfe = mfe,
        });
    }

    /// <summary>Reports a position that is still open at the last close (RULES X10).</summary>
    private void LeaveOpen(in PositionEnd end)
    {
        ref readonly var position = ref _position;
        _result.BarsInMarket += end.Bar - position.EntryBar + 1;
        _result.OpenPosition = new(position.Side, Context.Bars.CloseTime(position.SignalBar), position.EntryBar, Context.OpenTimes[position.EntryBar],
            position.EntryPrice, position.Quantity, Context.Settings.Leverage, position.EntryFee, position.Funding, position.Slippage,
            end.Price, position.Gain(end.Price), Level(position.Liquidation), Level(position.Stop), Level(position.Target));
        _curve.Mark(end.Bar, _cash + _result.OpenPosition.UnrealisedPnl);

        static double? Level(double value) => double.IsInfinity(value) ? null : value;
    }

    /// <summary>Passes over what was due before the position was opened, and at the very instant it was.</summary>
    /// <returns>The bar of the next settlement; one that never comes when there is none.</returns>
    private int SkipSettlements(int entryBar)
    {
        var settlements = Context.Settlements;
        while (_nextSettlement < settlements.Length
            && (settlements[_nextSettlement].Bar < entryBar || (settlements[_nextSettlement].Bar == entryBar && settlements[_nextSettlement].AtOpen)))
            _nextSettlement++;
        return NextSettlementBar();
    }

    /// <summary>Pays or receives everything due at one instant (RULES X8).</summary>
    private int Settle(int bar, bool atOpen)
    {
        var settlements = Context.Settlements;
        for (; _nextSettlement < settlements.Length && settlements[_nextSettlement].Bar == bar && settlements[_nextSettlement].AtOpen == atOpen; _nextSettlement++)
        {
            double flow = -_position.Sign * _position.Quantity * settlements[_nextSettlement].Price * settlements[_nextSettlement].Rate;
            _position.Funding += flow;
            _cash += flow;
        }

        return NextSettlementBar();
    }

    private int NextSettlementBar() => _nextSettlement < Context.Settlements.Length ? Context.Settlements[_nextSettlement].Bar : int.MaxValue;

    private int ForcedCloseFrom(int bar)
    {
        while (Context.ForcedCloses[_nextForcedClose] < bar) _nextForcedClose++;
        return Context.ForcedCloses[_nextForcedClose];
    }

    private static double Nearer<TDirection>(double stop, double liquidation)
        where TDirection : struct, IDirection => TDirection.FallenTo(liquidation, stop) ? stop : liquidation;

    private static Side Opposite(Side side) => side == Side.Long ? Side.Short : Side.Long;
}
