using System.Runtime.CompilerServices;

namespace QuantDsl.Backtest.Groups;

/// <summary>Numbers that begin at a pair of lines of the processor's cache, so that eight of them are one line, read and written at once.</summary>
/// <remarks>Nothing checks an index outside of debug builds: who reads it has it from a bar or lane that exists.</remarks>
internal sealed unsafe class AlignedNumbers
{
    /// <summary>Bytes of two lines, which are often fetched together.</summary>
    private const int Pair = 128;

    // Pinned, so that the address holds as long as this does.
    private readonly double[] _memory;
    private readonly double* _first;

    /// <param name="count">What they are at first is not said.</param>
    public AlignedNumbers(int count)
    {
        _memory = GC.AllocateUninitializedArray<double>(count + Pair / sizeof(double), pinned: true);
        nuint start = (nuint)Unsafe.AsPointer(ref _memory[0]);
        _first = (double*)((start + Pair - 1) & ~(nuint)(Pair - 1));
        Count = count;
    }

    public int Count { get; }

    public ref double this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            System.Diagnostics.Debug.Assert((uint)index < (uint)Count, "there is no such number");
            return ref _first[index];
        }
    }

    /// <summary>Some of the numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many.</exception>
    public Span<double> Slice(int from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - from);
        return new(_first + from, count);
    }
}
