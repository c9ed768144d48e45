using System.Collections.Immutable;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Ingest;

/// <summary>What a download did.</summary>
/// <param name="Plan">What was asked for.</param>
/// <param name="Fetched">Files that are new in the folder.</param>
/// <param name="AlreadyThere">Files that were there, whole, and were not asked for again.</param>
/// <param name="WithoutChecksum">Those of both for which the archive has no checksum.</param>
/// <param name="Bytes">Bytes received, those of repeated attempts included.</param>
/// <param name="Unpublished">Files the archive does not have (404), in the order of the plan; normal before an instrument was listed.</param>
/// <param name="Refused">Files that were given up, for the problems below.</param>
/// <param name="NotAsked">Files left out because the server had failed too often.</param>
/// <param name="Problems">What went wrong, in the order of the plan.</param>
public sealed record HttpReport(HttpArchivePlan Plan, int Fetched, int AlreadyThere, int WithoutChecksum, long Bytes,
    ImmutableArray<HttpArchiveFile> Unpublished, int Refused, int NotAsked, ImmutableArray<Diagnostic> Problems);

/// <summary>How far a download is.</summary>
/// <param name="FilesDone">Files that are there, not published or given up.</param>
/// <param name="FilesTotal">Files asked for; days in place of a month that is not out yet add to it.</param>
/// <param name="Bytes">Bytes received so far.</param>
public readonly record struct HttpProgress(int FilesDone, int FilesTotal, long Bytes);
