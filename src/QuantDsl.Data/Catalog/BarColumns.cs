namespace QuantDsl.Data.Catalog;

/// <summary>Bars column by column with everything an archive keeps of them, in order of their open, all columns of equal length.</summary>
/// <remarks>Times are UTC milliseconds of the open. Prices are in quote currency, <see cref="Volume"/> and <see cref="TakerBuyVolume"/> in base
/// asset, <see cref="QuoteVolume"/> and <see cref="TakerBuyQuoteVolume"/> in quote currency. Mark prices have zeros in all columns after the close.</remarks>
public sealed record BarColumns
{
    public required long[] OpenTimes { get; init; }

    public required double[] Open { get; init; }

    public required double[] High { get; init; }

    public required double[] Low { get; init; }

    public required double[] Close { get; init; }

    public required double[] Volume { get; init; }

    public required double[] QuoteVolume { get; init; }

    public required long[] TradeCount { get; init; }

    public required double[] TakerBuyVolume { get; init; }

    public required double[] TakerBuyQuoteVolume { get; init; }

    public int Count => OpenTimes.Length;
}
