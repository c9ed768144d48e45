using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Groups;

/// <summary>Books the positions of lanes that have ended, a block at a time (RULES X5, X7, X9, R2, R3).</summary>
/// <remarks>What <see cref="TradeBook.Close"/> does for one account, operation for operation, so that every number has the same bits.</remarks>
internal sealed class LaneClosing(RunContext context, Lanes lanes, LaneMarks marks)
{
    private readonly double _leverage = context.Settings.Leverage;
    private readonly bool _learns = context.Settings.Sizing is Sizing.Kelly;
    private readonly double[] _gross = new double[Lanes.Block], _fee = new double[Lanes.Block], _net = new double[Lanes.Block], _slippage = new double[Lanes.Block];

    /// <summary>Books every position of some blocks that has ended. A flat account goes on at the close of the bar it ended in, unless it is turned.</summary>
    /// <param name="stretchFrom">Since this close none of them was marked.</param>
    /// <param name="isTurned">True where the opposite side is to be opened at the same open, in all of them.</param>
    /// <param name="anyLiquidated">True where one of them may have been.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Close<TDirection>(in LaneEntry entry, int firstBlock, int end, int stretchFrom, bool isTurned, bool anyLiquidated)
        where TDirection : struct, IDirection
    {
        for (int block = firstBlock; block < end; block += Lanes.Block)
            if (lanes.Ended[block / Lanes.Block] is var bits and not 0) Close<TDirection>(entry, block, bits, stretchFrom, isTurned, anyLiquidated);
    }

    /// <summary>Trading ends with the cash (RULES X5).</summary>
    public void Ruin(int lane)
    {
        marks.Rest(lane, context.Bars.Count - 1, lanes.Number[Lanes.Cash + lane]);
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
    private void Close<TDirection>(in LaneEntry entry, int block, uint bits, int stretchFrom, bool isTurned, bool anyLiquidated)
        where TDirection : struct, IDirection
    {
        var exits = lanes.Exit;
        ref double at = ref lanes.Number[block];
        uint ending = 0;
        for (uint left = bits; left != 0; left &= left - 1)
        {
            int i = BitOperations.TrailingZeroCount(left), bar = exits[block + i].Bar;
            lanes.From[block + i] = isTurned ? bar - 1 : bar;
            if (lanes.DayEnd[block + i] > bar) continue;
            ending |= 1u << i;
            marks.Hold<TDirection>(block + i, bar, entry.Price);
        }

        var ended = Lanes.MaskOf(bits);
        Vector256<double> fill = Vector256.Create(entry.Price), sign = Vector256.Create(TDirection.Sign), zero = Vector256<double>.Zero;
        Vector256<double> before = Vector256.LoadUnsafe(ref at, Lanes.Cash), quantity = Vector256.LoadUnsafe(ref at, Lanes.Quantity), peak = Vector256.LoadUnsafe(ref at, Lanes.Peak), trough = Vector256.LoadUnsafe(ref at, Lanes.Trough);
        Vector256<double> lowest = Vector256.Create(exits[block].Lowest, exits[block + 1].Lowest, exits[block + 2].Lowest, exits[block + 3].Lowest);
        Vector256<double> highest = Vector256.Create(exits[block].Highest, exits[block + 1].Highest, exits[block + 2].Highest, exits[block + 3].Highest);

        // The marks before the exit: a stretch without a close has its extremes at infinity the wrong way round, and marks nothing.
        var marked = ended & Vector256.LessThanOrEqual(lowest, highest);
        var worst = before + sign * ((TDirection.Sign > 0 ? lowest : highest) - fill) * quantity;
        var best = before + sign * ((TDirection.Sign > 0 ? highest : lowest) - fill) * quantity;
        var rising = marked & Vector256.GreaterThanOrEqual(best, peak);
        trough = Vector256.ConditionalSelect(marked & Vector256.LessThan(worst, trough), worst, trough);
        if (rising != zero)
        {
            Rise<TDirection>(entry, block, stretchFrom, rising.ExtractMostSignificantBits(), worst, best);
            trough = Vector256.ConditionalSelect(rising, Vector256.LoadUnsafe(ref at, Lanes.Trough), trough);
            peak = Vector256.LoadUnsafe(ref at, Lanes.Peak);
        }

        Vector256<double> price = Vector256.Create(exits[block].Price, exits[block + 1].Price, exits[block + 2].Price, exits[block + 3].Price), raw = Vector256.Create(exits[block].Raw, exits[block + 1].Raw, exits[block + 2].Raw, exits[block + 3].Raw);
        Vector256<double> rate = Vector256.Create(exits[block].FeeRate, exits[block + 1].FeeRate, exits[block + 2].FeeRate, exits[block + 3].FeeRate);
        Vector256<double> entryFee = Vector256.LoadUnsafe(ref at, Lanes.EntryFee), funding = Vector256.LoadUnsafe(ref at, Lanes.Flow), entrySlippage = Vector256.LoadUnsafe(ref at, Lanes.EntrySlippage);
        var gross = sign * (price - fill) * quantity;
        var fee = quantity * price * rate;
        var slippage = entrySlippage + (TDirection.Sign > 0 ? raw - price : price - raw) * quantity;
        if (anyLiquidated)
        {
            var liquidated = Lanes.MaskOf((exits[block].Reason == ExitReason.Liquidation ? 1u : 0) | (exits[block + 1].Reason == ExitReason.Liquidation ? 2u : 0)
                | (exits[block + 2].Reason == ExitReason.Liquidation ? 4u : 0) | (exits[block + 3].Reason == ExitReason.Liquidation ? 8u : 0));
            gross = Vector256.ConditionalSelect(liquidated, -(quantity * fill / Vector256.Create(_leverage)), gross);
            fee = Vector256.ConditionalSelect(liquidated, zero, fee);
            slippage = Vector256.ConditionalSelect(liquidated, entrySlippage, slippage);
        }

        var cash = before + (gross - fee);
        var net = gross - entryFee - fee + funding;
        (Vector256.LoadUnsafe(ref at, Lanes.Count) + (Vector256<double>.One & ended)).StoreUnsafe(ref at, Lanes.Count);
        // Adding 0 changes no sum that began at 0, not even its sign.
        Vector256<double> won = ended & Vector256.GreaterThan(net, zero), lost = ended & Vector256.LessThan(net, zero);
        (Vector256.LoadUnsafe(ref at, Lanes.Wins) + (Vector256<double>.One & won)).StoreUnsafe(ref at, Lanes.Wins);
        (Vector256.LoadUnsafe(ref at, Lanes.Losses) + (Vector256<double>.One & lost)).StoreUnsafe(ref at, Lanes.Losses);
        (Vector256.LoadUnsafe(ref at, Lanes.Gains) + (net & won)).StoreUnsafe(ref at, Lanes.Gains);
        (Vector256.LoadUnsafe(ref at, Lanes.LossSum) + (net & lost)).StoreUnsafe(ref at, Lanes.LossSum);
        (Vector256.LoadUnsafe(ref at, Lanes.Fees) + ((entryFee + fee) & ended)).StoreUnsafe(ref at, Lanes.Fees);
        (Vector256.LoadUnsafe(ref at, Lanes.Funding) + (funding & ended)).StoreUnsafe(ref at, Lanes.Funding);
        (Vector256.LoadUnsafe(ref at, Lanes.Slippage) + (slippage & ended)).StoreUnsafe(ref at, Lanes.Slippage);
        Vector256.ConditionalSelect(ended, cash, Vector256.LoadUnsafe(ref at, Lanes.Cash)).StoreUnsafe(ref at, Lanes.Cash);
        lanes.Ended[block / Lanes.Block] = 0;
        if (_learns || lanes.Records) Write<TDirection>(entry, block, bits, gross, fee, net, slippage, isTurned);
        if (isTurned)
        {
            trough.StoreUnsafe(ref at, Lanes.Trough);
            for (; bits != 0; bits &= bits - 1) lanes.Turns[block + BitOperations.TrailingZeroCount(bits)] = (Side)(int)-TDirection.Sign;
            return;
        }

        // The mark of the flat account at the close.
        rising = ended & Vector256.GreaterThanOrEqual(cash, peak);
        Vector256.ConditionalSelect(ended & Vector256.LessThan(cash, trough), cash, trough).StoreUnsafe(ref at, Lanes.Trough);
        if (rising != zero)
            for (uint left = rising.ExtractMostSignificantBits(); left != 0; left &= left - 1)
                marks.Mark(block + BitOperations.TrailingZeroCount(left), lanes.Number[Lanes.Cash + block + BitOperations.TrailingZeroCount(left)]);
        for (; ending != 0; ending &= ending - 1)
        {
            int i = BitOperations.TrailingZeroCount(ending);
            marks.Rest(block + i, exits[block + i].Bar, lanes.Number[Lanes.Cash + block + i]);
        }

        if ((ended & Vector256.LessThanOrEqual(cash, zero)) != zero)
            for (; bits != 0; bits &= bits - 1)
                if (lanes.Number[Lanes.Cash + block + BitOperations.TrailingZeroCount(bits)] <= 0) Ruin(block + BitOperations.TrailingZeroCount(bits));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rise<TDirection>(in LaneEntry entry, int block, int stretchFrom, uint rising, Vector256<double> worst, Vector256<double> best)
        where TDirection : struct, IDirection
    {
        for (; rising != 0; rising &= rising - 1)
        {
            int i = BitOperations.TrailingZeroCount(rising);
            marks.Rise<TDirection>(block + i, stretchFrom, lanes.Exit[block + i].Bar, worst[i], best[i], entry.Price);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Write<TDirection>(in LaneEntry entry, int block, uint bits, Vector256<double> gross, Vector256<double> fee, Vector256<double> net, Vector256<double> slippage, bool isTurned)
        where TDirection : struct, IDirection
    {
        gross.CopyTo(_gross);
        fee.CopyTo(_fee);
        net.CopyTo(_net);
        slippage.CopyTo(_slippage);
        for (; bits != 0; bits &= bits - 1)
        {
            int i = BitOperations.TrailingZeroCount(bits), lane = block + i;
            if (_learns) lanes.Past[lane].Add(_net[i]);
            if (lanes.Record[lane] is not { } record) continue;
            ref readonly var exit = ref lanes.Exit[lane];
            var end = new PositionEnd(exit.Bar, exit.Price, exit.Raw, exit.Reason, exit.AtOpen, isTurned);
            record.BarsInMarket += end.Bar - entry.Bar + (end.Reason == ExitReason.EndOfData ? 1 : 0);
            record.Trades.Add(TradeBook.Closed(context, PositionOf<TDirection>(lane, entry), end, _gross[i], _fee[i], _net[i], _slippage[i]));
        }
    }
}
