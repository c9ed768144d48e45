using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Groups;

/// <summary>Books the positions of lanes that have ended, a block at a time (RULES X5, X7, X9, R2, R3).</summary>
/// <remarks>What <see cref="TradeBook.Close"/> does for one account, operation for operation, so that every number has the same bits.</remarks>
internal sealed class LaneClosing(RunContext context, Lanes lanes, LaneMarks marks, LaneDays days, LaneEnding ending)
{
    private const ulong Unsure = 1UL << 63;

    private readonly BarBlocks _blocks = context.Blocks;
    private readonly double _leverage = context.Settings.Leverage;
    private readonly bool _learns = context.Settings.Sizing is Sizing.Kelly;
    private readonly bool _hasFunding = context.Settlements.Length > 0;

    /// <summary>Books every position of some blocks that has ended. A flat account goes on at the close of the bar it ended in, unless it is turned.</summary>
    /// <param name="stretchFrom">Since this close none of them was marked.</param>
    /// <param name="isTurned">True where the opposite side is to be opened at the same open, in all of them.</param>
    /// <param name="exit">Ends those that are still held, and then all of them are booked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Close<TDirection>(in LaneEntry entry, int firstBlock, int end, int stretchFrom, bool isTurned, in SharedExit exit)
        where TDirection : struct, IDirection
    {
        for (int block = firstBlock; block < end; block += Lanes.Block)
        {
            uint held = exit.IsSignal ? Release(block) : 0;
            if ((held | lanes.Ended[block / Lanes.Block].Lanes) != 0) Close<TDirection>(entry, block, held, stretchFrom, isTurned, exit);
        }
    }

    /// <summary>Nobody is held any more in a block.</summary>
    /// <returns>Those who were.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Release(int block)
    {
        ref double at = ref lanes.Number[block];
        Vector512<double> danger = Vector512.LoadUnsafe(ref at, Lanes.Danger), none = Vector512.Create(double.NaN);
        none.StoreUnsafe(ref at, Lanes.Danger);
        none.StoreUnsafe(ref at, Lanes.Limit);
        return Vector512.Equals(danger, danger).Bits();
    }

    /// <summary>Trading ends with the cash (RULES X5).</summary>
    public void Ruin(int lane)
    {
        days.Rest(lane, context.Bars.Count - 1, lanes.Number[Lanes.Cash + lane]);
        lanes.From[lane] = int.MaxValue;
        if (lanes.Record[lane] is { } record) record.Ruined = true;
    }

    /// <summary>The position of a lane, as rows are made of it.</summary>
    public Position PositionOf<TDirection>(int lane, in LaneEntry entry)
        where TDirection : struct, IDirection => new()
        {
            Id = lanes.Id[lane],
            Side = (Side)(int)TDirection.Sign,
            SignalBar = entry.SignalBar,
            EntryBar = entry.Bar,
            EntryPrice = entry.Price,
            Quantity = lanes.Number[Lanes.Quantity + lane],
            EntryFee = lanes.Number[Lanes.EntryFee + lane],
            Funding = lanes.Number[Lanes.Flow + lane],
            Slippage = lanes.Number[Lanes.EntrySlippage + lane],
            FirstPrice = entry.Price,
            FirstQuantity = lanes.Number[Lanes.Quantity + lane],
            FirstStop = lanes.Number[Lanes.FirstStop + lane],
            FirstTarget = lanes.Number[Lanes.Target + lane],
            Regime = lanes.Regime[lane],
            Stop = lanes.Number[Lanes.Stop + lane],
            Target = lanes.Number[Lanes.Target + lane],
            Liquidation = lanes.Number[Lanes.Liquidation + lane],
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Close<TDirection>(in LaneEntry entry, int block, uint held, int stretchFrom, bool isTurned, in SharedExit exit)
        where TDirection : struct, IDirection
    {
        uint bits = lanes.Ended[block / Lanes.Block].Lanes | held, dayEnds = Leave(block, bits, held, exit.Bar, isTurned);
        if (dayEnds != 0) dayEnds = days.Hold<TDirection>(block, dayEnds, entry.Price);
        if (held != 0 && lanes.Records) ending.End<TDirection>(block, held, exit);
        ulong outcome = Book<TDirection>(entry, block, held, isTurned, exit);
        if ((outcome & Unsure) != 0)
        {
            // Marks of some lanes are looked at: how all of them ended has to stand with them.
            if (held != 0) ending.End<TDirection>(block, held, exit);
            Look<TDirection>(entry, block, (uint)outcome, stretchFrom);
            outcome = Book<TDirection>(entry, block, held: 0, isTurned, exit);
        }

        lanes.Ended[block / Lanes.Block] = default;
        if (_learns || lanes.Records) Write<TDirection>(entry, block, bits, isTurned);
        if (isTurned) Turn(block, bits, (int)-TDirection.Sign);
        else if ((dayEnds | outcome) != 0) Rest(block, dayEnds, (uint)outcome & 0xFF, (uint)outcome >> Lanes.Block);
    }

    /// <summary>Where lanes go on whose positions have ended.</summary>
    /// <returns>Those for which a day ended by then.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Leave(int block, uint bits, uint held, int exitBar, bool isTurned)
    {
        ref int from = ref lanes.From[block];
        Vector256<int> bars = Vector256.ConditionalSelect(LaneMask.OfWhole(held), Vector256.Create(exitBar), Vector256.LoadUnsafe(ref lanes.ExitBar[block])), ended = LaneMask.OfWhole(bits);
        bars.StoreUnsafe(ref lanes.ExitBar[block]);
        Vector256.ConditionalSelect(ended, isTurned ? bars - Vector256<int>.One : bars, Vector256.LoadUnsafe(ref from)).StoreUnsafe(ref from);
        return (ended & Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref lanes.DayEnd[block]), bars)).Bits();
    }

    /// <summary>Adds the trades of a block up. Nothing is called from here: what is computed stays in registers.</summary>
    /// <returns><see cref="Unsure"/> and the lanes whose marks before the exit have to be looked at first, and then nothing was done; or the lanes at a peak
    /// and, a block of bits higher, those without cash.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong Book<TDirection>(in LaneEntry entry, int block, uint held, bool isTurned, in SharedExit exit)
        where TDirection : struct, IDirection
    {
        ref double at = ref lanes.Number[block];
        ref var waiting = ref lanes.Ended[block / Lanes.Block];
        Vector512<double> signalled = LaneMask.Of(held), ended = LaneMask.Of(waiting.Lanes) | signalled, zero = Vector512<double>.Zero, fill = Vector512.Create(entry.Price);
        Vector512<double> before = Vector512.LoadUnsafe(ref at, Lanes.Cash), quantity = Vector512.LoadUnsafe(ref at, Lanes.Quantity), price = Of(signalled, exit.Price, Vector512.LoadUnsafe(ref at, Lanes.ExitPrice));
        var gross = Along<TDirection>(price - fill) * quantity;
        var fee = quantity * price * Of(signalled, exit.FeeRate, Vector512.LoadUnsafe(ref at, Lanes.ExitFeeRate));
        if (waiting.Liquidated != 0)
        {
            var forfeited = LaneMask.Of(waiting.Liquidated);
            gross = Vector512.ConditionalSelect(forfeited, -(quantity * fill / Vector512.Create(_leverage)), gross);
            fee = Vector512.ConditionalSelect(forfeited, zero, fee);
        }

        // The marks before the exit: a stretch without a close has its extremes at infinity the wrong way round, and marks nothing.
        var cash = before + (gross - fee);
        Vector512<double> lowest = Of(signalled, exit.Lowest, Vector512.LoadUnsafe(ref at, Lanes.Lowest)), highest = Of(signalled, exit.Highest, Vector512.LoadUnsafe(ref at, Lanes.Highest)), peak = Vector512.LoadUnsafe(ref at, Lanes.Peak), trough = Vector512.LoadUnsafe(ref at, Lanes.Trough);
        var worst = before + Along<TDirection>((TDirection.Sign > 0 ? lowest : highest) - fill) * quantity;
        var best = before + Along<TDirection>((TDirection.Sign > 0 ? highest : lowest) - fill) * quantity;
        var marked = ended & Vector512.LessThanOrEqual(lowest, highest);
        // Bounds of the closes will do where they could not matter: below the peak, and no lower than the marks so far or than the one that follows.
        uint deeper = (marked & Vector512.LessThan(worst, trough)).Bits(), later = Vector512.GreaterThanOrEqual(worst, cash).Bits();
        uint unsure = (marked & ~Vector512.LessThan(best, peak)).Bits() | (deeper & ~later & waiting.Rough);
        if (unsure != 0) return Unsure | unsure;

        trough = Vector512.ConditionalSelect(LaneMask.Of(deeper), worst, trough);
        var entryFee = Vector512.LoadUnsafe(ref at, Lanes.EntryFee);
        var funding = _hasFunding ? Vector512.LoadUnsafe(ref at, Lanes.Flow) : zero;
        var net = gross - entryFee - fee + funding;
        if (_hasFunding) (Vector512.LoadUnsafe(ref at, Lanes.Funding) + (funding & ended)).StoreUnsafe(ref at, Lanes.Funding);
        // A liquidation has its price without any.
        Vector512<double> raw = Of(signalled, exit.Raw, Vector512.LoadUnsafe(ref at, Lanes.ExitRaw)), slippage = Vector512.LoadUnsafe(ref at, Lanes.EntrySlippage) + (TDirection.Sign > 0 ? raw - price : price - raw) * quantity;
        (Vector512.LoadUnsafe(ref at, Lanes.Slippage) + (slippage & ended)).StoreUnsafe(ref at, Lanes.Slippage);
        // Adding 0 changes no sum that began at 0, not even its sign; of what is no number nothing is added to gains and losses.
        var one = Vector512.Create(1.0) & ended;
        var counted = net & ended;
        (Vector512.LoadUnsafe(ref at, Lanes.Count) + one).StoreUnsafe(ref at, Lanes.Count);
        (Vector512.LoadUnsafe(ref at, Lanes.Wins) + Vector512.ConditionalSelect(Vector512.GreaterThan(net, zero), one, zero)).StoreUnsafe(ref at, Lanes.Wins);
        (Vector512.LoadUnsafe(ref at, Lanes.Losses) + Vector512.ConditionalSelect(Vector512.LessThan(net, zero), one, zero)).StoreUnsafe(ref at, Lanes.Losses);
        (Vector512.LoadUnsafe(ref at, Lanes.Gains) + Vector512.ConditionalSelect(Vector512.GreaterThan(net, zero), counted, zero)).StoreUnsafe(ref at, Lanes.Gains);
        (Vector512.LoadUnsafe(ref at, Lanes.LossSum) + Vector512.ConditionalSelect(Vector512.LessThan(net, zero), counted, zero)).StoreUnsafe(ref at, Lanes.LossSum);
        (Vector512.LoadUnsafe(ref at, Lanes.Fees) + ((entryFee + fee) & ended)).StoreUnsafe(ref at, Lanes.Fees);
        Vector512.ConditionalSelect(ended, cash, before).StoreUnsafe(ref at, Lanes.Cash);
        if (_learns || lanes.Records)
        {
            gross.StoreUnsafe(ref at, Lanes.Gross);
            fee.StoreUnsafe(ref at, Lanes.ExitFee);
            net.StoreUnsafe(ref at, Lanes.Net);
        }

        // The mark of the flat account at the close.
        if (!isTurned) trough = Vector512.ConditionalSelect(ended & Vector512.LessThan(cash, trough), cash, trough);
        trough.StoreUnsafe(ref at, Lanes.Trough);
        return (ended & Vector512.GreaterThanOrEqual(cash, peak)).Bits() | (ended & Vector512.LessThanOrEqual(cash, zero)).Bits() << Lanes.Block;
    }

    /// <summary>What lanes have that a signal ended, or what others have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Of(Vector512<double> signalled, double shared, Vector512<double> others) => Vector512.ConditionalSelect(signalled, Vector512.Create(shared), others);

    /// <summary>Marks the closes before the exits of some lanes one by one as far as it matters, and leaves none of them to be marked.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Look<TDirection>(in LaneEntry entry, int block, uint unsure, int stretchFrom)
        where TDirection : struct, IDirection
    {
        for (; unsure != 0; unsure &= unsure - 1)
        {
            int lane = block + BitOperations.TrailingZeroCount(unsure), end = lanes.ExitBar[lane];
            ref double lowest = ref lanes.Number[Lanes.Lowest + lane], highest = ref lanes.Number[Lanes.Highest + lane];
            if ((lanes.Ended[block / Lanes.Block].Rough >> (lane - block) & 1) != 0) (lowest, highest) = _blocks.Closes(stretchFrom, end);
            if (lowest <= highest) marks.Mark<TDirection>(lane, stretchFrom, end, lowest, highest, entry.Price);
            (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
        }
    }

    /// <summary>The marks of accounts that are flat again, and their days.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Rest(int block, uint dayEnds, uint atPeak, uint ruined)
    {
        for (; atPeak != 0; atPeak &= atPeak - 1)
        {
            int lane = block + BitOperations.TrailingZeroCount(atPeak);
            marks.Mark(lane, lanes.Number[Lanes.Cash + lane]);
        }

        for (; dayEnds != 0; dayEnds &= dayEnds - 1)
        {
            int lane = block + BitOperations.TrailingZeroCount(dayEnds);
            days.Rest(lane, lanes.ExitBar[lane], lanes.Number[Lanes.Cash + lane]);
        }

        for (; ruined != 0; ruined &= ruined - 1) Ruin(block + BitOperations.TrailingZeroCount(ruined));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Turn(int block, uint bits, int side)
    {
        for (; bits != 0; bits &= bits - 1) lanes.Turns[block + BitOperations.TrailingZeroCount(bits)] = side;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Write<TDirection>(in LaneEntry entry, int block, uint bits, bool isTurned)
        where TDirection : struct, IDirection
    {
        for (; bits != 0; bits &= bits - 1)
        {
            int lane = block + BitOperations.TrailingZeroCount(bits);
            double net = lanes.Number[Lanes.Net + lane];
            if (_learns) lanes.Past[lane].Add(net);
            if (lanes.Record[lane] is not { } record) continue;
            var (reason, atOpen) = lanes.Exit[lane];
            double price = lanes.Number[Lanes.ExitPrice + lane], raw = lanes.Number[Lanes.ExitRaw + lane];
            double slippage = lanes.Number[Lanes.EntrySlippage + lane] + TDirection.Worse(raw, price) * lanes.Number[Lanes.Quantity + lane];
            var end = new PositionEnd(lanes.ExitBar[lane], price, raw, reason, atOpen, isTurned);
            record.BarsInMarket += end.Bar - entry.Bar + (end.Reason == ExitReason.EndOfData ? 1 : 0);
            record.Trades.Add(TradeBook.Closed(context, PositionOf<TDirection>(lane, entry), end, lanes.Number[Lanes.Gross + lane], lanes.Number[Lanes.ExitFee + lane], net, slippage));
        }
    }

    /// <summary>Price changes as they gain or lose. Multiplied, not negated: even what is no number keeps its bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Along<TDirection>(Vector512<double> change)
        where TDirection : struct, IDirection => TDirection.Sign > 0 ? change : Vector512.Create(-1.0) * change;
}
