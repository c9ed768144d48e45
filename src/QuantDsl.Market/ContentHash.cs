using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace QuantDsl.Market;

/// <summary>The identity of market data: equal for equal numbers, whatever files they came from.</summary>
public static class ContentHash
{
    /// <summary>SHA-256 over symbol, timeframe and every column, as 64 lower-case hex digits.</summary>
    /// <remarks>Columns are hashed as little-endian 64-bit values, each preceded by its length, so that no two series share a byte stream.</remarks>
    public static string Of(BarSeries bars, BarSeries? mark, FundingSeries? funding)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, bars);
        hash.AppendData([(byte)(mark is null ? 0 : 1), (byte)(funding is null ? 0 : 1)]);
        if (mark is not null) Append(hash, mark);
        if (funding is not null)
        {
            Append(hash, funding.Symbol);
            Append(hash, funding.Times);
            Append(hash, funding.Rates);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>One hash for several series in their order; that of a single one is its own.</summary>
    public static string Of(IReadOnlyList<string> hashes) => hashes.Count == 1 ? hashes[0]
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', hashes))));

    private static void Append(IncrementalHash hash, BarSeries bars)
    {
        Append(hash, bars.Symbol);
        hash.AppendData(BitConverter.GetBytes(bars.Timeframe.Milliseconds));
        Append(hash, bars.OpenTimes);
        foreach (var column in (ReadOnlySpan<ImmutableArray<double>>)[bars.Open, bars.High, bars.Low, bars.Close, bars.Volume]) Append(hash, column);
    }

    private static void Append(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
        hash.AppendData(bytes);
    }

    private static void Append<T>(IncrementalHash hash, ImmutableArray<T> column)
        where T : struct
    {
        hash.AppendData(BitConverter.GetBytes((long)column.Length));
        hash.AppendData(MemoryMarshal.AsBytes(column.AsSpan()));
    }
}
