using System.Collections.Immutable;

namespace QuantDsl.Market;

/// <summary>Everything a run reads about one symbol: base bars, funding, instrument, venue, and where they came from.</summary>
/// <param name="Base">The finest stored series that covers the span; higher timeframes are built from it (RULES T2).</param>
/// <param name="Funding">Null under <c>--funding none</c>.</param>
/// <param name="Instrument">Steps, minimum and margin tables.</param>
/// <param name="Venue">Fees and the funding schedule.</param>
public sealed record MarketHistory(BarSeries Base, FundingSeries? Funding, Instrument Instrument, Venue Venue)
{
    /// <summary>Base bars of the symbols a strategy reads beside this one, in the order it names them; each has a spacing of its own.</summary>
    public ImmutableArray<BarSeries> Others { get; init; } = [];

    /// <summary>Mark-price bars at the base timeframe, where there are any.</summary>
    public BarSeries? Mark { get; init; }

    /// <summary>Parts of the span that was asked for before the first base bar or after the last; none where all there is was asked for.</summary>
    public ImmutableArray<BarGap> HolesAtEnds { get; init; } = [];

    /// <summary>Every hole of the base series in the span, oldest first (RULES T5).</summary>
    public ImmutableArray<BarGap> Holes => [.. HolesAtEnds.Concat(BarGaps.Find(Base)).OrderBy(hole => hole.FromUtcMs)];

    /// <summary>True when the data comes from the sample market's model and not from a market.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Files or catalog entries read, for the output and the manifest.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>What a reader should know about how the data was put together, as sentences without a full stop.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>SHA-256 over every column read, lower-case hex: same data, same hash, wherever it was stored.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>The hashes of <see cref="Others"/>, which are part of <see cref="ContentHash"/>.</summary>
    public ImmutableArray<string> OtherHashes { get; init; } = [];
}

/// <summary>The direction of a position; the sign multiplies price changes.</summary>
public enum Side
{
    Long = 1,
    Short = -1,
}
