using System.Numerics;

namespace QuantDsl.Backtest;

/// <summary>A set of bars of one series, one bit each. Immutable once made.</summary>
public sealed class BarSet
{
    private readonly ulong[] _words;

    /// <param name="barCount">Bars of the series; none outside <c>[0, barCount)</c> is in the set.</param>
    /// <param name="contains">Asked once per bar, in order.</param>
    public BarSet(int barCount, Func<int, bool> contains)
    {
        BarCount = barCount;
        _words = new ulong[(barCount + 63) / 64];
        for (int bar = 0; bar < barCount; bar++)
            if (contains(bar)) _words[bar >> 6] |= 1UL << bar;
    }

    /// <summary>Bars of the series, in the set or not.</summary>
    public int BarCount { get; }

    /// <summary>Bars in the set.</summary>
    public int Count => _words.Sum(word => BitOperations.PopCount(word));

    /// <summary>64 bars per word, the lowest bit first.</summary>
    public ReadOnlySpan<ulong> Words => _words;

    /// <exception cref="IndexOutOfRangeException"><paramref name="bar"/> is not a bar of the series.</exception>
    public bool Contains(int bar) => (_words[bar >> 6] >> bar & 1) != 0;
}
