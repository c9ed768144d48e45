using System.Collections.Immutable;
using QuantDsl.Data.Catalog;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Ingest;

/// <summary>What an import did for one series.</summary>
/// <param name="Files">Files of it that were looked at.</param>
/// <param name="Unchanged">Those that the archive had already, byte for byte.</param>
/// <param name="Rows">Rows read from the others.</param>
/// <param name="NewRows">Rows the archive did not have.</param>
/// <param name="Conflicting">Rows that contradict it.</param>
public sealed record SeriesImport(SeriesKey Series, int Files, int Unchanged, long Rows, long NewRows, long Conflicting);

/// <summary>What an import did.</summary>
/// <param name="Series">In the order of their names.</param>
/// <param name="Refused">Files that brought nothing, for the problems below.</param>
/// <param name="WithoutChecksum">Files read that no checksum vouches for.</param>
/// <param name="PassedOver">Names of files that are none of an archive's.</param>
/// <param name="Problems">What is wrong, file by file.</param>
public sealed record IngestReport(
    ImmutableArray<SeriesImport> Series, int Refused, int WithoutChecksum, ImmutableArray<string> PassedOver, ImmutableArray<Diagnostic> Problems)
{
    public long NewRows => Series.Sum(series => series.NewRows);

    public int Files => Series.Sum(series => series.Files) + Refused;
}

/// <summary>How far an import is.</summary>
public readonly record struct IngestProgress(int FilesDone, int FilesTotal, long Rows);
