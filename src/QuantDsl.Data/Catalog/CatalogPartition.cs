using System.Globalization;
using QuantDsl.Market;

namespace QuantDsl.Data.Catalog;

/// <summary>One month of one series in the catalog: one file, whose path says what it is.</summary>
public readonly record struct CatalogPartition(SeriesKey Series, Month Month)
{
    private const string TimeframeKey = "timeframe", SymbolKey = "symbol", MarketKey = "market", YearKey = "year", MonthKey = "month";

    /// <summary>The folder of a kind of series and the name of its files without extension.</summary>
    public static string FolderOf(SeriesKind kind) => kind switch
    {
        SeriesKind.Klines => "bars",
        SeriesKind.Mark => "mark",
        _ => "funding",
    };

    /// <summary>Whether market and symbol can stand in a path.</summary>
    public static bool CanHold(SeriesKey series) => IsWord(series.Market) && IsWord(series.Symbol);

    /// <summary>The folder that holds all months of a series, relative to the catalog.</summary>
    /// <exception cref="ArgumentException">Market or symbol cannot stand in a path.</exception>
    public static string FolderOf(SeriesKey series)
    {
        string folder = $"{FolderOf(series.Kind)}/{MarketKey}={Word(series.Market)}/{SymbolKey}={Word(series.Symbol)}";
        return series.Kind == SeriesKind.Funding ? folder : $"{folder}/{TimeframeKey}={series.Timeframe}";
    }

    /// <summary>Relative to the catalog, with forward slashes: <c>bars/market=um/symbol=BTCUSDT/timeframe=1m/year=2025/month=05/bars.parquet</c>.</summary>
    /// <exception cref="ArgumentException">Market or symbol cannot stand in a path.</exception>
    public string Path => string.Create(CultureInfo.InvariantCulture,
        $"{FolderOf(Series)}/{YearKey}={Month.Year:D4}/{MonthKey}={Month.Number:D2}/{FolderOf(Series.Kind)}.parquet");

    /// <summary>Reads a path back; false for anything that <see cref="Path"/> would not write.</summary>
    public static bool TryParse(string path, out CatalogPartition partition)
    {
        partition = default;
        string[] parts = path.Split('/');
        SeriesKind? kind = parts[0] switch { "bars" => SeriesKind.Klines, "mark" => SeriesKind.Mark, "funding" => SeriesKind.Funding, _ => null };
        if (kind is not { } known || parts.Length != (known == SeriesKind.Funding ? 6 : 7)) return false;
        Timeframe timeframe = default;
        if (known != SeriesKind.Funding && !Timeframe.TryParse(Value(parts[3], TimeframeKey), out timeframe)) return false;
        if (!int.TryParse(Value(parts[^3], YearKey), NumberStyles.None, CultureInfo.InvariantCulture, out int year) || year is < 1970 or > 9998) return false;
        if (!int.TryParse(Value(parts[^2], MonthKey), NumberStyles.None, CultureInfo.InvariantCulture, out int month) || month is < 1 or > 12) return false;
        string market = Value(parts[1], MarketKey), symbol = Value(parts[2], SymbolKey);
        if (!IsWord(market) || !IsWord(symbol)) return false;
        partition = new(new(known, market, symbol, timeframe), new(year, month));
        return partition.Path == path;
    }

    private static string Value(string part, string key) =>
        part.StartsWith(key, StringComparison.Ordinal) && part.Length > key.Length && part[key.Length] == '=' ? part[(key.Length + 1)..] : "";

    private static string Word(string text) => IsWord(text) ? text : throw new ArgumentException($"`{text}` cannot be a folder of the catalog", nameof(text));

    private static bool IsWord(string text) => text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-');
}
