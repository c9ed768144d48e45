using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Indicators;

/// <summary>Reads and writes eight parts of a column side by side, a lane each: the near four in one vector and the far four in another.</summary>
internal readonly ref struct Strands
{
    /// <summary>How many parts.</summary>
    public const int Many = 8;

    // No more fields than these: a struct with more of them is not kept in registers.
    private readonly ref double _source, _values;
    private readonly nint _distance;

    /// <param name="source">From the first bar of the first part on.</param>
    /// <param name="values">From there on too.</param>
    /// <param name="distance">From where a part begins to where the next does.</param>
    /// <param name="count">Bars of each.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Strands(ReadOnlySpan<double> source, Span<double> values, int distance, int count)
    {
        // Lanes are read and written without a check of their own.
        if (distance < 0 || count < 0 || Math.Min(source.Length, values.Length) < (Many - 1L) * distance + count) Refuse(source.Length, values.Length, distance, count);
        (Length, _distance) = (count, distance);
        _source = ref MemoryMarshal.GetReference(source);
        _values = ref MemoryMarshal.GetReference(values);
    }

    /// <summary>Bars of a part.</summary>
    public nint Length { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Near(nint bar) => At(ref Unsafe.Add(ref _source, bar));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Far(nint bar) => At(ref Unsafe.Add(ref _source, bar + 4 * _distance));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(nint bar, Vector256<double> near, Vector256<double> far)
    {
        Set(ref Unsafe.Add(ref _values, bar), near);
        Set(ref Unsafe.Add(ref _values, bar + 4 * _distance), far);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> At(ref double first) => Vector256.Create(
        first, Unsafe.Add(ref first, _distance), Unsafe.Add(ref first, 2 * _distance), Unsafe.Add(ref first, 3 * _distance));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Set(ref double first, Vector256<double> values)
    {
        Vector128<double> lower = values.GetLower(), upper = values.GetUpper();
        first = lower.ToScalar();
        Unsafe.Add(ref first, _distance) = lower.GetElement(1);
        Unsafe.Add(ref first, 2 * _distance) = upper.ToScalar();
        Unsafe.Add(ref first, 3 * _distance) = upper.GetElement(1);
    }

    private static void Refuse(int source, int values, int distance, int count) =>
        throw new ArgumentException($"{source} and {values} values do not hold {Many} parts of {count}, {distance} apart", nameof(source));
}
