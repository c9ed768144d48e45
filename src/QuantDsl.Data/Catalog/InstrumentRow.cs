using QuantDsl.Market;

namespace QuantDsl.Data.Catalog;

/// <summary>One row of the catalog's table of instruments.</summary>
/// <param name="Market"><c>um</c> or <c>spot</c>.</param>
/// <param name="Symbol">As the venue writes it.</param>
/// <param name="Instrument">What the venue's file states of it; null where it states nothing.</param>
/// <param name="First">The earliest month of which anything is archived.</param>
/// <param name="Last">The latest.</param>
public sealed record InstrumentRow(string Market, string Symbol, Instrument? Instrument, Month First, Month Last)
{
    /// <summary>Where the table is, relative to the catalog.</summary>
    public const string Path = "instruments/instruments.parquet";
}
