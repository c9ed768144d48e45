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
    private readonly AlignedNumbers _falls = new(BarBlocks.Size);
    private int _first, _next;

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

        _first = _next = firstBlock;
        return ordered == count - 1 && limited == 0 && !double.IsNaN(lanes.Number[Lanes.Danger + firstBlock]);
    }

    /// <summary>The nearest level; no number when all positions have ended.</summary>
    public double Nearest => lanes.Number[Lanes.Danger + _next];

    /// <summary>Takes down what the bars of a block end.</summary>
    /// <param name="seen">Which of its bars are looked at, the lowest bit first.</param>
    /// <param name="lowest">No close before an end lies below it.</param>
    /// <param name="highest">Nor above it.</param>
    /// <returns>How many positions have ended.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Step<TDirection>(int block, uint seen, double lowest, double highest)
        where TDirection : struct, IDirection
    {
        int before = _next, next = before, count;
        ref double prices = ref _blocks.Prices[block * 4 * BarBlocks.Size];
        ref double falls = ref _falls[0];
        Vector512.ConditionalSelect(LaneMask.Of(seen), Vector512.LoadUnsafe(ref prices, (nuint)(TDirection.Sign > 0 ? BarBlocks.Low : BarBlocks.High)), Vector512.Create(double.NaN)).StoreUnsafe(ref falls);
        do
        {
            // Every lane looks at every bar, the first one last: how many bars and lanes there are to be found cannot be guessed, and a branch would guess.
            ref double at = ref lanes.Number[next];
            Vector512<double> level = Vector512.LoadUnsafe(ref at, Lanes.Danger), open = Vector512<double>.Zero, reached = Vector512<double>.Zero;
            var within = Vector512.Create(-1L);
            for (int i = BarBlocks.Size - 1; i >= 0; i--)
            {
                var fall = Vector512.Create(Unsafe.Add(ref falls, i));
                var isMet = LaneLevels.FallenTo<TDirection>(fall, level);
                within = Vector512.ConditionalSelect(isMet.AsInt64(), Vector512.Create((long)i), within);
                open = Vector512.ConditionalSelect(isMet, Vector512.Create(Unsafe.Add(ref prices, BarBlocks.Open + i)), open);
                reached = Vector512.ConditionalSelect(isMet, fall, reached);
            }

            // What is written for lanes after those that end is written over when they do.
            var bars = within + Vector512.Create((long)block * BarBlocks.Size);
            count = BitOperations.PopCount((uint)Vector512.GreaterThanOrEqual(within, Vector512<long>.Zero).ExtractMostSignificantBits());
            Vector256.Narrow(bars.GetLower(), bars.GetUpper()).StoreUnsafe(ref lanes.ExitBar[next]);
            open.StoreUnsafe(ref at, Lanes.ReachedOpen);
            reached.StoreUnsafe(ref at, Lanes.Reached);
            Vector512.Create(lowest).StoreUnsafe(ref at, Lanes.Lowest);
            Vector512.Create(highest).StoreUnsafe(ref at, Lanes.Highest);
            next += count;
        }
        while (count == Lanes.Block);

        _next = next;
        return next - before;
    }

    /// <summary>The prices of the positions that have ended since it was asked last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Settle<TFills, TDirection>(TFills fills)
        where TFills : struct, ILaneFills
        where TDirection : struct, IDirection
    {
        int first = _first;
        if (first == _next) return;
        _first = _next;
        if (TFills.Slips)
            for (int lane = first; lane < _next; lane++) lanes.Number[Lanes.Slip + lane] = fills.Slip(lanes.ExitBar[lane], -TDirection.Sign);
        for (int block = first & -Lanes.Block; block < _next; block += Lanes.Block)
        {
            uint bits = 0xFFu >> Math.Max(block + Lanes.Block - _next, 0) & 0xFFu << Math.Max(first - block, 0);
            ref double at = ref lanes.Number[block];
            var lost = LaneMask.Of(bits);
            var fill = LaneFill.Lost<TDirection>(lost, Vector512.LoadUnsafe(ref at, Lanes.ReachedOpen), Vector512.LoadUnsafe(ref at, Lanes.Reached), Vector512.LoadUnsafe(ref at, Lanes.Stop), Vector512.LoadUnsafe(ref at, Lanes.Liquidation),
                TFills.Slips ? Vector512.LoadUnsafe(ref at, Lanes.Slip) : Vector512<double>.Zero);
            ending.End(block, bits, lost, Vector256.LoadUnsafe(ref lanes.ExitBar[block]), fill.Price, fill.Raw, Vector512.Create(ending.RatesAt(0).Taker), Vector512.LoadUnsafe(ref at, Lanes.Lowest), Vector512.LoadUnsafe(ref at, Lanes.Highest));
            ending.Lost(block, bits, fill.Liquidated.Bits(), fill.StoppedAtOpen.Bits(), fill.LiquidatedAtOpen.Bits());
        }

        if (ending.HasOneRate) return;
        for (int lane = first; lane < _next; lane++) lanes.Number[Lanes.ExitFeeRate + lane] = ending.RatesAt(lanes.ExitBar[lane]).Taker;
    }
}
