using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Data;

/// <summary>Which files a run reads.</summary>
public sealed record HistoryRequest
{
    /// <summary>CSV files or zips of Binance's archive, all of one symbol; the finest spacing is the base.</summary>
    public required ImmutableArray<string> BarFiles { get; init; }

    /// <summary>Null for <c>--funding none</c>.</summary>
    public ImmutableArray<string>? FundingFiles { get; init; }

    /// <summary>Mark-price bars of the same symbol and spacing; null where a run does not use them.</summary>
    public ImmutableArray<string>? MarkFiles { get; init; }

    /// <summary>Null takes it from the file names (<c>BTCUSDT-1m-2025-05.zip</c>), else from the first file's name without extension.</summary>
    public string? Symbol { get; init; }

    public required Venue Venue { get; init; }

    /// <summary>Inclusive and exclusive bounds on bar opens, UTC milliseconds (RULES R1).</summary>
    public long? FromUtcMs { get; init; }

    public long? ToUtcMs { get; init; }
}
