using QuantDsl.Data.DuckDb;
using QuantDsl.Market;

namespace QuantDsl.Data.Catalog;

/// <summary>What a file of the catalog says about where its rows come from.</summary>
public static class CatalogOrigin
{
    /// <summary>Rows as the archive has them.</summary>
    public const string Native = "native";

    internal const string Key = "origin";

    /// <summary>Rows built from finer bars.</summary>
    public static string AggregatedFrom(Timeframe timeframe) => $"aggregated from {timeframe}";

    internal static string Metadata(string origin) => $"{{schema: '1', {Key}: {DuckDbConnection.Quote(origin)}}}";
}
