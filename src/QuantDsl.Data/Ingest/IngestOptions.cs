using System.Collections.Immutable;
using QuantDsl.Data.Catalog;

namespace QuantDsl.Data.Ingest;

/// <summary>Which files of a folder are imported.</summary>
public sealed record IngestOptions
{
    /// <summary>Empty for every symbol.</summary>
    public ImmutableArray<string> Symbols { get; init; } = [];

    /// <summary>First month, inclusive; files without a month in their name are always imported.</summary>
    public Month? From { get; init; }

    /// <summary>Last month, inclusive.</summary>
    public Month? To { get; init; }

    /// <summary>The market of files whose folders do not say.</summary>
    public string? Market { get; init; }

    /// <summary><c>binance_vision</c> for files that were downloaded, else <c>directory</c>.</summary>
    public string Source { get; init; } = "directory";

    /// <summary>Files read ahead of the one that is being archived; bounds the memory.</summary>
    public int ReadAhead { get; init; } = 3;

    public bool Wants(ArchivePlace place) =>
        (Symbols.IsEmpty || Symbols.Contains(place.Series.Symbol))
        && (place.Period is not { } month || (From is not { } from || month.CompareTo(from) >= 0) && (To is not { } to || month.CompareTo(to) <= 0));
}
