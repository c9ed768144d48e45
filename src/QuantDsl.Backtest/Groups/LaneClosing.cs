using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Backtest.Groups;

/// <summary>Books the positions of lanes that have ended, several at a time (RULES X5, X7, X9, R2, R3).</summary>
/// <remarks>What <see cref="TradeBook.Close"/> does for one account, operation for operation, so that every number has the same bits.</remarks>
internal sealed class LaneClosing(RunContext context, Lanes lanes, LaneMarks marks)
{
    private readonly double _leverage = context.Settings.Leverage;
    private readonly bool _learns = context.Settings.Sizing is Sizing.Kelly;
    private readonly double[] _gross = new double[lanes.Cash.Length], _fee = new double[lanes.Cash.Length], _net = new double[lanes.Cash.Length], _slippage = new double[lanes.Cash.Length];

    /// <summary>Books every lane whose position has ended. A flat account goes on at the close of the bar it ended in, unless it is turned.</summary>
    /// <param name="first">No ended lane is before it.</param>
    /// <param name="end">None is here or after.</param>
    /// <param name="isTurned">True where the opposite side is to be opened at the same open, in all of them.</param>
    /// <param name="isLiquidated">True where one of them may be.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Close<TDirection>(in LaneEntry entry, int first, int end, bool isTurned, bool isLiquidated)
        where TDirection : struct, IDirection
    {
        first &= -Lanes.Block;
        for (int block = first; block < end; block += Lanes.Block)
        {
            var ended = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(lanes.Ended), (nuint)block);
            uint bits = ended.ExtractMostSignificantBits();
            if (bits != 0) Close<TDirection>(entry, block, bits, ended.AsDouble(), isTurned, isLiquidated);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Close<TDirection>(in LaneEntry entry, int block, uint bits, Vector256<double> ended, bool isTurned, bool isLiquidated)
        where TDirection : struct, IDirection
    {
        for (uint left = bits; left != 0; left &= left - 1)
        {
            int lane = block + System.Numerics.BitOperations.TrailingZeroCount(left);
            marks.Hold<TDirection>(lane, lanes.ExitBar[lane], entry.Price);
        }

        Vector256<double> fill = Vector256.Create(entry.Price), sign = Vector256.Create(TDirection.Sign), zero = Vector256<double>.Zero, one = Vector256<double>.One;
        Vector256<double> cash = From(lanes.Cash, block), quantity = From(lanes.Quantity, block), peak = From(lanes.Peak, block), trough = From(lanes.Trough, block);
        Vector256<double> lowest = From(lanes.Lowest, block), highest = From(lanes.Highest, block);

        // The marks before the exit: a stretch without a close has its extremes at infinity the wrong way round, and marks nothing.
        Vector256<double> worst = cash + sign * ((TDirection.Sign > 0 ? lowest : highest) - fill) * quantity;
        Vector256<double> best = cash + sign * ((TDirection.Sign > 0 ? highest : lowest) - fill) * quantity;
        var marked = ended & Vector256.LessThanOrEqual(lowest, highest);
        uint rising = (Vector256.GreaterThanOrEqual(best, peak) & marked).ExtractMostSignificantBits();
        trough = Vector256.ConditionalSelect(marked & Vector256.LessThan(worst, trough), worst, trough);
        if (rising != 0)
        {
            for (; rising != 0; rising &= rising - 1)
            {
                int lane = block + System.Numerics.BitOperations.TrailingZeroCount(rising);
                marks.Rise<TDirection>(lane, lanes.StretchFrom[lane], lanes.ExitBar[lane], worst[lane - block], best[lane - block], entry.Price);
                trough = trough.WithElement(lane - block, lanes.Trough[lane]);
            }

            peak = From(lanes.Peak, block);
        }

        Vector256<double> price = From(lanes.ExitPrice, block), entryFee = From(lanes.EntryFee, block), funding = From(lanes.Flow, block);
        var gross = sign * (price - fill) * quantity;
        var fee = quantity * price * From(lanes.ExitFeeRate, block);
        var slippage = From(lanes.EntrySlippage, block) + (TDirection.Sign > 0 ? From(lanes.ExitRaw, block) - price : price - From(lanes.ExitRaw, block)) * quantity;
        if (isLiquidated)
        {
            var liquidated = LiquidatedIn(block);
            gross = Vector256.ConditionalSelect(liquidated, -(quantity * fill / Vector256.Create(_leverage)), gross);
            fee = Vector256.ConditionalSelect(liquidated, zero, fee);
            slippage = Vector256.ConditionalSelect(liquidated, From(lanes.EntrySlippage, block), slippage);
        }

        cash += gross - fee;
        var net = gross - entryFee - fee + funding;
        // Adding 0 changes no sum that began at 0, not even its sign.
        Vector256<double> won = Vector256.GreaterThan(net, zero) & ended, lost = Vector256.LessThan(net, zero) & ended;
        Store(lanes.Cash, block, Vector256.ConditionalSelect(ended, cash, From(lanes.Cash, block)));
        Store(lanes.Count, block, From(lanes.Count, block) + (one & ended));
        Store(lanes.Wins, block, From(lanes.Wins, block) + (one & won));
        Store(lanes.Losses, block, From(lanes.Losses, block) + (one & lost));
        Store(lanes.Gains, block, From(lanes.Gains, block) + (net & won));
        Store(lanes.LossSum, block, From(lanes.LossSum, block) + (net & lost));
        Store(lanes.Fees, block, From(lanes.Fees, block) + ((entryFee + fee) & ended));
        Store(lanes.Funding, block, From(lanes.Funding, block) + (funding & ended));
        Store(lanes.Slippage, block, From(lanes.Slippage, block) + (slippage & ended));
        Store(lanes.Ended, block, Vector256<long>.Zero);
        if (_learns || lanes.Record[block] is not null) Write<TDirection>(entry, block, bits, gross, fee, net, slippage, isTurned);
        if (isTurned)
        {
            Store(lanes.Trough, block, trough);
            for (; bits != 0; bits &= bits - 1)
            {
                int lane = block + System.Numerics.BitOperations.TrailingZeroCount(bits);
                lanes.From[lane] = lanes.ExitBar[lane] - 1;
                lanes.Turns[lane] = (Market.Side)(int)-TDirection.Sign;
            }

            return;
        }

        // The mark of the flat account at the close.
        Store(lanes.Trough, block, Vector256.ConditionalSelect(ended & Vector256.LessThan(cash, trough), cash, trough));
        rising = (Vector256.GreaterThanOrEqual(cash, peak) & ended).ExtractMostSignificantBits();
        for (; rising != 0; rising &= rising - 1)
        {
            int lane = block + System.Numerics.BitOperations.TrailingZeroCount(rising);
            lanes.Trough[lane] = trough[lane - block];
            marks.Mark(lane, lanes.Cash[lane]);
        }

        for (; bits != 0; bits &= bits - 1)
        {
            int lane = block + System.Numerics.BitOperations.TrailingZeroCount(bits), bar = lanes.ExitBar[lane];
            double equity = lanes.Cash[lane];
            lanes.From[lane] = bar;
            marks.Rest(lane, bar, equity);
            if (equity <= 0) Ruin(lane);
        }
    }

    /// <summary>Trading ends with the cash (RULES X5).</summary>
    public void Ruin(int lane)
    {
        marks.Rest(lane, context.Bars.Count - 1, lanes.Cash[lane]);
        lanes.From[lane] = int.MaxValue;
        if (lanes.Record[lane] is { } record) record.Ruined = true;
    }

    private Vector256<double> LiquidatedIn(int block)
    {
        var liquidated = Vector256<double>.Zero;
        for (int i = 0; i < Lanes.Block; i++)
            if (lanes.Reason[block + i] == ExitReason.Liquidation) liquidated = liquidated.WithElement(i, BitConverter.Int64BitsToDouble(-1));
        return liquidated;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Write<TDirection>(in LaneEntry entry, int block, uint bits, Vector256<double> gross, Vector256<double> fee, Vector256<double> net, Vector256<double> slippage, bool isTurned)
        where TDirection : struct, IDirection
    {
        Store(_gross, block, gross);
        Store(_fee, block, fee);
        Store(_net, block, net);
        Store(_slippage, block, slippage);
        for (; bits != 0; bits &= bits - 1)
        {
            int lane = block + System.Numerics.BitOperations.TrailingZeroCount(bits);
            if (_learns) lanes.Past[lane].Add(_net[lane]);
            if (lanes.Record[lane] is not { } record) continue;
            var end = new PositionEnd(lanes.ExitBar[lane], lanes.ExitPrice[lane], lanes.ExitRaw[lane], lanes.Reason[lane], lanes.ExitsAtOpen[lane], isTurned);
            record.BarsInMarket += end.Bar - entry.Bar + (end.Reason == ExitReason.EndOfData ? 1 : 0);
            record.Trades.Add(TradeBook.Closed(context, PositionOf<TDirection>(lane, entry), end, _gross[lane], _fee[lane], _net[lane], _slippage[lane]));
        }
    }

    /// <summary>The position of a lane, as rows are made of it.</summary>
    public Position PositionOf<TDirection>(int lane, in LaneEntry entry)
        where TDirection : struct, IDirection => new()
        {
            Id = lanes.Id[lane],
            Side = (Market.Side)(int)TDirection.Sign,
            SignalBar = entry.SignalBar,
            EntryBar = entry.Bar,
            EntryPrice = entry.Price,
            Quantity = lanes.Quantity[lane],
            EntryFee = lanes.EntryFee[lane],
            Funding = lanes.Flow[lane],
            Slippage = lanes.EntrySlippage[lane],
            FirstPrice = entry.Price,
            FirstQuantity = lanes.Quantity[lane],
            FirstStop = lanes.FirstStop[lane],
            FirstTarget = lanes.Target[lane],
            Regime = lanes.Regime[lane],
            Stop = lanes.Stop[lane],
            Target = lanes.Target[lane],
            Liquidation = lanes.Liquidation[lane],
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> From(double[] values, int block) => Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T[] values, int block, Vector256<T> vector) => vector.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)block);
}
