namespace QuantDsl.Research.Grid;

/// <summary>A subset of a sequence, each element equally likely, in its original order; depends on the seed alone.</summary>
/// <remarks>Selection sampling, Knuth, The Art of Computer Programming 2, 3.4.2 S; the n-th draw is a hash of (seed, n).</remarks>
public static class SeededDraw
{
    /// <param name="total">Elements of the sequence.</param>
    /// <param name="count">How many to keep; all when there are fewer.</param>
    /// <param name="seed">Another seed, another subset.</param>
    /// <returns>Which elements, from 0.</returns>
    public static long[] Of(long total, long count, ulong seed)
    {
        var drawn = new long[Math.Min(count, total)];
        long kept = 0;
        for (long i = 0; kept < drawn.Length; i++)
            if ((total - i) * Uniform(seed, (ulong)i) < drawn.Length - kept)
                drawn[kept++] = i;
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
