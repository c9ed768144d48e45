namespace QuantDsl.Research.Grid;

/// <summary>A subset of a sequence, each element equally likely, in its original order; depends on the seed alone.</summary>
/// <remarks>Selection sampling, Knuth, The Art of Computer Programming 2, 3.4.2 S; the n-th draw is a hash of (seed, n).</remarks>
public static class SeededDraw
{
    /// <param name="items">The sequence.</param>
    /// <param name="count">How many to keep; all when there are fewer.</param>
    /// <param name="seed">Another seed, another subset.</param>
    public static long[] Of(long[] items, long count, ulong seed)
    {
        if (count >= items.Length) return items;
        var drawn = new long[count];
        long kept = 0;
        for (long i = 0; kept < count; i++)
            if ((items.Length - i) * Uniform(seed, (ulong)i) < count - kept)
                drawn[kept++] = items[i];
        return drawn;
    }

    /// <summary>SplitMix64's finalizer over the pair, as a fraction in [0, 1).</summary>
    private static double Uniform(ulong seed, ulong index)
    {
        unchecked
        {
            ulong mixed = Mix(Mix(seed) + index * 0x9E3779B97F4A7C15UL);
            return (mixed >> 11) * (1.0 / (1UL << 53));
        }

        static ulong Mix(ulong z)
        {
            unchecked
            {
                z += 0x9E3779B97F4A7C15UL;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
                return z ^ (z >> 31);
            }
        }
    }
}
