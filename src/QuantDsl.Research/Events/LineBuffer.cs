using System.Globalization;
using System.Numerics;

namespace QuantDsl.Research.Events;

/// <summary>UTF-8 that is being put together, and the last numbers in it: a log says the same price and quantity again and again.</summary>
/// <remarks>Numbers are the shortest that give the double back, as <see cref="double.ToString()"/> has them; spelling one takes as long as a whole line without.</remarks>
internal sealed class LineBuffer(int capacity)
{
    // The longest double has 24 characters; with its length a spelling takes half a cache line.
    private const int Slots = 512, Stride = 32, LongestNumber = 24;

    private readonly long[] _spelled = new long[Slots];
    private readonly byte[] _spellings = new byte[Slots * Stride];
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Add(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Room(utf8.Length));
        Length += utf8.Length;
    }

    public void Add(long number)
    {
        number.TryFormat(Room(LongestNumber), out int length, default, CultureInfo.InvariantCulture);
        Length += length;
    }

    /// <param name="number">Finite.</param>
    public void Add(double number)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        // Fibonacci hashing: the high bits of a product with 2^64 ÷ φ depend on all bits.
        int slot = (int)((ulong)bits * 0x9E3779B97F4A7C15 >> (64 - BitOperations.Log2(Slots)));
        var spelling = _spellings.AsSpan(slot * Stride, Stride);
        if (spelling[0] == 0 || _spelled[slot] != bits)
        {
            number.TryFormat(spelling[1..], out int length, default, CultureInfo.InvariantCulture);
            (_spelled[slot], spelling[0]) = (bits, (byte)length);
        }

        Add(spelling.Slice(1, spelling[0]));
    }

    private Span<byte> Room(int bytes)
    {
        if (Length + bytes > _bytes.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + bytes));
        return _bytes.AsSpan(Length);
    }
}
