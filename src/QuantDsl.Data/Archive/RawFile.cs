using QuantDsl.Data.Catalog;

namespace QuantDsl.Data.Archive;

/// <summary>One file of a public archive, read and checked, on its way into the raw archive.</summary>
/// <param name="Path">Within the archive's layout, with forward slashes: what the file is known by.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
/// <param name="ChecksumVerified">Whether a <c>.CHECKSUM</c> beside it agreed.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Series">What its rows are.</param>
/// <param name="Source"><c>binance_vision</c> when it was downloaded, else <c>directory</c>.</param>
/// <param name="DownloadedAt">When it came onto this machine, ISO 8601 UTC.</param>
public sealed record RawFile(string Path, string Sha256, bool ChecksumVerified, long Bytes, SeriesKey Series, string Source, string DownloadedAt)
{
    /// <summary>Its bars; null for funding.</summary>
    public BarColumns? Bars { get; init; }

    /// <summary>Its settlements; null for bars.</summary>
    public FundingColumns? Funding { get; init; }

    public int Rows => Bars?.Count ?? Funding?.Count ?? 0;
}

/// <summary>What became of the rows of one file.</summary>
/// <param name="New">Rows the archive did not have.</param>
/// <param name="Known">Rows it had with equal values.</param>
/// <param name="Conflicting">Rows it had with other values; what it had stays.</param>
/// <param name="FirstConflictUtcMs">Time of the first conflicting row; 0 without one.</param>
public readonly record struct ArchivedRows(int New, int Known, int Conflicting, long FirstConflictUtcMs);
