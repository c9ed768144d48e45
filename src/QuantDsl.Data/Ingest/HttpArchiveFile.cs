using System.Globalization;
using QuantDsl.Data.Catalog;

namespace QuantDsl.Data.Ingest;

/// <summary>A file that a public archive may have.</summary>
/// <param name="Series">What its rows are.</param>
/// <param name="Month">The month they lie in.</param>
/// <param name="Day">The one day, or 0 for a file of the whole month.</param>
public readonly record struct HttpArchiveFile(SeriesKey Series, Month Month, int Day)
{
    /// <summary>Its path below the archive's root, with forward slashes.</summary>
    public string Path
    {
        get
        {
            string root = Series.Market == "spot" ? "spot" : "futures/um", span = Day == 0 ? "monthly" : "daily";
            string date = Day == 0 ? Month.ToString() : string.Create(CultureInfo.InvariantCulture, $"{Month}-{Day:D2}");
            return Series.Kind switch
            {
                SeriesKind.Funding => $"{root}/{span}/fundingRate/{Series.Symbol}/{Series.Symbol}-fundingRate-{date}.zip",
                SeriesKind.Mark => $"{root}/{span}/markPriceKlines/{Series.Symbol}/{Series.Timeframe}/{Series.Symbol}-{Series.Timeframe}-{date}.zip",
                _ => $"{root}/{span}/klines/{Series.Symbol}/{Series.Timeframe}/{Series.Symbol}-{Series.Timeframe}-{date}.zip",
            };
        }
    }

    public override string ToString() => Path;
}
