using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Data.Quality;

/// <summary>What an inspection of one file measured and found.</summary>
/// <param name="Path">The path as the user wrote it.</param>
/// <param name="Findings">Faults and notes; faults first.</param>
public sealed record FileReport(string Path, ImmutableArray<Finding> Findings)
{
    /// <summary>In what form the file is written; null where it could not be read.</summary>
    public string? Layout { get; init; }

    /// <summary>Length of a bar; null for funding and where it is unknown.</summary>
    public Timeframe? Timeframe { get; init; }

    public bool IsFunding { get; init; }

    public long Rows { get; init; }

    /// <summary>The first and the last time, UTC milliseconds; null without rows.</summary>
    public long? FirstUtcMs { get; init; }

    public long? LastUtcMs { get; init; }

    /// <summary>Places where the next bar is more than one bar away, those of a market that was closed included.</summary>
    public long Gaps { get; init; }

    public long MissingBars { get; init; }

    public long LongestGapBars { get; init; }

    public long RepeatedTimes { get; init; }

    public long OutOfOrder { get; init; }

    public long ZeroVolumeBars { get; init; }

    public long ImpossibleBars { get; init; }

    public bool HasFaults => Findings.Any(finding => finding.IsFault);
}
