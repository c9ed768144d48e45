using System.Diagnostics.CodeAnalysis;

namespace QuantDsl.Runtime;

/// <summary>Compares cache keys word by word, and finds them by a span on the stack: a hit allocates nothing.</summary>
internal sealed class ColumnKeyComparer : IEqualityComparer<long[]>, IAlternateEqualityComparer<ReadOnlySpan<long>, long[]>
{
    public static readonly ColumnKeyComparer Instance = new();

    public bool Equals(long[]? x, long[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode([DisallowNull] long[] key) => GetHashCode(key.AsSpan());

    public bool Equals(ReadOnlySpan<long> alternate, long[] other) => alternate.SequenceEqual(other);

    // Not HashCode: its seed differs between processes, and a run should walk the same buckets every time.
    public int GetHashCode(ReadOnlySpan<long> key)
    {
        ulong hash = 14695981039346656037;
        foreach (long word in key)
        {
            hash = (hash ^ (ulong)word) * 1099511628211;
            hash ^= hash >> 29;
        }

        return (int)(hash ^ (hash >> 32));
    }

    public long[] Create(ReadOnlySpan<long> alternate) => alternate.ToArray();
}
