using QuantDsl.Market;

namespace QuantDsl.Data.Catalog;

/// <summary>What the rows of a series are.</summary>
public enum SeriesKind
{
    /// <summary>Bars of last prices.</summary>
    Klines,

    /// <summary>Bars of mark prices, without volume.</summary>
    Mark,

    /// <summary>Funding settlements.</summary>
    Funding,
}

/// <summary>One series of the archive or of the catalog.</summary>
/// <param name="Kind">What its rows are.</param>
/// <param name="Market"><c>um</c> or <c>spot</c>.</param>
/// <param name="Symbol">As the venue writes it: letters, digits, <c>_</c> and <c>-</c>, because it becomes part of a path.</param>
/// <param name="Timeframe">Spacing of its bars; <c>default</c> for funding, which has none.</param>
public readonly record struct SeriesKey(SeriesKind Kind, string Market, string Symbol, Timeframe Timeframe)
{
    public static SeriesKey Funding(string market, string symbol) => new(SeriesKind.Funding, market, symbol, default);

    public override string ToString() => Kind switch
    {
        SeriesKind.Klines => $"{Market} {Symbol} {Timeframe}",
        SeriesKind.Mark => $"{Market} {Symbol} {Timeframe} mark",
        _ => $"{Market} {Symbol} funding",
    };
}

/// <summary>The rows of one series whose instant lies in one month.</summary>
/// <param name="Rows">How many there are; at least 1.</param>
public readonly record struct SeriesMonth(SeriesKey Series, Month Month, long Rows);
