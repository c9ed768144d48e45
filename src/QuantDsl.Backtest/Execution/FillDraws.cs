using System.Runtime.CompilerServices;

namespace QuantDsl.Backtest;

/// <summary>What a random draw decides; part of its key (RULES X11).</summary>
public enum DrawPurpose
{
    Entry = 1,
    Exit = 2,
    Stop = 3,
    Target = 4,
}

/// <summary>The random draws of a run: pure functions of (seed, symbol, bar open, purpose), so that no draw depends on the
/// combination, the worker, or how many draws came before.</summary>
/// <remarks>The symbol enters as its 64-bit FNV-1a hash over UTF-8. Seed, symbol, time and purpose are then absorbed one after another,
/// each by adding it with an odd multiplier and applying the finaliser of SplitMix64 (Steele, Lea and Flood, 2014).</remarks>
public readonly struct FillDraws
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong _key;

    public FillDraws(ulong seed, string symbol) => _key = Absorb(Absorb(0, seed), SymbolHash(symbol));

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    /// <param name="barOpenUtcMs">Open of the bar in which the fill happens.</param>
    /// <param name="purpose">What is drawn for.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Uniform(long barOpenUtcMs, DrawPurpose purpose) =>
        (Absorb(Absorb(_key, (ulong)barOpenUtcMs), (ulong)purpose) >> 11) * (1.0 / (1UL << 53));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Absorb(ulong state, ulong value)
    {
        ulong z = unchecked(state + Golden * (value + 1));
        z = unchecked((z ^ z >> 30) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ z >> 27) * 0x94D049BB133111EB);
        return z ^ z >> 31;
    }

    private static ulong SymbolHash(string symbol)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte part in System.Text.Encoding.UTF8.GetBytes(symbol))
            hash = unchecked((hash ^ part) * 0x100000001B3);
        return hash;
    }
}
