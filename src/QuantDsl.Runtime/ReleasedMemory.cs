namespace QuantDsl.Runtime;

/// <summary>Has collected what caches let go before it comes to <see cref="MostBytes"/>.</summary>
/// <remarks>Left alone, the collector waits until large arrays that nobody holds take as much as those that are held, or several times that: a budget of a
/// cache would not bound the memory of the process. One collection takes about a millisecond, because what the caches hold is few large arrays of numbers.</remarks>
internal static class ReleasedMemory
{
    /// <summary>Bytes that all caches of the process let go between two collections.</summary>
    public const long MostBytes = 48L << 20;

    private static long _released;

    /// <summary>Counts what a cache has let go.</summary>
    public static void Add(long bytes)
    {
        if (bytes == 0 || Interlocked.Add(ref _released, bytes) < MostBytes || Interlocked.Exchange(ref _released, 0) < MostBytes) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
    }
}
