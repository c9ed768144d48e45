namespace QuantDsl.Market;

/// <summary>What a series measures; comparisons need both sides in the same kind.</summary>
public enum UnitKind
{
    /// <summary>A plain number without a unit.</summary>
    Number,

    /// <summary>An absolute price in quote currency.</summary>
    Price,

    /// <summary>A difference or spread of prices (ATR, MACD, a band's width).</summary>
    PriceDistance,

    /// <summary>A fraction such as 0.03, written <c>3%</c>.</summary>
    Percent,

    /// <summary>Plain percent points such as ROC's 3.0 (RULES L7).</summary>
    PercentPoints,

    /// <summary>An oscillator within a fixed range, such as RSI in 0..100.</summary>
    Bounded,

    /// <summary>An oscillator without bounds (CCI, z-score).</summary>
    Unbounded,

    /// <summary>Traded volume, or a running sum of it.</summary>
    Volume,

    /// <summary>A number of bars.</summary>
    Bars,

    /// <summary>A span of time.</summary>
    Duration,

    /// <summary>Two values with units multiplied, such as a turnover: it goes with its like and with plain numbers.</summary>
    Product,

    /// <summary>For indicator outputs only: whatever the source is.</summary>
    SameAsSource,
}

/// <summary>A unit with its range where it has one.</summary>
public readonly record struct SeriesUnit(UnitKind Kind, double Min = double.NegativeInfinity, double Max = double.PositiveInfinity)
{
    public static readonly SeriesUnit Number = new(UnitKind.Number), Price = new(UnitKind.Price), PriceDistance = new(UnitKind.PriceDistance),
        Percent = new(UnitKind.Percent), PercentPoints = new(UnitKind.PercentPoints), Unbounded = new(UnitKind.Unbounded),
        Volume = new(UnitKind.Volume, 0), Bars = new(UnitKind.Bars, 0), Duration = new(UnitKind.Duration, 0),
        SameAsSource = new(UnitKind.SameAsSource);

    public static SeriesUnit Bounded(double min, double max) => new(UnitKind.Bounded, min, max);
}
