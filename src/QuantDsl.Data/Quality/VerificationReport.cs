using System.Collections.Immutable;

namespace QuantDsl.Data.Quality;

/// <summary>What a verification of a data folder looked at, and what it found.</summary>
/// <param name="Findings">Damage first, then facts about the market data, each by series and time.</param>
/// <param name="Files">Files of the catalog that were hashed.</param>
/// <param name="Rows">Rows of the archive that were compared.</param>
/// <param name="Series">Series of the archive.</param>
public sealed record VerificationReport(ImmutableArray<Finding> Findings, int Files, long Rows, int Series)
{
    public bool IsDamaged => Findings.Any(finding => finding.IsFault);
}

/// <summary>How far a verification is, in rows of the archive.</summary>
public readonly record struct VerificationProgress(long Done, long Total, string Current);
