using System.Numerics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>The account rules, RULES X, over one bound combination at a time. One per worker; nothing is allocated per bar or combination.</summary>
/// <remarks>While flat, only closes at which an entry is allowed are visited. While a position is open every bar is, in the order of RULES X1.</remarks>
public sealed class AccountWalk
{
    private readonly RunResult _result;
    private readonly Account _account;
    private readonly EntryOrder _orders;
    private readonly InsideBar _inside;
    private readonly TradeBook _book;
    private readonly EquityCurve _curve;
    private readonly FundingCursor _funding;
    private int _nextForcedClose;

    public AccountWalk(RunContext context)
    {
        Context = context;
        _result = new();
        _account = new(context, _result);
        _orders = new(_account);
        _book = new(_account);
        _inside = new(_account, _book);
        _curve = new(context.Bars, context.FirstDecisionBar);
        _funding = new(context.Settlements);
    }

    public RunContext Context { get; }

    /// <summary>Runs the combination the strategy is bound to.</summary>
    /// <returns>The walk's own result, overwritten by its next run.</returns>
    public RunResult Run(CompiledStrategy strategy) => Context.Settings.Fills switch
    {
        FillMode.Neutral => Walk(strategy, new NeutralFills()),
        FillMode.Screening => Walk(strategy, Context.ScreeningFills),
        _ => Context.Models.Queue is null ? Walk(strategy, Context.RealisticFills) : Walk(strategy, new QueuedFills(Context.RealisticFills)),
    };

    private RunResult Walk<TFills>(CompiledStrategy strategy, TFills fills)
        where TFills : struct, IFillModel =>
        Context.Plan.Scales || TFills.ServesParts ? Walk<TFills, ScaledPositions>(strategy, fills) : Walk<TFills, WholePositions>(strategy, fills);

    private RunResult Walk<TFills, TScaling>(CompiledStrategy strategy, TFills fills)
        where TFills : struct, IFillModel
        where TScaling : struct, IScaling =>
        _account.Risk is null ? Walk<TFills, TScaling, Unlimited>(strategy, fills) : Walk<TFills, TScaling, Limited>(strategy, fills);

    private RunResult Walk<TFills, TScaling, TRisk>(CompiledStrategy strategy, TFills fills)
        where TFills : struct, IFillModel
        where TScaling : struct, IScaling
        where TRisk : struct, IRiskControl
    {
        Start();
        int lastBar = Context.Bars.Count - 1;
        for (int from = Context.FirstDecisionBar; !_result.Ruined;)
        {
            int signalBar = FindEntry(strategy, from, out var side);
            if (signalBar < 0) break;
            _curve.Rest(signalBar, _account.Cash);
            _account.Risk?.Mark(Context.Bars.CloseTime(signalBar), _account.Cash);
            from = Trade<TFills, TScaling, TRisk>(strategy, fills, side, signalBar);
        }

        if (_result.OpenPosition is null) _curve.Rest(lastBar, _account.Cash);
        _curve.Finish();
        _result.FinalEquity = _account.Cash + (_result.OpenPosition?.UnrealisedPnl ?? 0);
        return _result;
    }

    private void Start()
    {
        _account.Start();
        _funding.Start();
        _nextForcedClose = 0;
        _curve.Start(_result, _account.Cash);
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
    private int Trade<TFills, TScaling, TRisk>(CompiledStrategy strategy, TFills fills, Side side, int signalBar)
        where TFills : struct, IFillModel
        where TScaling : struct, IScaling
        where TRisk : struct, IRiskControl
    {
        for (; ; side = Opposite(side))
        {
            var end = side == Side.Long
                ? OpenAndHold<TFills, LongDirection, TScaling, TRisk>(strategy, fills, signalBar)
                : OpenAndHold<TFills, ShortDirection, TScaling, TRisk>(strategy, fills, signalBar);
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
        if (_account.Cash <= 0) _result.Ruined = true;
        _curve.Mark(bar, _account.Cash);
        _account.Risk?.Mark(Context.Bars.CloseTime(bar), _account.Cash);
        return bar;
    }

    private PositionEnd? OpenAndHold<TFills, TDirection, TScaling, TRisk>(CompiledStrategy strategy, TFills fills, int signalBar)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
        where TScaling : struct, IScaling
        where TRisk : struct, IRiskControl
    {
        if (!_orders.Open<TFills, TDirection, TScaling>(strategy, fills, signalBar)) return null;
        var end = Hold<TFills, TDirection, TScaling, TRisk>(strategy, fills);
        if (end.Reason == ExitReason.EndOfData && end.Bar == Context.Bars.Count - 1 && Context.Settings.EndOfData == EndOfData.Mark)
        {
            _book.LeaveOpen<TScaling>(end);
            _curve.Mark(end.Bar, _account.Cash + (_result.OpenPosition?.UnrealisedPnl ?? 0));
        }
        else
        {
            _book.Close<TScaling>(end);
        }

        return end;
    }

    /// <summary>Walks the bars of an open position, RULES X1, until it ends.</summary>
    private PositionEnd Hold<TFills, TDirection, TScaling, TRisk>(CompiledStrategy strategy, TFills fills)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
        where TScaling : struct, IScaling
        where TRisk : struct, IRiskControl
    {
        double[] open = Context.Open, high = Context.High, low = Context.Low, close = Context.Close;
        double[] triggerHigh = Context.Triggers.High, triggerLow = Context.Triggers.Low;
        ref var position = ref _account.Position;
        ref var scaling = ref _account.Scaling;
        int entryBar = position.EntryBar, exitAfter = strategy.ExitAfterBars;
        double entry = position.EntryPrice, quantity = position.Quantity, limit = TScaling.IsOn ? _account.NearerLimit<TDirection>() : position.Target;
        bool reverses = Context.Plan.Reverse, trails = _account.Stop.Rule is StopRule.SeriesTrailing or StopRule.FractionTrailing;
        var trail = new TrailingStop<TDirection>(_account.Stop, Context.Prices, entry, position.Stop);
        double danger = Nearer<TDirection>(position.Stop, position.Liquidation);
        int forcedClose = ForcedCloseFrom(entryBar);
        int settlementBar = _funding.SkipTo(entryBar);

        for (int bar = entryBar; ; bar++)
        {
            // (c) Both extremes are quiet in nearly every bar; which event came first is sorted out only when one is not.
            if (TDirection.FallenTo(TDirection.Adverse(triggerHigh[bar], triggerLow[bar]), danger) || TDirection.RisenTo(TDirection.Favourable(high[bar], low[bar]), limit))
            {
                if (_inside.Event<TFills, TDirection, TScaling>(fills, bar, trail.Level) is { } end) return end;
                if (TScaling.IsOn) (quantity, limit) = (position.Quantity, _account.NearerLimit<TDirection>());
            }

            // (d) The close.
            if (bar == settlementBar) settlementBar = _funding.Settle(bar, atOpen: false, _account);
            double last = close[bar];
            if (trails && trail.Follow(last, bar)) danger = Nearer<TDirection>(trail.Level, position.Liquidation);
            if (bar == forcedClose)
            {
                position.Stop = trail.Level;
                return new(bar, last, last, ExitReason.EndOfData, AtOpen: false);
            }

            double equity = _account.Cash + TDirection.Sign * (last - entry) * quantity;
            _curve.Mark(bar, equity);
            bool mustClose = TRisk.IsOn && _account.Risk is { } risk
                && (risk.Mark(Context.Bars.CloseTime(bar), equity) | Context.Bars.CloseTime(bar) >= _account.CloseByUtcMs);
            int barsInTrade = bar - entryBar + 1;
            bool reverse = reverses && Context.AllowedEntries.Contains(bar) && TDirection.Reverses(strategy, bar);
            ExitReason? reason =
                reverse || TDirection.Exits(strategy, bar, new(barsInTrade, TDirection.Sign * (last / entry - 1), entry)) ? ExitReason.Signal
                : exitAfter > 0 && barsInTrade >= exitAfter ? ExitReason.TimeStop
                : TRisk.IsOn && mustClose ? ExitReason.RiskHalt
                : null;

            // (a) and (b) of the next bar.
            if (bar + 1 == settlementBar) settlementBar = _funding.Settle(bar + 1, atOpen: true, _account);
            if (reason is { } decided)
            {
                double price = open[bar + 1];
                return new(bar + 1, fills.AtOpen(bar + 1, price, -TDirection.Sign, position.Quantity, DrawPurpose.Exit), price, decided, AtOpen: true, reverse);
            }

            if (TScaling.IsOn && scaling.IsDue(strategy.Scale, TDirection.Sign * (last / scaling.FirstFill - 1)) && _orders.Add(strategy, fills, bar + 1, ref trail))
            {
                (entry, quantity, limit) = (position.EntryPrice, position.Quantity, _account.NearerLimit<TDirection>());
                danger = Nearer<TDirection>(trail.Level, position.Liquidation);
            }
        }
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
