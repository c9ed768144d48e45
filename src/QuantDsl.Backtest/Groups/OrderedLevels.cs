using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Backtest.Groups;

/// <summary>Lanes in a row whose levels on the losing side are met one after the other, with nothing to win by a level: how many a bar reaches says which.</summary>
/// <remarks>The usual case, combinations that differ in the distance of their stops. Where eight bars reach some, only the block is written down, for them and
/// for those after them, who overwrite it; the bar and its prices are looked for when the pass ends.</remarks>
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
        if (_next != first) Settle<TFills, TDirection>(fills, first, from, until);
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

    /// <summary>In which bars of the blocks that have been taken down lanes ended, and what they get.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Settle<TFills, TDirection>(TFills fills, int first, int from, int until)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
    {
        for (int block = first & -Lanes.Block; block < _next; block += Lanes.Block)
        {
            ref double at = ref lanes.Number[block];
            ref int blocks = ref lanes.ExitBar[block];
            int lane = Math.Max(first - block, 0), end = Math.Min(_next - block, Lanes.Block);
            uint bits = 0xFFu >> Lanes.Block - end & 0xFFu << lane;
            Vector512<double> open = Vector512<double>.Zero, reached = Vector512<double>.Zero, slip = Vector512<double>.Zero;
            var bars = Vector512<long>.Zero;
            for (; lane < end; lane++)
            {
                int hit = Unsafe.Add(ref blocks, lane);
                ref double prices = ref _blocks.Prices[hit * 4 * BarBlocks.Size], falls = ref Unsafe.Add(ref prices, TDirection.Sign > 0 ? BarBlocks.Low : BarBlocks.High);
                uint fallen = LaneLevels.FallenTo<TDirection>(Vector512.LoadUnsafe(ref falls), Vector512.Create(Unsafe.Add(ref at, Lanes.Danger + lane))).Bits();
                int within = BitOperations.TrailingZeroCount(fallen & BarBlocks.Between(hit, from, until)), bar = hit * BarBlocks.Size + within;
                var here = Vector512.Equals(Vector512.Create((long)lane), Vector512.Create(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L));
                open = Vector512.ConditionalSelect(here.AsDouble(), Vector512.Create(Unsafe.Add(ref prices, BarBlocks.Open + within)), open);
                reached = Vector512.ConditionalSelect(here.AsDouble(), Vector512.Create(Unsafe.Add(ref falls, within)), reached);
                bars = Vector512.ConditionalSelect(here, Vector512.Create((long)bar), bars);
                if (TFills.Slips) slip = Vector512.ConditionalSelect(here.AsDouble(), Vector512.Create(fills.Slip(bar, -TDirection.Sign)), slip);
            }

            var lost = LaneMask.Of(bits);
            var fill = LaneFill.Lost<TDirection>(lost, open, reached, Vector512.LoadUnsafe(ref at, Lanes.Stop), Vector512.LoadUnsafe(ref at, Lanes.Liquidation), slip);
            ending.End<TDirection>(block, bits, lost, Vector256.Narrow(bars.GetLower(), bars.GetUpper()), fill.Price, fill.Raw, Vector512.Create(ending.RatesAt(0).Taker), Vector512.LoadUnsafe(ref at, Lanes.Lowest), Vector512.LoadUnsafe(ref at, Lanes.Highest));
            ending.Lost(block, bits, fill.Liquidated.Bits(), fill.StoppedAtOpen.Bits(), fill.LiquidatedAtOpen.Bits());
        }

        if (ending.HasOneRate) return;
        for (int lane = first; lane < _next; lane++) lanes.Number[Lanes.ExitFeeRate + lane] = ending.RatesAt(lanes.ExitBar[lane]).Taker;
    }
}
