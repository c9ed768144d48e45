using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Indicators;

/// <summary>Choices between numbers that turn on prices: half of all bars would mispredict a branch, which costs more than the rest of a formula.</summary>
internal static class Branchless
{
    /// <summary><c>left &gt; right ? value : 0</c>; a comparison with NaN is false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WhenGreater(double left, double right, double value) =>
        (Vector128.GreaterThan(Vector128.CreateScalarUnsafe(left), Vector128.CreateScalarUnsafe(right))
            & Vector128.CreateScalarUnsafe(value)).ToScalar();

    /// <summary><c>condition ? value : other</c>, the condition being <c>left &gt; right</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Choose(double left, double right, double value, double other) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(Vector128.CreateScalarUnsafe(left), Vector128.CreateScalarUnsafe(right)),
            Vector128.CreateScalarUnsafe(value), Vector128.CreateScalarUnsafe(other)).ToScalar();

    /// <summary>Whether all values are defined and so small that no sum or difference of as many as there are bars overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreModest(ReadOnlySpan<double> values)
    {
        const double Modest = 1e150;
        var whole = MemoryMarshal.Cast<double, Vector<double>>(values);
        var limit = new Vector<double>(Modest);
        var all = Vector<long>.AllBitsSet;
        foreach (var vector in whole) all &= Vector.LessThanOrEqual(Vector.Abs(vector), limit);
        bool isModest = Vector.EqualsAll(all, Vector<long>.AllBitsSet);
        foreach (double value in values[(whole.Length * Vector<double>.Count)..]) isModest &= Math.Abs(value) <= Modest;
        return isModest;
    }

    /// <summary>Whether the sum of two, or three, columns is a finite number at every bar.</summary>
    public static bool AreFinite(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> third = default)
    {
        int i = 0;
        var unknown = Vector<double>.Zero; // Stays 0, or becomes NaN for good.
        if (second.Length != first.Length || (!third.IsEmpty && third.Length != first.Length)) throw new ArgumentException("columns of one length are needed", nameof(second));
        ref double firstAt = ref MemoryMarshal.GetReference(first), secondAt = ref MemoryMarshal.GetReference(second), thirdAt = ref MemoryMarshal.GetReference(third);
        for (; i <= first.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var sum = Vector.LoadUnsafe(ref firstAt, (nuint)i) + Vector.LoadUnsafe(ref secondAt, (nuint)i);
            if (!third.IsEmpty) sum += Vector.LoadUnsafe(ref thirdAt, (nuint)i);
            unknown += sum * Vector<double>.Zero;
        }

        double rest = 0;
        for (; i < first.Length; i++) rest += (first[i] + second[i] + (third.IsEmpty ? 0 : third[i])) * 0;
        return double.IsFinite(Vector.Sum(unknown) + rest);
    }
}
