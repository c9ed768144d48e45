using System.Numerics;
using System.Runtime.CompilerServices;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Groups;

/// <summary>Holds the positions of lanes that entered together, RULES X1, until each has ended and is booked.</summary>
/// <remarks>Bars are passed over until one reaches the nearest level of any lane, or funding is due, or a rule ends them. Stops that trail and exit rules
/// that read the position differ from lane to lane at every close: those lanes are held alone, bar by bar.</remarks>
internal sealed class LaneHolding(RunContext context, Lanes lanes, LaneMarks marks, LeavingBars leaving)
{
    private readonly LaneExits _exits = new(context, lanes);
    private readonly LaneClosing _closing = new(context, lanes, marks);
    private readonly double[] _open = context.Open, _high = context.High, _low = context.Low, _close = context.Close;
    private readonly FundingSettlement[] _settlements = context.Settlements;
    private readonly int[] _forcedCloses = context.ForcedCloses;
    private readonly bool _marksEnd = context.Settings.EndOfData == EndOfData.Mark;
    private readonly int _lastBar = context.Bars.Count - 1;

    /// <summary>Whether an exit rule is known beforehand or has to be asked at every close.</summary>
    private interface IExitRule
    {
        static abstract bool IsAsked { get; }
    }

    /// <inheritdoc cref="LaneClosing.Ruin"/>
    public void Ruin(int lane) => _closing.Ruin(lane);

    /// <param name="who">The lanes, ascending, whose positions have just been opened.</param>
    public void Hold<TFills, TDirection>(TFills fills, ReadOnlySpan<int> who, in LaneEntry entry)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        int settlement = FirstSettlementOf(entry.Bar), forced = ForcedCloseFrom(entry.Bar), leaves = leaving.Next<TDirection>(entry.Bar), together = 0;
        bool asks = leaving.AsksPosition<TDirection>();
        foreach (int lane in who)
        {
            if (!asks && !Trails(lane)) together++;
            else if (asks) HoldAlone<TFills, TDirection, AskedRule>(fills, lane, entry, settlement, forced, leaves);
            else HoldAlone<TFills, TDirection, SignalledRule>(fills, lane, entry, settlement, forced, leaves);
        }

        if (together > 0) HoldTogether<TFills, TDirection>(fills, who, together, entry, settlement, forced, leaves);
    }

    private bool Trails(int lane) => lanes.HeldStop[lane].Rule is StopRule.SeriesTrailing or StopRule.FractionTrailing;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void HoldTogether<TFills, TDirection>(TFills fills, ReadOnlySpan<int> who, int count, in LaneEntry entry, int settlement, int forced, int leaves)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        int first = who[0], last = who[^1] + 1, stop = Math.Min(leaves, forced);
        foreach (int lane in who)
        {
            if (Trails(lane)) continue;
            lanes.Danger[lane] = NearerDanger<TDirection>(lane);
            lanes.Limit[lane] = lanes.Target[lane];
        }

        int firstLast = FirstLast(first, last);
        var (danger, limit) = _exits.Nearest<TDirection>(first, last);
        var stretch = new HeldStretch(entry.Bar);
        for (; ; )
        {
            // The next bar at whose close something other than a level may happen.
            int due = settlement < _settlements.Length ? _settlements[settlement].Bar - (_settlements[settlement].AtOpen ? 1 : 0) : int.MaxValue;
            int until = Math.Min(Math.Min(stop, firstLast), due);
            QuietBars.Pass<TDirection>(ref stretch, until, _open, _high, _low, _close, danger, limit);
            int bar = stretch.End;
            double adverse = TDirection.Adverse(_high[bar], _low[bar]), favourable = TDirection.Favourable(_high[bar], _low[bar]);
            if (TDirection.FallenTo(adverse, danger) || TDirection.RisenTo(favourable, limit))
            {
                for (int block = first & -Lanes.Block; block < last; block += Lanes.Block)
                    for (uint reached = _exits.Reached<TDirection>(block, adverse, favourable); reached != 0; reached &= reached - 1)
                        if (_exits.Inside<TFills, TDirection>(fills, block + BitOperations.TrailingZeroCount(reached), stretch, bar)) count--;
                if (count == 0) break;
                (danger, limit) = _exits.Nearest<TDirection>(first, last);
                firstLast = FirstLast(first, last);
                if (bar < Math.Min(Math.Min(stop, firstLast), due))
                {
                    stretch.Add(_close[bar]);
                    continue;
                }
            }

            // (d) The close, and (a) and (b) of the next bar.
            if (due == bar && !_settlements[settlement].AtOpen) settlement = Settle<TDirection>(first, last, entry, ref stretch, settlement, bar, atOpen: false);
            if (bar == forced)
            {
                for (int lane = first; lane < last; lane++)
                    if (_exits.IsHeld(lane)) EndWithData<TDirection>(lane, entry, stretch, bar);
                break;
            }

            stretch.Add(_close[bar]);
            if (settlement < _settlements.Length && _settlements[settlement].AtOpen && _settlements[settlement].Bar == bar + 1)
                settlement = Settle<TDirection>(first, last, entry, ref stretch, settlement, bar + 1, atOpen: true);
            if (bar < leaves && bar < firstLast) continue;

            bool isSignal = bar == leaves, isTurned = isSignal && leaving.Reverses<TDirection>(bar);
            double raw = _open[bar + 1], price = fills.AtOpen(bar + 1, raw, -TDirection.Sign, quantity: 0, DrawPurpose.Exit);
            // Those that turn are booked apart from those that are flat.
            if (isTurned) Book<TDirection>(entry, first, last, isTurned: false);
            for (int lane = first; lane < last; lane++)
            {
                if (!_exits.IsHeld(lane) || (!isSignal && lanes.LastBar[lane] > bar)) continue;
                _exits.End(lane, stretch, bar + 1, price, raw, isSignal ? ExitReason.Signal : ExitReason.TimeStop, atOpen: true);
                count--;
            }

            if (count == 0)
            {
                Book<TDirection>(entry, first, last, isTurned);
                return;
            }

            (danger, limit) = _exits.Nearest<TDirection>(first, last);
            firstLast = FirstLast(first, last);
        }

        Book<TDirection>(entry, first, last, isTurned: false);
    }

    private void Book<TDirection>(in LaneEntry entry, int first, int last, bool isTurned)
        where TDirection : struct, IDirection
    {
        _closing.Close<TDirection>(entry, first, last, isTurned, _exits.AnyLiquidated);
        _exits.AnyLiquidated = false;
    }

    /// <summary>The first close at which one of the lanes that are held has been open long enough.</summary>
    private int FirstLast(int first, int last)
    {
        int soonest = int.MaxValue;
        if (!leaving.AnyTimeStop) return soonest;
        for (int lane = first; lane < last; lane++)
            if (_exits.IsHeld(lane)) soonest = Math.Min(soonest, lanes.LastBar[lane]);
        return soonest;
    }

    private int Settle<TDirection>(int first, int last, in LaneEntry entry, ref HeldStretch stretch, int settlement, int bar, bool atOpen)
        where TDirection : struct, IDirection
    {
        // What has ended was not there any more when it was due.
        Book<TDirection>(entry, first, last, isTurned: false);
        for (int lane = first; lane < last; lane++)
            if (_exits.IsHeld(lane)) marks.Mark<TDirection>(lane, stretch, entry.Price);
        stretch = new(stretch.End);
        for (; settlement < _settlements.Length && _settlements[settlement].Bar == bar && _settlements[settlement].AtOpen == atOpen; settlement++)
            for (int lane = first; lane < last; lane++)
                if (_exits.IsHeld(lane)) Pay<TDirection>(lane, _settlements[settlement]);
        return settlement;
    }

    /// <summary>Funding, or interest (RULES X8).</summary>
    private void Pay<TDirection>(int lane, in FundingSettlement settlement)
        where TDirection : struct, IDirection
    {
        if (settlement.ShortsOnly && TDirection.Sign > 0) return;
        double flow = -TDirection.Sign * lanes.Quantity[lane] * settlement.Price * settlement.Rate;
        lanes.Flow[lane] += flow;
        lanes.Cash[lane] += flow;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void HoldAlone<TFills, TDirection, TExitRule>(TFills fills, int lane, in LaneEntry entry, int settlement, int forced, int leaves)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
        where TExitRule : struct, IExitRule
    {
        double[] high = _high, low = _low, close = _close;
        var trail = new TrailingStop<TDirection>(lanes.HeldStop[lane], context.Prices, entry.Price, lanes.Stop[lane]);
        bool trails = Trails(lane), isTurned = false;
        double danger = NearerDanger<TDirection>(lane), limit = lanes.Target[lane];
        int lastBar = lanes.LastBar[lane], due = settlement < _settlements.Length ? _settlements[settlement].Bar : int.MaxValue;
        var stretch = new HeldStretch(entry.Bar);
        for (int bar = entry.Bar; ; bar++)
        {
            if (TDirection.FallenTo(TDirection.Adverse(high[bar], low[bar]), danger) || TDirection.RisenTo(TDirection.Favourable(high[bar], low[bar]), limit))
                if (_exits.Inside<TFills, TDirection>(fills, lane, stretch, bar)) break;

            if (bar == due) due = Settle<TDirection>(lane, entry, ref stretch, ref settlement, bar, atOpen: false);
            double last = close[bar];
            if (trails && trail.Follow(last, bar))
            {
                lanes.Stop[lane] = trail.Level;
                danger = NearerDanger<TDirection>(lane);
            }

            if (bar == forced)
            {
                EndWithData<TDirection>(lane, entry, stretch, bar);
                break;
            }

            stretch.Add(last);
            bool isSignal;
            if (TExitRule.IsAsked)
            {
                isTurned = leaving.Reverses<TDirection>(bar);
                isSignal = isTurned || TDirection.Exits(lanes.Strategy[lane], bar, new(bar - entry.Bar + 1, TDirection.Sign * (last / entry.Price - 1), entry.Price));
            }
            else
            {
                isSignal = bar == leaves;
                if (isSignal) isTurned = leaving.Reverses<TDirection>(bar);
            }

            if (bar + 1 == due) due = Settle<TDirection>(lane, entry, ref stretch, ref settlement, bar + 1, atOpen: true);
            if (!isSignal && bar < lastBar) continue;
            double raw = _open[bar + 1], price = fills.AtOpen(bar + 1, raw, -TDirection.Sign, lanes.Quantity[lane], DrawPurpose.Exit);
            _exits.End(lane, stretch, bar + 1, price, raw, isSignal ? ExitReason.Signal : ExitReason.TimeStop, atOpen: true);
            break;
        }

        Book<TDirection>(entry, lane, lane + 1, isTurned);
    }

    private int Settle<TDirection>(int lane, in LaneEntry entry, ref HeldStretch stretch, ref int settlement, int bar, bool atOpen)
        where TDirection : struct, IDirection
    {
        if (_settlements[settlement].AtOpen != atOpen) return _settlements[settlement].Bar;
        marks.Mark<TDirection>(lane, stretch, entry.Price);
        stretch = new(stretch.End);
        for (; settlement < _settlements.Length && _settlements[settlement].Bar == bar && _settlements[settlement].AtOpen == atOpen; settlement++)
            Pay<TDirection>(lane, _settlements[settlement]);
        return settlement < _settlements.Length ? _settlements[settlement].Bar : int.MaxValue;
    }

    /// <summary>The last close of the data, where the position may stay open, or of a stretch before a hole (RULES X10, T5).</summary>
    private void EndWithData<TDirection>(int lane, in LaneEntry entry, in HeldStretch stretch, int bar)
        where TDirection : struct, IDirection
    {
        double price = _close[bar];
        if (bar < _lastBar || !_marksEnd)
        {
            _exits.End(lane, stretch, bar, price, price, ExitReason.EndOfData, atOpen: false);
            return;
        }

        marks.Mark<TDirection>(lane, stretch, entry.Price);
        var position = _closing.PositionOf<TDirection>(lane, entry);
        double gain = position.Gain(price), equity = lanes.Cash[lane] + gain;
        lanes.Unrealised[lane] = gain;
        lanes.Danger[lane] = lanes.Limit[lane] = double.NaN;
        marks.Mark(lane, equity);
        marks.Rest(lane, bar, equity);
        lanes.From[lane] = int.MaxValue;
        if (lanes.Record[lane] is not { } record) return;
        record.BarsInMarket += bar - entry.Bar + 1;
        record.OpenPositions.Add(TradeBook.StillOpen(context, position, price));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double NearerDanger<TDirection>(int lane)
        where TDirection : struct, IDirection => TDirection.NearerStop(lanes.Stop[lane], lanes.Liquidation[lane]);

    /// <summary>The first settlement that a position opened at a bar's open meets: not those due at that very instant.</summary>
    private int FirstSettlementOf(int entryBar)
    {
        int low = 0, high = _settlements.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            ref readonly var settlement = ref _settlements[middle];
            if (settlement.Bar < entryBar || (settlement.Bar == entryBar && settlement.AtOpen)) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private int ForcedCloseFrom(int bar)
    {
        if (_forcedCloses.Length == 1) return _forcedCloses[0];
        int index = Array.BinarySearch(_forcedCloses, bar);
        return _forcedCloses[index < 0 ? ~index : index];
    }

    private readonly struct SignalledRule : IExitRule
    {
        public static bool IsAsked => false;
    }

    private readonly struct AskedRule : IExitRule
    {
        public static bool IsAsked => true;
    }
}
