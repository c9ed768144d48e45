using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Backtest.Groups;

/// <summary>Passes over the bars that reach none of the levels at which anything could happen: blocks by their extremes, the ends bar by bar.</summary>
internal sealed class QuietBars(BarBlocks blocks)
{
    /// <summary>Goes on from the end of a stretch to the first bar that reaches a level, or to a bar, whichever comes first, and adds the closes before it.</summary>
    /// <param name="end">The bar to stop at; not looked at.</param>
    /// <param name="danger">The level nearest to the price that a fall reaches: a rise, for a short.</param>
    /// <param name="limit">The nearest one on the winning side.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pass<TDirection>(ref HeldStretch stretch, int end, double danger, double limit)
        where TDirection : struct, IDirection
    {
        int bar = stretch.End;
        double lowest = stretch.Lowest, highest = stretch.Highest;
        var all = blocks.All;
        while (bar < end)
        {
            int block = bar / BarBlocks.Size, next = (block + 1) * BarBlocks.Size;
            ref readonly var extremes = ref all[block];
            bool isQuiet = !TDirection.FallenTo(TDirection.Adverse(extremes.High, extremes.Low), danger) && !TDirection.RisenTo(TDirection.Favourable(extremes.High, extremes.Low), limit);
            if (isQuiet && bar == next - BarBlocks.Size && next <= end)
            {
                lowest = extremes.LowestClose < lowest ? extremes.LowestClose : lowest;
                highest = extremes.HighestClose > highest ? extremes.HighestClose : highest;
                bar = next;
                continue;
            }

            // The bars of the block that are passed: from the one we stand at, before the end, before the first that reaches a level.
            uint passed = 0xFFu << (bar & (BarBlocks.Size - 1)) & (next <= end ? 0xFFu : 0xFFu >> (next - end));
            uint reached = isQuiet ? 0 : Reached<TDirection>(block, danger, limit) & passed;
            if (reached != 0) passed &= (reached & (0 - reached)) - 1;
            (lowest, highest) = Extremes(block, passed, lowest, highest);
            if (reached != 0)
            {
                bar = next - BarBlocks.Size + BitOperations.TrailingZeroCount(reached);
                break;
            }

            bar = Math.Min(next, end);
        }

        (stretch.End, stretch.Lowest, stretch.Highest) = (bar, lowest, highest);
    }

    /// <summary>The plain loop that the other is tested against.</summary>
    internal void PassOneByOne<TDirection>(ref HeldStretch stretch, int end, double danger, double limit)
        where TDirection : struct, IDirection
    {
        while (stretch.End < end)
        {
            int at = BarBlocks.At(stretch.End);
            double high = blocks.Prices[at + BarBlocks.High], low = blocks.Prices[at + BarBlocks.Low];
            if (TDirection.FallenTo(TDirection.Adverse(high, low), danger) || TDirection.RisenTo(TDirection.Favourable(high, low), limit)) return;
            stretch.Add(blocks.Prices[at + BarBlocks.Close]);
        }
    }

    /// <summary>The bars of a block that reach a level, the lowest bit first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Reached<TDirection>(int block, double danger, double limit)
        where TDirection : struct, IDirection
    {
        ref double at = ref blocks.Prices[block * 4 * BarBlocks.Size];
        Vector256<double> dangers = Vector256.Create(danger);
        if (limit == TDirection.Sign * double.PositiveInfinity)
        {
            // Nothing to win by a level: one kind of price is enough, and the other stays where it is.
            return TDirection.Sign > 0
                ? Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref at, BarBlocks.Low), dangers).ExtractMostSignificantBits()
                    | Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref at, BarBlocks.Low + 4), dangers).ExtractMostSignificantBits() << 4
                : Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref at, BarBlocks.High), dangers).ExtractMostSignificantBits()
                    | Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref at, BarBlocks.High + 4), dangers).ExtractMostSignificantBits() << 4;
        }

        Vector256<double> limits = Vector256.Create(limit);
        Vector256<double> highA = Vector256.LoadUnsafe(ref at, BarBlocks.High), highB = Vector256.LoadUnsafe(ref at, BarBlocks.High + 4);
        Vector256<double> lowA = Vector256.LoadUnsafe(ref at, BarBlocks.Low), lowB = Vector256.LoadUnsafe(ref at, BarBlocks.Low + 4);
        return TDirection.Sign > 0
            ? (Vector256.LessThanOrEqual(lowA, dangers) | Vector256.GreaterThanOrEqual(highA, limits)).ExtractMostSignificantBits()
                | (Vector256.LessThanOrEqual(lowB, dangers) | Vector256.GreaterThanOrEqual(highB, limits)).ExtractMostSignificantBits() << 4
            : (Vector256.GreaterThanOrEqual(highA, dangers) | Vector256.LessThanOrEqual(lowA, limits)).ExtractMostSignificantBits()
                | (Vector256.GreaterThanOrEqual(highB, dangers) | Vector256.LessThanOrEqual(lowB, limits)).ExtractMostSignificantBits() << 4;
    }

    /// <summary>The extremes of some closes of a block, and of others before them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (double Lowest, double Highest) Extremes(int block, uint bars, double lowest, double highest)
    {
        ref double at = ref blocks.Prices[block * 4 * BarBlocks.Size];
        Vector256<double> first = Vector256.LoadUnsafe(ref at, BarBlocks.Close), second = Vector256.LoadUnsafe(ref at, BarBlocks.Close + 4), inFirst = Lanes.MaskOf(bars & 15), inSecond = Lanes.MaskOf(bars >> 4);
        Vector256<double> least = Vector256.Create(lowest), most = Vector256.Create(highest);
        // An undefined close is no extreme.
        inFirst &= Vector256.Equals(first, first);
        inSecond &= Vector256.Equals(second, second);
        // Which of equal prices is found makes no difference to their bits, so lanes may look in any order.
        least = Vector256.MinNative(Vector256.ConditionalSelect(inFirst, first, least), Vector256.ConditionalSelect(inSecond, second, least));
        most = Vector256.MaxNative(Vector256.ConditionalSelect(inFirst, first, most), Vector256.ConditionalSelect(inSecond, second, most));
        Vector128<double> low = Vector128.MinNative(least.GetLower(), least.GetUpper()), high = Vector128.MaxNative(most.GetLower(), most.GetUpper());
        return (Vector128.MinNative(low, Vector128.Shuffle(low, Vector128.Create(1L, 0L))).ToScalar(), Vector128.MaxNative(high, Vector128.Shuffle(high, Vector128.Create(1L, 0L))).ToScalar());
    }
}
