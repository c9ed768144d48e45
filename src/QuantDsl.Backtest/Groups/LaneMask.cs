using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Backtest.Groups;

/// <summary>Which lanes of a block, or bars of a block, are meant: as bits, or as all bits of their numbers.</summary>
internal static class LaneMask
{
    /// <summary>All bits of the lanes of a block that are meant by bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(uint bits)
    {
        var each = Vector512.Create(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L);
        return Vector512.Equals(Vector512.Create((long)bits) & each, each).AsDouble();
    }

    /// <summary>The same for whole numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> OfWhole(uint bits)
    {
        var each = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        return Vector256.Equals(Vector256.Create((int)bits) & each, each);
    }

    /// <summary>The least of eight numbers, none of them NaN; of equal ones any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Least(Vector512<double> values)
    {
        var four = Vector256.MinNative(values.GetLower(), values.GetUpper());
        var two = Vector128.MinNative(four.GetLower(), four.GetUpper());
        return double.MinNative(two[0], two[1]);
    }

    /// <summary>The greatest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Greatest(Vector512<double> values)
    {
        var four = Vector256.MaxNative(values.GetLower(), values.GetUpper());
        var two = Vector128.MaxNative(four.GetLower(), four.GetUpper());
        return double.MaxNative(two[0], two[1]);
    }

    /// <summary>The lanes of a mask, the lowest bit first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(this Vector512<double> mask) => (uint)mask.ExtractMostSignificantBits();

    /// <inheritdoc cref="Bits(Vector512{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(this Vector256<int> mask) => mask.ExtractMostSignificantBits();
}
