using QuantDsl.Research.Ranking;

namespace QuantDsl.Research.Jobs;

/// <summary>How a grid is run and ranked.</summary>
public sealed record ScreenSettings
{
    public HardFilters Filters { get; init; } = new();

    /// <summary>Threads; never shows in the result.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Run a seeded subset of this size; null for every combination. The account's seed decides which.</summary>
    public long? Draw { get; init; }
}
