using System.Numerics;

namespace QuantDsl.Runtime;

/// <summary>A set of bars of one series, one bit each. Immutable once made; operations take sets of the same series.</summary>
public sealed class BarSet
{
    private readonly ulong[] _words;

    /// <param name="barCount">Bars of the series; none outside <c>[0, barCount)</c> is in the set.</param>
    /// <param name="contains">Asked once per bar, in order.</param>
    public BarSet(int barCount, Func<int, bool> contains)
    {
        BarCount = barCount;
        _words = new ulong[WordsFor(barCount)];
        for (int bar = 0; bar < barCount; bar++)
            if (contains(bar)) _words[bar >> 6] |= 1UL << bar;
    }

    /// <param name="barCount">Bars of the series.</param>
    /// <param name="words">64 bars per word, the lowest bit first; what lies beyond the series is cleared. The set keeps the array.</param>
    /// <exception cref="ArgumentException">There are more or fewer words than the bars fill.</exception>
    public BarSet(int barCount, ulong[] words)
    {
        if (words.Length != WordsFor(barCount)) throw new ArgumentException($"{barCount} bars do not fill {words.Length} words", nameof(words));
        BarCount = barCount;
        _words = words;
        if ((barCount & 63) != 0) words[^1] &= (1UL << barCount) - 1;
    }

    /// <summary>Bars of the series, in the set or not.</summary>
    public int BarCount { get; }

    /// <summary>Bars in the set.</summary>
    public int Count => _words.Sum(word => BitOperations.PopCount(word));

    /// <summary>64 bars per word, the lowest bit first.</summary>
    public ReadOnlySpan<ulong> Words => _words;

    /// <summary>No bar.</summary>
    public static BarSet None(int barCount) => new(barCount, new ulong[WordsFor(barCount)]);

    /// <summary>Every bar.</summary>
    public static BarSet All(int barCount)
    {
        var words = new ulong[WordsFor(barCount)];
        Array.Fill(words, ulong.MaxValue);
        return new(barCount, words);
    }

    /// <summary>How many words hold so many bars.</summary>
    public static int WordsFor(int barCount) => (barCount + 63) / 64;

    /// <summary>The bars that at least <paramref name="count"/> of the sets have.</summary>
    public static BarSet AtLeast(int count, IReadOnlyList<BarSet> sets, int barCount)
    {
        if (count <= 0) return All(barCount);
        if (count > sets.Count) return None(barCount);
        // reached[k] has the bars that k + 1 of the sets so far have.
        var reached = new ulong[count][];
        for (int k = 0; k < count; k++) reached[k] = new ulong[WordsFor(barCount)];
        foreach (var set in sets)
        {
            for (int k = count - 1; k > 0; k--)
                for (int i = 0; i < set._words.Length; i++) reached[k][i] |= reached[k - 1][i] & set._words[i];
            for (int i = 0; i < set._words.Length; i++) reached[0][i] |= set._words[i];
        }

        return new(barCount, reached[count - 1]);
    }

    /// <exception cref="IndexOutOfRangeException"><paramref name="bar"/> is not a bar of the series.</exception>
    public bool Contains(int bar) => (_words[bar >> 6] >> bar & 1) != 0;

    /// <summary>The bars of both.</summary>
    public BarSet And(BarSet other) => Combine<Both>(other);

    /// <summary>The bars of either.</summary>
    public BarSet Or(BarSet other) => Combine<Either>(other);

    /// <summary>The bars of this set that the other has not.</summary>
    public BarSet Except(BarSet other) => Combine<First>(other);

    /// <summary>Each bar as many bars later; nothing comes in from before the first.</summary>
    /// <param name="bars">At least 0.</param>
    public BarSet Later(int bars)
    {
        var words = new ulong[_words.Length];
        int whole = bars >> 6, part = bars & 63;
        for (int i = words.Length - 1; i >= whole; i--)
        {
            words[i] = _words[i - whole] << part;
            if (part > 0 && i > whole) words[i] |= _words[i - whole - 1] >> (64 - part);
        }

        return new(BarCount, words);
    }

    /// <summary>The bars at which it or one of the <paramref name="bars"/> − 1 before is in the set; none for a window of no bars.</summary>
    public BarSet HeldWithin(int bars) => bars < 1 ? None(BarCount) : Window(bars, static (left, right) => left.Or(right));

    /// <summary>The bars at which it and all of the <paramref name="bars"/> − 1 before are there and in the set; every bar for a window of no bars.</summary>
    public BarSet HeldThroughout(int bars) => bars < 1 ? All(BarCount) : Window(bars, static (left, right) => left.And(right));

    /// <summary>Windows are doubled until they reach: a long one costs little more than a short one.</summary>
    private BarSet Window(int bars, Func<BarSet, BarSet, BarSet> join)
    {
        // A window longer than the series sees no more than one that is one bar longer than it.
        bars = Math.Min(bars, BarCount + 1);
        var set = this;
        int length = 1;
        for (; length * 2L <= bars; length *= 2) set = join(set, set.Later(length));
        return length == bars ? set : join(set, set.Later(bars - length));
    }

    private BarSet Combine<TOperation>(BarSet other)
        where TOperation : struct, IWordOperation
    {
        if (other.BarCount != BarCount) throw new ArgumentException($"a set of {other.BarCount} bars does not fit one of {BarCount}", nameof(other));
        var words = new ulong[_words.Length];
        for (int i = 0; i < words.Length; i++) words[i] = TOperation.Of(_words[i], other._words[i]);
        return new(BarCount, words);
    }

    private interface IWordOperation
    {
        static abstract ulong Of(ulong left, ulong right);
    }

    private readonly struct Both : IWordOperation
    {
        public static ulong Of(ulong left, ulong right) => left & right;
    }

    private readonly struct Either : IWordOperation
    {
        public static ulong Of(ulong left, ulong right) => left | right;
    }

    private readonly struct First : IWordOperation
    {
        public static ulong Of(ulong left, ulong right) => left & ~right;
    }
}
