using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Groups;

/// <summary>Holds the positions of lanes that entered together, RULES X1, until each has ended and is booked.</summary>
/// <remarks>Bars are passed over until one reaches the nearest level of any lane, or funding is due, or a rule ends them. Stops that trail by unlike rules and exit
/// rules that read the position differ from lane to lane at every close: those lanes are held alone, bar by bar.</remarks>
internal sealed class LaneHolding(RunContext context, Lanes lanes, LaneMarks marks, LaneDays days, LeavingBars leaving, LaneEnding ending)
{
    private readonly LaneClosing _closing = new(context, lanes, marks, days, ending);
    private readonly LevelPass _levels = new(context, lanes, ending);
    private readonly BarBlocks _blocks = context.Blocks;
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

    /// <param name="opened">The lanes of each block whose positions have just been opened, the lowest bit first.</param>
    /// <param name="firstBlock">The first lane of the first block that has one.</param>
    /// <param name="end">No lane from here on has.</param>
    /// <param name="count">How many there are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Hold<TFills, TDirection>(TFills fills, uint[] opened, int firstBlock, int end, int count, in LaneEntry entry)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
    {
        int settlement = FirstSettlementOf(entry.Bar), forced = ForcedCloseFrom(entry.Bar), leaves = leaving.Next<TDirection>(entry.Bar);
        if ((leaving.AnyTrails && !leaving.TrailsAlike) || leaving.AsksPosition<TDirection>())
        {
            count -= HoldSomeAlone<TFills, TDirection>(fills, opened, firstBlock, end, entry, settlement, forced, leaves);
            if (count == 0) return;
        }

        // Where a signal ends them is known long before its prices are needed.
        _blocks.Expect(leaves);
        if (leaves < _lastBar && (leaves + 1) % BarBlocks.Size == 0) _blocks.Expect(leaves + 1);
        HoldTogether<TFills, TDirection>(fills, firstBlock, end, count, entry, settlement, forced, leaves);
    }

    /// <summary>Holds the lanes that differ at every close.</summary>
    /// <returns>How many.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int HoldSomeAlone<TFills, TDirection>(TFills fills, uint[] opened, int firstBlock, int end, in LaneEntry entry, int settlement, int forced, int leaves)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
    {
        bool asks = leaving.AsksPosition<TDirection>();
        int count = 0;
        for (int block = firstBlock; block < end; block += Lanes.Block)
            for (uint left = opened[block / Lanes.Block] is var bits && asks ? bits : Trailing(block, bits); left != 0; left &= left - 1, count++)
            {
                int lane = block + BitOperations.TrailingZeroCount(left);
                if (asks) HoldAlone<TFills, TDirection, AskedRule>(fills, lane, entry, settlement, forced, leaves);
                else HoldAlone<TFills, TDirection, SignalledRule>(fills, lane, entry, settlement, forced, leaves);
            }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void HoldTogether<TFills, TDirection>(TFills fills, int firstBlock, int end, int count, in LaneEntry entry, int settlement, int forced, int leaves)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
    {
        int stop = Math.Min(leaves, forced), firstLast = FirstLast(firstBlock, end);
        _levels.Begin<TDirection>(entry.Price, leaving.TrailsAlike, firstBlock, end, count);
        var prices = _blocks.Prices;
        var stretch = new HeldStretch(entry.Bar);
        for (; ; )
        {
            // The next bar at whose close something other than a level may happen.
            int due = settlement < _settlements.Length ? _settlements[settlement].Bar - (_settlements[settlement].AtOpen ? 1 : 0) : int.MaxValue;
            int until = Math.Min(Math.Min(stop, firstLast), due);
            count = _levels.Pass<TFills, TDirection>(fills, ref stretch, until, firstBlock, end, count);
            if (count == 0) break;
            if (leaving.AnyTimeStop)
            {
                // Those that ended may have been the first to have been open long enough.
                firstLast = FirstLast(firstBlock, end);
                if (until < Math.Min(Math.Min(stop, firstLast), due))
                {
                    stretch.Add(prices[BarBlocks.At(until) + BarBlocks.Close]);
                    continue;
                }
            }

            int bar = until, at = BarBlocks.At(bar);
            // (d) The close, and (a) and (b) of the next bar.
            if (due == bar && !_settlements[settlement].AtOpen) settlement = Settle<TDirection>(firstBlock, end, entry, ref stretch, settlement, bar, atOpen: false);
            if (bar == forced)
            {
                for (int lane = firstBlock; lane < end; lane++)
                    if (IsHeld(lane)) EndWithData<TDirection>(lane, entry, stretch, bar);
                break;
            }

            stretch.Add(prices[at + BarBlocks.Close]);
            if (settlement < _settlements.Length && _settlements[settlement].AtOpen && _settlements[settlement].Bar == bar + 1)
                settlement = Settle<TDirection>(firstBlock, end, entry, ref stretch, settlement, bar + 1, atOpen: true);
            if (bar < leaves && bar < firstLast) continue;

            bool isSignal = bar == leaves, isTurned = isSignal && leaving.Reverses<TDirection>(bar);
            double raw = prices[BarBlocks.At(bar + 1) + BarBlocks.Open], price = fills.AtOpen(bar + 1, raw, -TDirection.Sign, quantity: 0, DrawPurpose.Exit);
            if (isSignal)
            {
                // Those that turn are booked apart from those that are flat.
                if (isTurned) Book<TDirection>(entry, firstBlock, end, stretch.From, isTurned: false);
                _closing.Close<TDirection>(entry, firstBlock, end, stretch.From, isTurned, new(bar + 1, price, raw, ending.RatesAt(bar + 1).Taker, stretch.Lowest, stretch.Highest));
                return;
            }

            for (int lane = firstBlock; lane < end; lane++)
            {
                if (!IsHeld(lane) || lanes.LastBar[lane] > bar) continue;
                ending.End<TDirection>(lane, stretch, bar + 1, price, raw, ExitReason.TimeStop, atOpen: true);
                count--;
            }

            if (count == 0) break;
            // What has ended is booked before levels are looked at anew.
            Book<TDirection>(entry, firstBlock, end, stretch.From, isTurned: false);
            _levels.Look<TDirection>(firstBlock, end, count);
            firstLast = FirstLast(firstBlock, end);
        }

        Book<TDirection>(entry, firstBlock, end, stretch.From, isTurned: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void HoldAlone<TFills, TDirection, TExitRule>(TFills fills, int lane, in LaneEntry entry, int settlement, int forced, int leaves)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
        where TExitRule : struct, IExitRule
    {
        double[] high = _high, low = _low, close = _close;
        var trail = new TrailingStop<TDirection>(lanes.HeldStop[lane], context.Prices, entry.Price, lanes.Number[Lanes.Stop + lane]);
        bool trails = Trails(lane), isTurned = false;
        double danger = TDirection.NearerStop(lanes.Number[Lanes.Stop + lane], lanes.Number[Lanes.Liquidation + lane]), limit = lanes.Number[Lanes.Target + lane];
        int lastBar = lanes.LastBar[lane], due = settlement < _settlements.Length ? _settlements[settlement].Bar : int.MaxValue;
        var stretch = new HeldStretch(entry.Bar);
        for (int bar = entry.Bar; ; bar++)
        {
            if (TDirection.FallenTo(TDirection.Adverse(high[bar], low[bar]), danger) || TDirection.RisenTo(TDirection.Favourable(high[bar], low[bar]), limit))
                if (Inside<TFills, TDirection>(fills, lane, stretch, bar)) break;

            if (bar == due) due = Settle<TDirection>(lane, entry, ref stretch, ref settlement, bar, atOpen: false);
            double last = close[bar];
            if (trails && trail.Follow(last, bar))
            {
                lanes.Number[Lanes.Stop + lane] = trail.Level;
                danger = TDirection.NearerStop(trail.Level, lanes.Number[Lanes.Liquidation + lane]);
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
            double raw = _open[bar + 1], price = fills.AtOpen(bar + 1, raw, -TDirection.Sign, lanes.Number[Lanes.Quantity + lane], DrawPurpose.Exit);
            ending.End<TDirection>(lane, stretch, bar + 1, price, raw, isSignal ? ExitReason.Signal : ExitReason.TimeStop, atOpen: true);
            break;
        }

        int block = lane & -Lanes.Block;
        Book<TDirection>(entry, block, block + 1, stretch.From, isTurned);
    }

    /// <summary>True while the position of a lane is held with others: then its levels are numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsHeld(int lane) => !double.IsNaN(lanes.Number[Lanes.Danger + lane]);

    private bool Trails(int lane) => lanes.HeldStop[lane].Rule is StopRule.SeriesTrailing or StopRule.FractionTrailing;

    private uint Trailing(int block, uint bits)
    {
        uint trailing = 0;
        for (uint left = bits; left != 0; left &= left - 1)
            if (Trails(block + BitOperations.TrailingZeroCount(left))) trailing |= left & (0 - left);
        return trailing;
    }

    /// <summary>What the levels of a lane's position make of a bar that reaches one of them, in the order of RULES X1 c.</summary>
    /// <remarks>What <see cref="InsideBar"/> does for one account, where bars are not looked into and their own prices decide.</remarks>
    /// <returns>True when the position has ended.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Inside<TFills, TDirection>(TFills fills, int lane, in HeldStretch stretch, int bar)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
    {
        int at = BarBlocks.At(bar);
        double adverse = _blocks.Prices[at + (TDirection.Sign > 0 ? BarBlocks.Low : BarBlocks.High)];
        double stop = lanes.Number[Lanes.Stop + lane], liquidation = lanes.Number[Lanes.Liquidation + lane];
        if (TDirection.FallenTo(adverse, stop) || TDirection.FallenTo(adverse, liquidation))
        {
            double open = _blocks.Prices[at + BarBlocks.Open];
            bool atOpen = TDirection.FallenTo(open, liquidation);
            // No farther from entry: on the way down the stop is met first, or at the same price.
            if (atOpen || (!TDirection.FallenTo(open, stop) && !(TDirection.FallenTo(adverse, stop) && TDirection.FallenTo(liquidation, stop))))
            {
                ending.End<TDirection>(lane, stretch, bar, liquidation, liquidation, ExitReason.Liquidation, atOpen);
                return true;
            }

            atOpen = TDirection.FallenTo(open, stop);
            double price = atOpen ? open : stop;
            ending.End<TDirection>(lane, stretch, bar, fills.AtStop(bar, price, -TDirection.Sign, lanes.Number[Lanes.Quantity + lane]), price, ExitReason.StopLoss, atOpen);
            return true;
        }

        double target = lanes.Number[Lanes.Target + lane], extreme = _blocks.Prices[at + (TDirection.Sign > 0 ? BarBlocks.High : BarBlocks.Low)];
        if (!TDirection.RisenTo(extreme, target) || fills.AtLimit(bar, target, extreme, lanes.Number[Lanes.Quantity + lane], context.Volume[bar], served: 0) < lanes.Number[Lanes.Quantity + lane]) return false;
        ending.End<TDirection>(lane, stretch, bar, target, target, ExitReason.TakeProfit, atOpen: false);
        return true;
    }

    private void Book<TDirection>(in LaneEntry entry, int firstBlock, int end, int stretchFrom, bool isTurned)
        where TDirection : struct, IDirection => _closing.Close<TDirection>(entry, firstBlock, end, stretchFrom, isTurned, default);

    /// <summary>The first close at which one of the lanes that are held has been open long enough.</summary>
    private int FirstLast(int firstBlock, int end)
    {
        int soonest = int.MaxValue;
        if (!leaving.AnyTimeStop) return soonest;
        for (int lane = firstBlock; lane < end; lane++)
            if (IsHeld(lane)) soonest = Math.Min(soonest, lanes.LastBar[lane]);
        return soonest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Settle<TDirection>(int firstBlock, int end, in LaneEntry entry, ref HeldStretch stretch, int settlement, int bar, bool atOpen)
        where TDirection : struct, IDirection
    {
        // What has ended was not there any more when it was due.
        Book<TDirection>(entry, firstBlock, end, stretch.From, isTurned: false);
        for (int lane = firstBlock; lane < end; lane++)
            if (IsHeld(lane)) marks.Mark<TDirection>(lane, stretch, entry.Price);
        stretch = new(stretch.End);
        for (; settlement < _settlements.Length && _settlements[settlement].Bar == bar && _settlements[settlement].AtOpen == atOpen; settlement++)
            for (int lane = firstBlock; lane < end; lane++)
                if (IsHeld(lane)) Pay<TDirection>(lane, _settlements[settlement]);
        return settlement;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    /// <summary>Funding, or interest (RULES X8).</summary>
    private void Pay<TDirection>(int lane, in FundingSettlement settlement)
        where TDirection : struct, IDirection
    {
        if (settlement.ShortsOnly && TDirection.Sign > 0) return;
        double flow = -TDirection.Sign * lanes.Number[Lanes.Quantity + lane] * settlement.Price * settlement.Rate;
        lanes.Number[Lanes.Flow + lane] += flow;
        lanes.Number[Lanes.Cash + lane] += flow;
    }

    /// <summary>The last close of the data, where the position may stay open, or of a stretch before a hole (RULES X10, T5).</summary>
    private void EndWithData<TDirection>(int lane, in LaneEntry entry, in HeldStretch stretch, int bar)
        where TDirection : struct, IDirection
    {
        double price = _close[bar];
        if (bar < _lastBar || !_marksEnd)
        {
            ending.End<TDirection>(lane, stretch, bar, price, price, ExitReason.EndOfData, atOpen: false);
            return;
        }

        marks.Mark<TDirection>(lane, stretch, entry.Price);
        var position = _closing.PositionOf<TDirection>(lane, entry);
        double gain = position.Gain(price), equity = lanes.Number[Lanes.Cash + lane] + gain;
        lanes.Number[Lanes.Unrealised + lane] = gain;
        lanes.Number[Lanes.Danger + lane] = lanes.Number[Lanes.Limit + lane] = double.NaN;
        marks.Mark(lane, equity);
        days.Rest(lane, bar, equity);
        lanes.From[lane] = int.MaxValue;
        if (lanes.Record[lane] is not { } record) return;
        record.BarsInMarket += bar - entry.Bar + 1;
        record.OpenPositions.Add(TradeBook.StillOpen(context, position, price));
    }

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
