using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuantDsl.Runtime;

/// <summary>The highest or lowest of the last n values, however long the window; of equal ones the newest.</summary>
/// <remarks>The extreme of two windows side by side is the better of theirs, so windows are doubled until they reach, a vector of bars at a time and a part of the
/// column at a time, which stays in the nearest cache. No branch depends on the values.</remarks>
internal static class RollingExtreme
{
    /// <summary>Bars of a part, beside those of the window before it.</summary>
    private const int PartBars = 2048;

    private interface IOrder
    {
        /// <summary>The better of two, the newer one of two equal ones.</summary>
        static abstract double Better(double older, double newer);

        static abstract Vector<double> Better(Vector<double> older, Vector<double> newer);
    }

    /// <returns>One value per bar; NaN while the window is not full or holds a NaN, and everywhere when <paramref name="bars"/> is below 1.</returns>
    public static double[] Of(double[] source, int bars, bool highest)
    {
        double[] values = ColumnMemory.Take(source.Length);
        if (bars < 1 || bars > source.Length) Array.Fill(values, double.NaN);
        else if (highest) Fill<Highest>(source, bars, values);
        else Fill<Lowest>(source, bars, values);
        return values;
    }

    private static void Fill<TOrder>(ReadOnlySpan<double> source, int bars, Span<double> values)
        where TOrder : struct, IOrder
    {
        int before = bars - 1;
        values[..before].Fill(double.NaN);
        // The bars before a part are joined once more; of a long window they must not be most of the work.
        int part = (int)Math.Min(source.Length - before, Math.Max(PartBars, 4L * bars));
        var room = new double[before + part];
        bool allDefined = true;
        for (int first = before; first < source.Length; first += part)
        {
            var block = room.AsSpan(0, before + Math.Min(part, source.Length - first));
            source.Slice(first - before, block.Length).CopyTo(block);
            allDefined &= AreDefined(block);
            int reach = 1;
            for (; reach * 2L <= bars; reach *= 2) Join<TOrder>(block, reach);
            if (reach < bars) Join<TOrder>(block, bars - reach);
            block[before..].CopyTo(values[first..]);
        }

        if (!allDefined) Undefine(source, bars, values);
    }

    /// <summary>Joins what each value stands for with what the one some bars before stands for; those that have none before them stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Join<TOrder>(Span<double> block, int bars)
        where TOrder : struct, IOrder
    {
        ref double values = ref MemoryMarshal.GetReference(block);
        // From the end on, so that what is read has not been changed yet.
        nint bar = block.Length - Vector<double>.Count;
        for (; bar >= bars; bar -= Vector<double>.Count)
            TOrder.Better(Vector.LoadUnsafe(ref Unsafe.Add(ref values, bar - bars)), Vector.LoadUnsafe(ref Unsafe.Add(ref values, bar))).StoreUnsafe(ref Unsafe.Add(ref values, bar));
        for (int i = (int)bar + Vector<double>.Count - 1; i >= bars; i--) block[i] = TOrder.Better(block[i - bars], block[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AreDefined(ReadOnlySpan<double> values)
    {
        var whole = MemoryMarshal.Cast<double, Vector<double>>(values);
        var all = Vector<long>.AllBitsSet;
        foreach (var vector in whole) all &= Vector.Equals(vector, vector);
        bool areDefined = Vector.EqualsAll(all, Vector<long>.AllBitsSet);
        foreach (double value in values[(whole.Length * Vector<double>.Count)..]) areDefined &= !double.IsNaN(value);
        return areDefined;
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
        public static double Better(double older, double newer) => older > newer ? older : newer;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<double> Better(Vector<double> older, Vector<double> newer) => Vector.ConditionalSelect(Vector.GreaterThan(older, newer), older, newer);
    }

    private readonly struct Lowest : IOrder
    {
        public static double Better(double older, double newer) => older < newer ? older : newer;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<double> Better(Vector<double> older, Vector<double> newer) => Vector.ConditionalSelect(Vector.LessThan(older, newer), older, newer);
    }
}
