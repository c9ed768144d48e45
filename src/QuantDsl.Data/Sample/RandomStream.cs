using System.Numerics;

namespace QuantDsl.Data.Sample;

/// <summary>Random numbers for one purpose: xoshiro256** by Blackman and Vigna, seeded by SplitMix64.</summary>
/// <remarks>Whole-number arithmetic only, so the same numbers on every machine.</remarks>
internal struct RandomStream
{
    /// <summary>One over the standard deviation of a sum of four uniform 16-bit numbers: sqrt(3 / (2^32 - 1)).</summary>
    private static readonly double BellScale = Math.Sqrt(3.0 / 4294967295.0);

    private ulong _a, _b, _c, _d;

    /// <param name="seed">The user's seed.</param>
    /// <param name="purpose">What the numbers are for; different purposes give unrelated streams.</param>
    public RandomStream(ulong seed, string purpose)
    {
        // FNV-1a of the name keeps the streams of a seed apart; SplitMix64 spreads it over the state.
        ulong state = 14695981039346656037;
        foreach (char c in purpose) state = (state ^ c) * 1099511628211;
        state ^= Mixed(seed);
        _a = Mixed(state += Golden);
        _b = Mixed(state += Golden);
        _c = Mixed(state += Golden);
        _d = Mixed(state + Golden);
    }

    private const ulong Golden = 0x9E3779B97F4A7C15;

    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9, shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Bell-shaped, mean exactly 0, deviation 1, within ±3.47: the sum of four uniform numbers.</summary>
    /// <remarks>
    /// Needs no logarithm, which differs between platforms in its last bit. One draw has a kurtosis of 2.7; a minute is the sum of
    /// eight and cannot be told from normal. Fat tails come from the volatility and the jumps.
    /// </remarks>
    public double Bell()
    {
        ulong bits = Next();
        int sum = (int)(bits & 0xFFFF) + (int)(bits >> 16 & 0xFFFF) + (int)(bits >> 32 & 0xFFFF) + (int)(bits >> 48);
        return (sum - 131070) * BellScale;
    }

    private static ulong Mixed(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
