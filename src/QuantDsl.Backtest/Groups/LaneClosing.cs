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
    private readonly double[] _gross = new double[lanes.Cash.Length], _fee = new double[lanes.Cash.Length], _net = new double[lanes.Cash.Length], _slippage = new double[lanes.Cash.Length];

    /// <summary>Books every position of some blocks that has ended. A flat account goes on at the close of the bar it ended in, unless it is turned.</summary>
    /// <param name="stretchFrom">Since this close none of them was marked.</param>
    /// <param name="isTurned">True where the opposite side is to be opened at the same open, in all of them.</param>
    /// <param name="anyLiquidated">True where one of them may have been.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Close<TDirection>(in LaneEntry entry, int firstBlock, int end, int stretchFrom, bool isTurned, bool anyLiquidated)
        where TDirection : struct, IDirection
    {
        for (int block = firstBlock; block < end; block += Lanes.Block)
            if (lanes.Ended[block / Lanes.Block] is var bits and not 0) Close<TDirection>(entry, block, bits, stretchFrom, isTurned, anyLiquidated);
    }

    /// <summary>Trading ends with the cash (RULES X5).</summary>
    public void Ruin(int lane)
    {
        marks.Rest(lane, context.Bars.Count - 1, lanes.Cash[lane]);
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
    private void Close<TDirection>(in LaneEntry entry, int block, uint bits, int stretchFrom, bool isTurned, bool anyLiquidated)
        where TDirection : struct, IDirection
    {
        var exit = lanes.Exit.AsSpan(block, Lanes.Block);
        uint ending = 0;
        for (uint left = bits; left != 0; left &= left - 1)
        {
            int i = BitOperations.TrailingZeroCount(left), bar = exit[i].Bar;
            lanes.From[block + i] = isTurned ? bar - 1 : bar;
            if (lanes.DayEnd[block + i] > bar) continue;
            ending |= 1u << i;
            marks.Hold<TDirection>(block + i, bar, entry.Price);
        }

        var ended = Lanes.MaskOf(bits);
        Vector256<double> fill = Vector256.Create(entry.Price), sign = Vector256.Create(TDirection.Sign), zero = Vector256<double>.Zero;
        Vector256<double> before = Lanes.Load(lanes.Cash, block), quantity = Lanes.Load(lanes.Quantity, block), peak = Lanes.Load(lanes.Peak, block), trough = Lanes.Load(lanes.Trough, block);
        Vector256<double> lowest = Vector256.Create(exit[0].Lowest, exit[1].Lowest, exit[2].Lowest, exit[3].Lowest);
        Vector256<double> highest = Vector256.Create(exit[0].Highest, exit[1].Highest, exit[2].Highest, exit[3].Highest);

        // The marks before the exit: a stretch without a close has its extremes at infinity the wrong way round, and marks nothing.
        var marked = ended & Vector256.LessThanOrEqual(lowest, highest);
        var worst = before + sign * ((TDirection.Sign > 0 ? lowest : highest) - fill) * quantity;
        var best = before + sign * ((TDirection.Sign > 0 ? highest : lowest) - fill) * quantity;
        var rising = marked & Vector256.GreaterThanOrEqual(best, peak);
        trough = Vector256.ConditionalSelect(marked & Vector256.LessThan(worst, trough), worst, trough);
        if (rising != zero)
        {
            Rise<TDirection>(entry, block, stretchFrom, rising.ExtractMostSignificantBits(), worst, best);
            trough = Vector256.ConditionalSelect(rising, Lanes.Load(lanes.Trough, block), trough);
            peak = Lanes.Load(lanes.Peak, block);
        }

        Vector256<double> price = Vector256.Create(exit[0].Price, exit[1].Price, exit[2].Price, exit[3].Price), raw = Vector256.Create(exit[0].Raw, exit[1].Raw, exit[2].Raw, exit[3].Raw);
        Vector256<double> rate = Vector256.Create(exit[0].FeeRate, exit[1].FeeRate, exit[2].FeeRate, exit[3].FeeRate);
        Vector256<double> entryFee = Lanes.Load(lanes.EntryFee, block), funding = Lanes.Load(lanes.Flow, block), entrySlippage = Lanes.Load(lanes.EntrySlippage, block);
        var gross = sign * (price - fill) * quantity;
        var fee = quantity * price * rate;
        var slippage = entrySlippage + (TDirection.Sign > 0 ? raw - price : price - raw) * quantity;
        if (anyLiquidated)
        {
            var liquidated = Lanes.MaskOf((exit[0].Reason == ExitReason.Liquidation ? 1u : 0) | (exit[1].Reason == ExitReason.Liquidation ? 2u : 0)
                | (exit[2].Reason == ExitReason.Liquidation ? 4u : 0) | (exit[3].Reason == ExitReason.Liquidation ? 8u : 0));
            gross = Vector256.ConditionalSelect(liquidated, -(quantity * fill / Vector256.Create(_leverage)), gross);
            fee = Vector256.ConditionalSelect(liquidated, zero, fee);
            slippage = Vector256.ConditionalSelect(liquidated, entrySlippage, slippage);
        }

        var cash = before + (gross - fee);
        var net = gross - entryFee - fee + funding;
        Add(lanes.Count, block, Vector256<double>.One & ended);
        // Adding 0 changes no sum that began at 0, not even its sign.
        Vector256<double> won = ended & Vector256.GreaterThan(net, zero), lost = ended & Vector256.LessThan(net, zero);
        Add(lanes.Wins, block, Vector256<double>.One & won);
        Add(lanes.Losses, block, Vector256<double>.One & lost);
        Add(lanes.Gains, block, net & won);
        Add(lanes.LossSum, block, net & lost);
        Add(lanes.Fees, block, (entryFee + fee) & ended);
        Add(lanes.Funding, block, funding & ended);
        Add(lanes.Slippage, block, slippage & ended);
        Lanes.Store(lanes.Cash, block, cash, ended);
        lanes.Ended[block / Lanes.Block] = 0;
        if (_learns || lanes.Records) Write<TDirection>(entry, block, bits, gross, fee, net, slippage, isTurned);
        if (isTurned)
        {
            Lanes.Store(lanes.Trough, block, trough);
            for (; bits != 0; bits &= bits - 1) lanes.Turns[block + BitOperations.TrailingZeroCount(bits)] = (Side)(int)-TDirection.Sign;
            return;
        }

        // The mark of the flat account at the close.
        rising = ended & Vector256.GreaterThanOrEqual(cash, peak);
        Lanes.Store(lanes.Trough, block, Vector256.ConditionalSelect(ended & Vector256.LessThan(cash, trough), cash, trough));
        if (rising != zero)
            for (uint left = rising.ExtractMostSignificantBits(); left != 0; left &= left - 1)
                marks.Mark(block + BitOperations.TrailingZeroCount(left), lanes.Cash[block + BitOperations.TrailingZeroCount(left)]);
        for (; ending != 0; ending &= ending - 1)
        {
            int i = BitOperations.TrailingZeroCount(ending);
            marks.Rest(block + i, exit[i].Bar, lanes.Cash[block + i]);
        }

        if ((ended & Vector256.LessThanOrEqual(cash, zero)) != zero)
            for (; bits != 0; bits &= bits - 1)
                if (lanes.Cash[block + BitOperations.TrailingZeroCount(bits)] <= 0) Ruin(block + BitOperations.TrailingZeroCount(bits));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
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
        Lanes.Store(_gross, block, gross);
        Lanes.Store(_fee, block, fee);
        Lanes.Store(_net, block, net);
        Lanes.Store(_slippage, block, slippage);
        for (; bits != 0; bits &= bits - 1)
        {
            int lane = block + BitOperations.TrailingZeroCount(bits);
            if (_learns) lanes.Past[lane].Add(_net[lane]);
            if (lanes.Record[lane] is not { } record) continue;
            ref readonly var exit = ref lanes.Exit[lane];
            var end = new PositionEnd(exit.Bar, exit.Price, exit.Raw, exit.Reason, exit.AtOpen, isTurned);
            record.BarsInMarket += end.Bar - entry.Bar + (end.Reason == ExitReason.EndOfData ? 1 : 0);
            record.Trades.Add(TradeBook.Closed(context, PositionOf<TDirection>(lane, entry), end, _gross[lane], _fee[lane], _net[lane], _slippage[lane]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(double[] sums, int block, Vector256<double> vector) => Lanes.Store(sums, block, Lanes.Load(sums, block) + vector);
}
