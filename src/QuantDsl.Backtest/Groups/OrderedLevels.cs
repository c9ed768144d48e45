using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Backtest.Groups;

/// <summary>Lanes in a row whose levels on the losing side are met one after the other, with nothing to win by a level: how many a bar reaches says which.</summary>
/// <remarks>The usual case, combinations that differ in the distance of their stops. Where a bar reaches some, only the bar is written down, for them and for
/// those after them, who overwrite it; prices are looked at once for all of them when the pass ends.</remarks>
internal sealed class OrderedLevels(RunContext context, Lanes lanes, LaneEnding ending)
{
    private readonly BarBlocks _blocks = context.Blocks;
    private int _next;

    /// <summary>True where the lanes that are held are such; then the first of their levels is the nearest.</summary>
    /// <param name="count">How many are held.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Begin<TDirection>(int firstBlock, int end, int count)
        where TDirection : struct, IDirection
    {
        int ordered = 0;
        uint limited = 0;
        var never = Vector512.Create(TDirection.Sign * double.PositiveInfinity);
        for (int block = firstBlock; block < end; block += Lanes.Block)
        {
            // Who is not held has no number there: no comparison with it is true.
            ref double at = ref lanes.Number[block];
            Vector512<double> limit = Vector512.LoadUnsafe(ref at, Lanes.Limit);
            ordered += BitOperations.PopCount(LaneLevels.FallenTo<TDirection>(Vector512.LoadUnsafe(ref at, (nuint)(Lanes.Danger + 1)), Vector512.LoadUnsafe(ref at, Lanes.Danger)).Bits());
            limited |= (Vector512.LessThan(limit, never) | Vector512.GreaterThan(limit, never)).Bits();
        }

        _next = firstBlock;
        return ordered == count - 1 && limited == 0 && !double.IsNaN(lanes.Number[Lanes.Danger + firstBlock]);
    }

    /// <summary>Goes on from the end of a stretch to a bar, as <see cref="LevelPass.Pass"/> does.</summary>
    /// <returns>Positions held after it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Pass<TFills, TDirection>(TFills fills, ref HeldStretch stretch, int until, int count)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
    {
        int first = _next, from = stretch.End, held = Scan<TDirection>(ref stretch, until, count);
        if (_next == first) return held;
        Find<TDirection>(first, from, until);
        Settle<TFills, TDirection>(fills, first);
        return held;
    }

    /// <summary>Passes over the bars. Eight of them end as many lanes as their extreme reaches; in which of them each ended is looked for when the pass is over,
    /// and by then their prices have come from memory. Nothing is called from here: what is computed stays in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Scan<TDirection>(ref HeldStretch stretch, int until, int count)
        where TDirection : struct, IDirection
    {
        int bar = stretch.End, next = _next, held = next + count, block = bar / BarBlocks.Size, last = until / BarBlocks.Size;
        double lowest = stretch.Lowest, highest = stretch.Highest, danger = lanes.Number[Lanes.Danger + next];
        var all = _blocks.All;
        for (; ; )
        {
            ref readonly var extremes = ref all[block];
            // The first and the last block are looked at in part.
            bool isWhole = block != last && bar == block * BarBlocks.Size;
            if (TDirection.FallenTo(TDirection.Adverse(extremes.High, extremes.Low), danger))
            {
                double fall = TDirection.Adverse(extremes.High, extremes.Low);
                if (!isWhole) fall = _blocks.AdverseOf<TDirection>(block, BarBlocks.Between(block, bar, until));
                next = Meet<TDirection>(block, fall, next, double.MinNative(lowest, extremes.LowestClose), double.MaxNative(highest, extremes.HighestClose));
                danger = lanes.Number[Lanes.Danger + next];
                if (next == held) break;
            }

            if (isWhole)
            {
                lowest = double.MinNative(lowest, extremes.LowestClose);
                highest = double.MaxNative(highest, extremes.HighestClose);
            }
            else
            {
                (lowest, highest) = _blocks.ClosesOf(block, BarBlocks.Between(block, bar, until - 1), lowest, highest);
                if (block == last) break;
            }

            bar = ++block * BarBlocks.Size;
        }

        _next = next;
        (stretch.End, stretch.Lowest, stretch.Highest) = (until, lowest, highest);
        return held - next;
    }

    /// <summary>Takes down which lanes some bars of a block end.</summary>
    /// <param name="fall">Their extreme on the losing side.</param>
    /// <param name="lowest">No close before an end lies below it.</param>
    /// <param name="highest">Nor above it.</param>
    /// <returns>The first lane that is still held.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Meet<TDirection>(int block, double fall, int next, double lowest, double highest)
        where TDirection : struct, IDirection
    {
        int count;
        _blocks.ExpectFalls<TDirection>(block);
        do
        {
            ref double at = ref lanes.Number[next];
            count = BitOperations.PopCount(LaneLevels.FallenTo<TDirection>(Vector512.Create(fall), Vector512.LoadUnsafe(ref at, Lanes.Danger)).Bits());
            // What is written for lanes after those that end is written over when they do.
            Vector256.Create(block).StoreUnsafe(ref lanes.ExitBar[next]);
            Vector512.Create(lowest).StoreUnsafe(ref at, Lanes.Lowest);
            Vector512.Create(highest).StoreUnsafe(ref at, Lanes.Highest);
            next += count;
        }
        while (count == Lanes.Block);

        return next;
    }

    /// <summary>The bars in which lanes ended, of which the blocks have been taken down, and what they reached.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Find<TDirection>(int first, int from, int until)
        where TDirection : struct, IDirection
    {
        ref int bars = ref lanes.ExitBar[0];
        for (int lane = first; lane < _next; lane++)
        {
            ref int bar = ref Unsafe.Add(ref bars, lane);
            int block = bar;
            ref double prices = ref _blocks.Prices[block * 4 * BarBlocks.Size], at = ref lanes.Number[lane];
            var falls = Vector512.LoadUnsafe(ref prices, (nuint)(TDirection.Sign > 0 ? BarBlocks.Low : BarBlocks.High));
            int within = BitOperations.TrailingZeroCount(LaneLevels.FallenTo<TDirection>(falls, Vector512.Create(Unsafe.Add(ref at, Lanes.Danger))).Bits() & BarBlocks.Between(block, from, until));
            bar = block * BarBlocks.Size + within;
            Unsafe.Add(ref at, Lanes.ReachedOpen) = Unsafe.Add(ref prices, BarBlocks.Open + within);
            Unsafe.Add(ref at, Lanes.Reached) = Unsafe.Add(ref prices, (TDirection.Sign > 0 ? BarBlocks.Low : BarBlocks.High) + within);
        }
    }

    /// <summary>What lanes get that have ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Settle<TFills, TDirection>(TFills fills, int first)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
    {
        if (TFills.Slips)
            for (int lane = first; lane < _next; lane++) lanes.Number[Lanes.Slip + lane] = fills.Slip(lanes.ExitBar[lane], -TDirection.Sign);
        for (int block = first & -Lanes.Block; block < _next; block += Lanes.Block)
        {
            uint bits = 0xFFu >> Math.Max(block + Lanes.Block - _next, 0) & 0xFFu << Math.Max(first - block, 0);
            ref double at = ref lanes.Number[block];
            var lost = LaneMask.Of(bits);
            var fill = LaneFill.Lost<TDirection>(lost, Vector512.LoadUnsafe(ref at, Lanes.ReachedOpen), Vector512.LoadUnsafe(ref at, Lanes.Reached), Vector512.LoadUnsafe(ref at, Lanes.Stop), Vector512.LoadUnsafe(ref at, Lanes.Liquidation),
                TFills.Slips ? Vector512.LoadUnsafe(ref at, Lanes.Slip) : Vector512<double>.Zero);
            ending.End<TDirection>(block, bits, lost, Vector256.LoadUnsafe(ref lanes.ExitBar[block]), fill.Price, fill.Raw, Vector512.Create(ending.RatesAt(0).Taker), Vector512.LoadUnsafe(ref at, Lanes.Lowest), Vector512.LoadUnsafe(ref at, Lanes.Highest));
            ending.Lost(block, bits, fill.Liquidated.Bits(), fill.StoppedAtOpen.Bits(), fill.LiquidatedAtOpen.Bits());
        }

        if (ending.HasOneRate) return;
        for (int lane = first; lane < _next; lane++) lanes.Number[Lanes.ExitFeeRate + lane] = ending.RatesAt(lanes.ExitBar[lane]).Taker;
    }
}
