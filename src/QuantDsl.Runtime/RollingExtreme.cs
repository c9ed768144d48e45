using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Runtime;

/// <summary>The highest or lowest of the last n values in one pass, however long the window; of equal ones the newest.</summary>
/// <remarks>Cut into blocks as long as the window, so that each window is the tail of one block and the head of the next, and no branch depends on the values.
/// Van Herk (1992), A Fast Algorithm for Local Minimum and Maximum Filters on Rectangular and Octagonal Kernels, Pattern Recognition Letters 13(7).</remarks>
internal static class RollingExtreme
{
    private interface IOrder
    {
        /// <summary>The better of two, the newer one of two equal ones.</summary>
        static abstract double Better(double older, double newer);
    }

    /// <returns>One value per bar; NaN while the window is not full or holds a NaN, and everywhere when <paramref name="bars"/> is below 1.</returns>
    public static double[] Of(double[] source, int bars, bool highest)
    {
        double[] values = ColumnMemory.Take(source.Length);
        if (bars < 1 || bars > source.Length)
        {
            Array.Fill(values, double.NaN);
            return values;
        }

        if (highest) Fill<Highest>(source, bars, values);
        else Fill<Lowest>(source, bars, values);
        Undefine(source, bars, values);
        return values;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill<TOrder>(ReadOnlySpan<double> source, int bars, Span<double> values)
        where TOrder : struct, IOrder
    {
        // The tail of the block before from each of its bars on, and behind its last one nothing.
        var tail = new double[bars];
        for (int start = 0; start < source.Length; start += bars)
        {
            var block = source.Slice(start, Math.Min(bars, source.Length - start));
            var results = values.Slice(start, block.Length);
            double head = block[0];
            if (start == 0) results[..^1].Fill(double.NaN);
            int joined = start == 0 ? 0 : Math.Min(block.Length, bars - 1);
            for (int i = 0; i < joined; i++)
            {
                head = TOrder.Better(head, block[i]);
                results[i] = TOrder.Better(tail[i + 1], head);
            }

            for (int i = joined; i < block.Length; i++) head = TOrder.Better(head, block[i]);
            if (block.Length < bars) return;
            results[^1] = head;
            double best = tail[^1] = block[^1];
            for (int i = block.Length - 2; i > 0; i--) tail[i] = best = TOrder.Better(block[i], best);
        }
    }

    /// <summary>Blanks every window with a value that is not there; what comparisons made of it is in no other.</summary>
    private static void Undefine(ReadOnlySpan<double> source, int bars, Span<double> values)
    {
        int defined = bars - 1;
        for (int bar = 0; bar < source.Length; bar++)
        {
            if (double.IsNaN(source[bar])) defined = Math.Max(defined, bar + bars);
            if (bar < defined) values[bar] = double.NaN;
        }
    }

    private readonly struct Highest : IOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Better(double older, double newer)
        {
            Vector128<double> o = Vector128.CreateScalarUnsafe(older), n = Vector128.CreateScalarUnsafe(newer);
            return Vector128.ConditionalSelect(Vector128.GreaterThan(o, n), o, n).ToScalar();
        }
    }

    private readonly struct Lowest : IOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Better(double older, double newer)
        {
            Vector128<double> o = Vector128.CreateScalarUnsafe(older), n = Vector128.CreateScalarUnsafe(newer);
            return Vector128.ConditionalSelect(Vector128.LessThan(o, n), o, n).ToScalar();
        }
    }
}
