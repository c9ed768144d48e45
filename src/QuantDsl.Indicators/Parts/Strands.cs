using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Indicators;

/// <summary>Reads and writes four parts of a column side by side, a lane each.</summary>
internal readonly ref struct Strands
{
    private readonly ref double _source, _values;

    /// <param name="source">Four parts of one length.</param>
    /// <param name="values">As long.</param>
    public Strands(ReadOnlySpan<double> source, Span<double> values)
    {
        // Lanes are read and written without a check of their own.
        if (source.Length != values.Length || (source.Length & 3) != 0) throw new ArgumentException($"{source.Length} and {values.Length} values are not four parts each", nameof(source));
        Length = source.Length >> 2;
        _source = ref MemoryMarshal.GetReference(source);
        _values = ref MemoryMarshal.GetReference(values);
    }

    /// <summary>Bars of a part.</summary>
    public int Length { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> At(int bar) => Vector256.Create(
        Unsafe.Add(ref _source, bar), Unsafe.Add(ref _source, bar + Length), Unsafe.Add(ref _source, bar + 2 * Length), Unsafe.Add(ref _source, bar + 3 * Length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int bar, Vector256<double> values)
    {
        Unsafe.Add(ref _values, bar) = values.ToScalar();
        Unsafe.Add(ref _values, bar + Length) = values.GetElement(1);
        Unsafe.Add(ref _values, bar + 2 * Length) = values.GetElement(2);
        Unsafe.Add(ref _values, bar + 3 * Length) = values.GetElement(3);
    }
}
