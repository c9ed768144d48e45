namespace QuantDsl.Data.Catalog;

/// <summary>A series as the catalog has it.</summary>
/// <param name="Series">Which.</param>
/// <param name="FirstUtcMs">Open of its first bar, or its first settlement.</param>
/// <param name="LastUtcMs">Open of its last bar, or its last settlement.</param>
/// <param name="Rows">Bars or settlements; holes are not counted.</param>
/// <param name="Months">Files.</param>
public sealed record CatalogSeries(SeriesKey Series, long FirstUtcMs, long LastUtcMs, long Rows, int Months)
{
    /// <summary>The instant at which its last bar is closed; the last settlement itself for funding.</summary>
    public long EndUtcMs => LastUtcMs + Series.Timeframe.Milliseconds;
}
