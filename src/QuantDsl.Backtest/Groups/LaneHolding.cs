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
    private readonly double[] _dangers = new double[width], _limits = new double[width];

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
        double danger = -TDirection.Sign * double.PositiveInfinity, limit = -danger;
        int firstLast = int.MaxValue, end = Math.Min(leaves, forced);
        for (int i = 0; i < count; i++)
        {
            ref readonly var lane = ref lanes[_held[i]];
            _dangers[i] = NearerDanger<TDirection>(lane);
            _limits[i] = lane.TargetLevel;
            danger = TDirection.NearerStop(danger, _dangers[i]);
            limit = TDirection.NearerLimit(limit, _limits[i]);
            firstLast = Math.Min(firstLast, lane.LastBar);
        }

        var stretch = new HeldStretch(entry.Bar);
        for (; ; )
        {
            // The next bar at whose close something other than a level may happen.
            int due = settlement < _settlements.Length ? _settlements[settlement].Bar - (_settlements[settlement].AtOpen ? 1 : 0) : int.MaxValue;
            int until = Math.Min(Math.Min(end, firstLast), due);
            QuietBars.Pass<TDirection>(ref stretch, until, _open, _high, _low, _close, danger, limit);
            int bar = stretch.End;
            double adverse = TDirection.Adverse(_high[bar], _low[bar]), favourable = TDirection.Favourable(_high[bar], _low[bar]);
            if (TDirection.FallenTo(adverse, danger) || TDirection.RisenTo(favourable, limit))
            {
                int left = 0;
                (danger, limit, firstLast) = (-TDirection.Sign * double.PositiveInfinity, TDirection.Sign * double.PositiveInfinity, int.MaxValue);
                for (int i = 0; i < count; i++)
                {
                    int index = _held[i];
                    ref var lane = ref lanes[index];
                    if ((TDirection.FallenTo(adverse, _dangers[i]) || TDirection.RisenTo(favourable, _limits[i]))
                        && LaneLevels.Inside<TFills, TDirection>(fills, lane, _context, bar, out var reached))
                    {
                        book.Close<TDirection>(ref lane, entry, stretch, reached);
                        continue;
                    }

                    (_held[left], _dangers[left], _limits[left]) = (index, _dangers[i], _limits[i]);
                    danger = TDirection.NearerStop(danger, _dangers[left]);
                    limit = TDirection.NearerLimit(limit, _limits[left]);
                    firstLast = Math.Min(firstLast, lane.LastBar);
                    left++;
                }

                count = left;
                if (count == 0) return;
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
                for (int i = 0; i < count; i++) End<TDirection>(ref lanes[_held[i]], entry, stretch, bar);
                return;
            }

            stretch.Add(_close[bar]);
            if (settlement < _settlements.Length && _settlements[settlement].AtOpen && _settlements[settlement].Bar == bar + 1)
                settlement = Settle<TDirection>(lanes, count, entry, ref stretch, settlement, bar + 1, atOpen: true);
            if (bar < leaves && bar < firstLast) continue;

            bool isSignal = bar == leaves;
            double raw = _open[bar + 1], price = fills.AtOpen(bar + 1, raw, -TDirection.Sign, quantity: 0, DrawPurpose.Exit);
            var exit = new PositionEnd(bar + 1, price, raw, isSignal ? ExitReason.Signal : ExitReason.TimeStop, AtOpen: true, isSignal && leaving.Reverses<TDirection>(bar));
            if (isSignal)
            {
                for (int i = 0; i < count; i++) book.Close<TDirection>(ref lanes[_held[i]], entry, stretch, exit);
                return;
            }

            count = LeaveOnTime<TDirection>(lanes, count, entry, stretch, exit, out danger, out limit, out firstLast);
            if (count == 0) return;
        }
    }

    /// <summary>Closes the lanes whose time is up.</summary>
    /// <returns>How many are still held; their nearest levels and time stop.</returns>
    private int LeaveOnTime<TDirection>(Lane[] lanes, int count, in LaneEntry entry, in HeldStretch stretch, in PositionEnd exit, out double danger, out double limit, out int firstLast)
        where TDirection : struct, IDirection
    {
        int left = 0;
        (danger, limit, firstLast) = (-TDirection.Sign * double.PositiveInfinity, TDirection.Sign * double.PositiveInfinity, int.MaxValue);
        for (int i = 0; i < count; i++)
        {
            ref var lane = ref lanes[_held[i]];
            if (lane.LastBar < exit.Bar)
            {
                book.Close<TDirection>(ref lane, entry, stretch, exit);
                continue;
            }

            (_held[left], _dangers[left], _limits[left]) = (_held[i], _dangers[i], _limits[i]);
            danger = TDirection.NearerStop(danger, _dangers[left]);
            limit = TDirection.NearerLimit(limit, _limits[left]);
            firstLast = Math.Min(firstLast, lane.LastBar);
            left++;
        }

        return left;
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
                    book.Close<TDirection>(ref lane, entry, stretch, reached);
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
                End<TDirection>(ref lane, entry, stretch, bar);
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
            book.Close<TDirection>(ref lane, entry, stretch, new(bar + 1, price, raw, isSignal ? ExitReason.Signal : ExitReason.TimeStop, AtOpen: true, reverses));
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
    private void End<TDirection>(ref Lane lane, in LaneEntry entry, in HeldStretch stretch, int bar)
        where TDirection : struct, IDirection
    {
        var end = new PositionEnd(bar, _close[bar], _close[bar], ExitReason.EndOfData, AtOpen: false);
        if (bar == _lastBar && _marksEnd) book.LeaveOpen<TDirection>(ref lane, entry, stretch, end);
        else book.Close<TDirection>(ref lane, entry, stretch, end);
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
