using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuantDsl.Runtime;

/// <summary>Sets of bars as plain words, changed in place: what <see cref="BarSet"/> is made of, for whoever puts one together of many.</summary>
/// <remarks>64 bars per word, the lowest bit first. Bits beyond the series may be set on the way; nothing here moves one back into it.</remarks>
public static class BarWords
{
    private interface IWordOperation
    {
        static abstract ulong Of(ulong left, ulong right);

        static abstract Vector<ulong> Of(Vector<ulong> left, Vector<ulong> right);
    }

    /// <summary>Keeps the bars that both have.</summary>
    public static void And(Span<ulong> words, ReadOnlySpan<ulong> other) => Combine<Both>(words, other);

    /// <summary>Adds the bars of the other.</summary>
    public static void Or(Span<ulong> words, ReadOnlySpan<ulong> other) => Combine<Either>(words, other);

    /// <summary>Takes the bars of the other away.</summary>
    public static void Except(Span<ulong> words, ReadOnlySpan<ulong> other) => Combine<First>(words, other);

    /// <summary>Adds the bars <c>[from, to)</c>.</summary>
    /// <param name="to">Within the words.</param>
    public static void Add(Span<ulong> words, int from, int to)
    {
        if (from >= to) return;
        int first = from >> 6, last = (to - 1) >> 6;
        ulong begin = ulong.MaxValue << from, end = ulong.MaxValue >> (63 - ((to - 1) & 63));
        if (first == last)
        {
            words[first] |= begin & end;
            return;
        }

        words[first] |= begin;
        words[(first + 1)..last].Fill(ulong.MaxValue);
        words[last] |= end;
    }

    /// <summary>Takes the bars <c>[from, to)</c> away.</summary>
    /// <param name="to">Within the words.</param>
    public static void Remove(Span<ulong> words, int from, int to)
    {
        if (from >= to) return;
        int first = from >> 6, last = (to - 1) >> 6;
        ulong begin = ulong.MaxValue << from, end = ulong.MaxValue >> (63 - ((to - 1) & 63));
        if (first == last)
        {
            words[first] &= ~(begin & end);
            return;
        }

        words[first] &= ~begin;
        words[(first + 1)..last].Clear();
        words[last] &= ~end;
    }

    /// <summary>The first bar at or after another that is in the set, or that is not.</summary>
    /// <returns><paramref name="count"/> where there is none before it.</returns>
    public static int Next(ReadOnlySpan<ulong> words, int from, int count, bool isIn)
    {
        if (from >= count) return count;
        ulong flip = isIn ? 0 : ulong.MaxValue;
        int index = from >> 6, last = (count - 1) >> 6;
        ulong word = (words[index] ^ flip) & (ulong.MaxValue << from);
        while (word == 0 && index < last) word = words[++index] ^ flip;
        return word == 0 ? count : Math.Min(count, (index << 6) + BitOperations.TrailingZeroCount(word));
    }

    /// <summary>Adds each bar as many bars later.</summary>
    /// <param name="bars">At least 0.</param>
    public static void OrLater(Span<ulong> words, int bars)
    {
        // From the end on, so that what is read has not been changed yet.
        for (int i = words.Length - 1; i >= bars >> 6; i--) words[i] |= LaterWord(words, i, bars);
    }

    /// <summary>Keeps the bars that also stand as many bars earlier; nothing stands before the first.</summary>
    /// <param name="bars">At least 0.</param>
    public static void AndLater(Span<ulong> words, int bars)
    {
        int whole = Math.Min(bars >> 6, words.Length);
        for (int i = words.Length - 1; i >= whole; i--) words[i] &= LaterWord(words, i, bars);
        words[..whole].Clear();
    }

    /// <summary>The bars at which it or one of the <paramref name="bars"/> − 1 before is in the set; none for a window of no bars.</summary>
    public static void HoldWithin(Span<ulong> words, int bars)
    {
        if (bars < 1) words.Clear();
        else Widen(words, bars, static (set, by) => OrLater(set, by));
    }

    /// <summary>The bars at which it and all of the <paramref name="bars"/> − 1 before are there and in the set; every bar for a window of no bars.</summary>
    public static void HoldThroughout(Span<ulong> words, int bars)
    {
        if (bars < 1) words.Fill(ulong.MaxValue);
        else Widen(words, bars, static (set, by) => AndLater(set, by));
    }

    /// <summary>Windows are doubled until they reach: a long one costs little more than a short one.</summary>
    private static void Widen(Span<ulong> words, int bars, Action<Span<ulong>, int> join)
    {
        // A window longer than the words sees no more than one that is a bar longer than them.
        bars = (int)Math.Min(bars, words.Length * 64L + 1);
        int length = 1;
        for (; length * 2L <= bars; length *= 2) join(words, length);
        if (length < bars) join(words, bars - length);
    }

    private static ulong LaterWord(ReadOnlySpan<ulong> words, int index, int bars)
    {
        int whole = bars >> 6, part = bars & 63;
        ulong word = words[index - whole] << part;
        return part > 0 && index > whole ? word | words[index - whole - 1] >> (64 - part) : word;
    }

    // What is as wide as the machine's vectors is not compiled ahead, and waiting for the runtime to notice it would cost the run.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine<TOperation>(Span<ulong> words, ReadOnlySpan<ulong> other)
        where TOperation : struct, IWordOperation
    {
        if (words.Length != other.Length) throw new ArgumentException($"sets of {words.Length} and {other.Length} words do not fit", nameof(other));
        var left = MemoryMarshal.Cast<ulong, Vector<ulong>>(words);
        var right = MemoryMarshal.Cast<ulong, Vector<ulong>>(other);
        for (int i = 0; i < left.Length; i++) left[i] = TOperation.Of(left[i], right[i]);
        for (int i = left.Length * Vector<ulong>.Count; i < words.Length; i++) words[i] = TOperation.Of(words[i], other[i]);
    }

    private readonly struct Both : IWordOperation
    {
        public static ulong Of(ulong left, ulong right) => left & right;

        public static Vector<ulong> Of(Vector<ulong> left, Vector<ulong> right) => left & right;
    }

    private readonly struct Either : IWordOperation
    {
        public static ulong Of(ulong left, ulong right) => left | right;

        public static Vector<ulong> Of(Vector<ulong> left, Vector<ulong> right) => left | right;
    }

    private readonly struct First : IWordOperation
    {
        public static ulong Of(ulong left, ulong right) => left & ~right;

        public static Vector<ulong> Of(Vector<ulong> left, Vector<ulong> right) => Vector.AndNot(left, right);
    }
}
