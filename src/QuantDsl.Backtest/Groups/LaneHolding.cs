using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Groups;

/// <summary>Holds the positions of lanes that entered together, RULES X1, until each has ended.</summary>
/// <remarks>Bars are passed over until one reaches the nearest level of any lane, or funding is due, or a rule ends them. Stops that trail and exit rules
/// that read the position differ from lane to lane at every close: those lanes are held alone, bar by bar.</remarks>
internal sealed class LaneHolding(LaneBook book, LeavingBars leaving, int width)
{
    private readonly RunContext _context = book.Context;
    private readonly double[] _open = book.Context.Open, _high = book.Context.High, _low = book.Context.Low, _close = book.Context.Close;
    private readonly FundingSettlement[] _settlements = book.Context.Settlements;
    private readonly int[] _forcedCloses = book.Context.ForcedCloses;
    private readonly bool _marksEnd = book.Context.Settings.EndOfData == EndOfData.Mark;
    private readonly int _lastBar = book.Context.Bars.Count - 1;
    private readonly int[] _held = new int[width];

    /// <param name="who">Indices of the lanes, whose positions have just been opened.</param>
    public void Hold<TFills, TDirection>(TFills fills, Lane[] lanes, ReadOnlySpan<int> who, in LaneEntry entry)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        int settlement = FirstSettlementOf(entry.Bar), forced = ForcedCloseFrom(entry.Bar), together = 0;
        bool asks = leaving.AsksPosition<TDirection>();
        int leaves = leaving.Next<TDirection>(entry.Bar);
        foreach (int index in who)
        {
            ref var lane = ref lanes[index];
            if (!asks && lane.HeldStop.Rule is not (Runtime.StopRule.SeriesTrailing or Runtime.StopRule.FractionTrailing)) _held[together++] = index;
            else if (asks) HoldAlone<TFills, TDirection, AskedExits>(fills, ref lane, entry, settlement, forced, leaves);
            else HoldAlone<TFills, TDirection, SignalledExits>(fills, ref lane, entry, settlement, forced, leaves);
        }

        if (together > 0) HoldTogether<TFills, TDirection>(fills, lanes, together, entry, settlement, forced, leaves);
    }

    /// <summary>Whether an exit rule is known beforehand or has to be asked at every close.</summary>
    private interface IExits
    {
        static abstract bool AreAsked { get; }
    }

    private readonly struct SignalledExits : IExits
    {
        public static bool AreAsked => false;
    }

    private readonly struct AskedExits : IExits
    {
        public static bool AreAsked => true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void HoldTogether<TFills, TDirection>(TFills fills, Lane[] lanes, int count, in LaneEntry entry, int settlement, int forced, int leaves)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        var held = _held;
        int end = Math.Min(leaves, forced);
        var stretch = new HeldStretch(entry.Bar);
        Nearest<TDirection>(lanes, count, out double danger, out double limit, out int firstLast);
        for (; ; )
        {
            // The next bar at whose close something other than a level may happen.
            int due = settlement < _settlements.Length ? _settlements[settlement].Bar - (_settlements[settlement].AtOpen ? 1 : 0) : int.MaxValue;
            int until = Math.Min(Math.Min(end, firstLast), due);
            QuietBars.Pass<TDirection>(ref stretch, until, _high, _low, _close, danger, limit);
            int bar = stretch.End;
            if (TDirection.FallenTo(TDirection.Adverse(_high[bar], _low[bar]), danger) || TDirection.RisenTo(TDirection.Favourable(_high[bar], _low[bar]), limit))
            {
                int left = 0;
                for (int i = 0; i < count; i++)
                {
                    ref var lane = ref lanes[held[i]];
                    if (LaneLevels.Inside<TFills, TDirection>(fills, lane, _context, bar, out var reached))
                    {
                        book.Mark<TDirection>(ref lane, entry, stretch);
                        book.Close<TDirection>(ref lane, entry, reached);
                    }
                    else
                    {
                        held[left++] = held[i];
                    }
                }

                count = left;
                if (count == 0) return;
                Nearest<TDirection>(lanes, count, out danger, out limit, out firstLast);
                if (bar < Math.Min(Math.Min(end, firstLast), due))
                {
                    stretch.Add(_close[bar]);
                    continue;
                }
            }

            // (d) The close, and (a) and (b) of the next bar.
            if (due == bar && !_settlements[settlement].AtOpen) settlement = Settle<TDirection>(lanes, count, entry, ref stretch, settlement, bar, atOpen: false);
            if (bar == forced)
            {
                for (int i = 0; i < count; i++)
                {
                    book.Mark<TDirection>(ref lanes[held[i]], entry, stretch);
                    End<TDirection>(ref lanes[held[i]], entry, bar);
                }

                return;
            }

            stretch.Add(_close[bar]);
            if (settlement < _settlements.Length && _settlements[settlement] is { AtOpen: true } next && next.Bar == bar + 1)
                settlement = Settle<TDirection>(lanes, count, entry, ref stretch, settlement, bar + 1, atOpen: true);
            if (bar < leaves && bar < firstLast) continue;

            bool isSignal = bar == leaves, reverses = isSignal && leaving.Reverses<TDirection>(bar);
            double raw = _open[bar + 1], price = fills.AtOpen(bar + 1, raw, -TDirection.Sign, quantity: 0, DrawPurpose.Exit);
            var exit = new PositionEnd(bar + 1, price, raw, isSignal ? ExitReason.Signal : ExitReason.TimeStop, AtOpen: true, reverses);
            int staying = 0;
            for (int i = 0; i < count; i++)
            {
                ref var lane = ref lanes[held[i]];
                if (isSignal || lane.LastBar == bar)
                {
                    book.Mark<TDirection>(ref lane, entry, stretch);
                    book.Close<TDirection>(ref lane, entry, exit);
                }
                else
                {
                    held[staying++] = held[i];
                }
            }

            count = staying;
            if (count == 0) return;
            Nearest<TDirection>(lanes, count, out danger, out limit, out firstLast);
        }
    }

    /// <summary>The levels and time stops of the lanes that are still held, the nearest of each.</summary>
    private void Nearest<TDirection>(Lane[] lanes, int count, out double danger, out double limit, out int firstLast)
        where TDirection : struct, IDirection
    {
        danger = -TDirection.Sign * double.PositiveInfinity;
        limit = TDirection.Sign * double.PositiveInfinity;
        firstLast = int.MaxValue;
        for (int i = 0; i < count; i++)
        {
            ref readonly var lane = ref lanes[_held[i]];
            if (TDirection.FallenTo(danger, lane.StopLevel)) danger = lane.StopLevel;
            if (TDirection.FallenTo(danger, lane.Liquidation)) danger = lane.Liquidation;
            if (TDirection.FallenTo(lane.TargetLevel, limit)) limit = lane.TargetLevel;
            if (lane.LastBar < firstLast) firstLast = lane.LastBar;
        }
    }

    private int Settle<TDirection>(Lane[] lanes, int count, in LaneEntry entry, ref HeldStretch stretch, int settlement, int bar, bool atOpen)
        where TDirection : struct, IDirection
    {
        for (int i = 0; i < count; i++) book.Mark<TDirection>(ref lanes[_held[i]], entry, stretch);
        stretch = new(stretch.End);
        for (; settlement < _settlements.Length && _settlements[settlement].Bar == bar && _settlements[settlement].AtOpen == atOpen; settlement++)
            for (int i = 0; i < count; i++) LaneBook.Settle<TDirection>(ref lanes[_held[i]], _settlements[settlement]);
        return settlement;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void HoldAlone<TFills, TDirection, TExits>(TFills fills, ref Lane lane, in LaneEntry entry, int settlement, int forced, int leaves)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
        where TExits : struct, IExits
    {
        double[] high = _high, low = _low, close = _close;
        var trail = new TrailingStop<TDirection>(lane.HeldStop, _context.Prices, entry.Price, lane.StopLevel);
        bool trails = lane.HeldStop.Rule is Runtime.StopRule.SeriesTrailing or Runtime.StopRule.FractionTrailing;
        double danger = NearerDanger<TDirection>(lane), limit = lane.TargetLevel;
        var stretch = new HeldStretch(entry.Bar);
        int due = settlement < _settlements.Length ? _settlements[settlement].Bar : int.MaxValue;
        for (int bar = entry.Bar; ; bar++)
        {
            if (TDirection.FallenTo(TDirection.Adverse(high[bar], low[bar]), danger) || TDirection.RisenTo(TDirection.Favourable(high[bar], low[bar]), limit))
            {
                if (LaneLevels.Inside<TFills, TDirection>(fills, lane, _context, bar, out var reached))
                {
                    book.Mark<TDirection>(ref lane, entry, stretch);
                    book.Close<TDirection>(ref lane, entry, reached);
                    return;
                }
            }

            if (bar == due) due = Settle<TDirection>(ref lane, entry, ref stretch, ref settlement, bar, atOpen: false);
            double last = close[bar];
            if (trails && trail.Follow(last, bar))
            {
                lane.StopLevel = trail.Level;
                danger = NearerDanger<TDirection>(lane);
            }

            if (bar == forced)
            {
                book.Mark<TDirection>(ref lane, entry, stretch);
                End<TDirection>(ref lane, entry, bar);
                return;
            }

            stretch.Add(last);
            bool reverses = false, isSignal;
            if (TExits.AreAsked)
            {
                reverses = leaving.Reverses<TDirection>(bar);
                isSignal = reverses || TDirection.Exits(lane.Strategy, bar, new(bar - entry.Bar + 1, TDirection.Sign * (last / entry.Price - 1), entry.Price));
            }
            else
            {
                isSignal = bar == leaves;
                if (isSignal) reverses = leaving.Reverses<TDirection>(bar);
            }

            if (bar + 1 == due) due = Settle<TDirection>(ref lane, entry, ref stretch, ref settlement, bar + 1, atOpen: true);
            if (!isSignal && bar < lane.LastBar) continue;
            double raw = _open[bar + 1], price = fills.AtOpen(bar + 1, raw, -TDirection.Sign, lane.Quantity, DrawPurpose.Exit);
            book.Mark<TDirection>(ref lane, entry, stretch);
            book.Close<TDirection>(ref lane, entry, new(bar + 1, price, raw, isSignal ? ExitReason.Signal : ExitReason.TimeStop, AtOpen: true, reverses));
            return;
        }
    }

    private int Settle<TDirection>(ref Lane lane, in LaneEntry entry, ref HeldStretch stretch, ref int settlement, int bar, bool atOpen)
        where TDirection : struct, IDirection
    {
        if (_settlements[settlement].AtOpen != atOpen) return _settlements[settlement].Bar;
        book.Mark<TDirection>(ref lane, entry, stretch);
        stretch = new(stretch.End);
        for (; settlement < _settlements.Length && _settlements[settlement].Bar == bar && _settlements[settlement].AtOpen == atOpen; settlement++)
            LaneBook.Settle<TDirection>(ref lane, _settlements[settlement]);
        return settlement < _settlements.Length ? _settlements[settlement].Bar : int.MaxValue;
    }

    /// <summary>The last close of the data, or of a stretch before a hole.</summary>
    private void End<TDirection>(ref Lane lane, in LaneEntry entry, int bar)
        where TDirection : struct, IDirection
    {
        var end = new PositionEnd(bar, _close[bar], _close[bar], ExitReason.EndOfData, AtOpen: false);
        if (bar == _lastBar && _marksEnd) book.LeaveOpen<TDirection>(ref lane, entry, end);
        else book.Close<TDirection>(ref lane, entry, end);
    }

    private static double NearerDanger<TDirection>(in Lane lane)
        where TDirection : struct, IDirection => TDirection.FallenTo(lane.Liquidation, lane.StopLevel) ? lane.StopLevel : lane.Liquidation;

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
}
