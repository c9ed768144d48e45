using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Indicators;

/// <summary>Eight blocks of a column side by side, for the windows that are made of blocks: what a block gives depends on it and the one before it alone.</summary>
/// <remarks>The operations of <see cref="WindowMean"/> and <see cref="WindowWeightedMean"/> in their order, a lane per block, so that no sum waits for another.</remarks>
internal static class BlocksAbreast
{
    /// <summary>Shorter blocks are not worth it.</summary>
    public const int Shortest = 9;

    /// <summary>Means of the windows that end in eight blocks.</summary>
    /// <param name="source">From the block before the first of them on.</param>
    /// <param name="means">From there on too; not over the source.</param>
    /// <param name="period">Values of a block.</param>
    /// <param name="tails">Room for eight numbers a value of a block.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Means(ReadOnlySpan<double> source, Span<double> means, int period, Span<double> tails)
    {
        Strands before = new(source, means, period, period), blocks = new(source[period..], means[period..], period, period);
        Vector256<double> nearAnchor = blocks.Near(0), farAnchor = blocks.Far(0), near = Vector256<double>.Zero, far = Vector256<double>.Zero, count = Vector256.Create((double)period);
        ref double tail = ref Room(tails, period);
        for (nint bar = period - 1; bar >= 0; bar--)
        {
            near.StoreUnsafe(ref Unsafe.Add(ref tail, 8 * bar));
            far.StoreUnsafe(ref Unsafe.Add(ref tail, 8 * bar + 4));
            near += before.Near(bar) - nearAnchor;
            far += before.Far(bar) - farAnchor;
        }

        near = far = Vector256<double>.Zero;
        for (nint bar = 0; bar < period; bar++)
        {
            near += blocks.Near(bar) - nearAnchor;
            far += blocks.Far(bar) - farAnchor;
            blocks.Set(bar, Defined(nearAnchor + (Vector256.LoadUnsafe(ref Unsafe.Add(ref tail, 8 * bar)) + near) / count),
                Defined(farAnchor + (Vector256.LoadUnsafe(ref Unsafe.Add(ref tail, 8 * bar + 4)) + far) / count));
        }
    }

    /// <summary>The same, weighted.</summary>
    /// <param name="weights">Sum of the weights of a window.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightedMeans(ReadOnlySpan<double> source, Span<double> means, int period, double weights, Span<double> tails)
    {
        Strands before = new(source, means, period, period), blocks = new(source[period..], means[period..], period, period);
        Vector256<double> nearAnchor = blocks.Near(0), farAnchor = blocks.Far(0), near = Vector256<double>.Zero, far = Vector256<double>.Zero;
        Vector256<double> nearWeighted = Vector256<double>.Zero, farWeighted = Vector256<double>.Zero, all = Vector256.Create(weights);
        ref double tail = ref Room(tails, period);
        for (nint bar = period - 1; bar >= 0; bar--)
        {
            nearWeighted.StoreUnsafe(ref Unsafe.Add(ref tail, 8 * bar));
            farWeighted.StoreUnsafe(ref Unsafe.Add(ref tail, 8 * bar + 4));
            near += before.Near(bar) - nearAnchor;
            far += before.Far(bar) - farAnchor;
            nearWeighted += near;
            farWeighted += far;
        }

        near = far = nearWeighted = farWeighted = Vector256<double>.Zero;
        for (nint bar = 0; bar < period; bar++)
        {
            Vector256<double> nearDistance = blocks.Near(bar) - nearAnchor, farDistance = blocks.Far(bar) - farAnchor;
            Vector256<double> rank = Vector256.Create((double)(bar + 1)), rest = Vector256.Create((double)(period - bar - 1));
            near += nearDistance;
            far += farDistance;
            nearWeighted += rank * nearDistance;
            farWeighted += rank * farDistance;
            blocks.Set(bar, Defined(nearAnchor + (Vector256.LoadUnsafe(ref Unsafe.Add(ref tail, 8 * bar)) + (rest * near + nearWeighted)) / all),
                Defined(farAnchor + (Vector256.LoadUnsafe(ref Unsafe.Add(ref tail, 8 * bar + 4)) + (rest * far + farWeighted)) / all));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref double Room(Span<double> tails, int period)
    {
        // Written without a check of its own.
        _ = tails[Strands.Many * period - 1];
        return ref MemoryMarshal.GetReference(tails);
    }

    /// <summary>What is not finite is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Defined(Vector256<double> values) =>
        Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(values), Vector256.Create(double.PositiveInfinity)), values, Vector256.Create(double.NaN));
}
