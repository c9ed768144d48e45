using System.Globalization;
using QuantDsl.Data.DuckDb;

namespace QuantDsl.Data.Catalog;

/// <summary>What is in a catalog by the names of its files, without opening any.</summary>
internal static class CatalogFiles
{
    /// <summary>Every partition, ordered by path; other files are passed over.</summary>
    public static IReadOnlyList<CatalogPartition> Partitions(string catalog)
    {
        if (!Directory.Exists(catalog)) return [];
        List<CatalogPartition> found = [];
        foreach (string path in Directory.EnumerateFiles(catalog, "*.parquet", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(catalog, file).Replace(Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal))
        {
            if (CatalogPartition.TryParse(path, out var partition)) found.Add(partition);
        }

        return found;
    }

    /// <summary>The full path of a partition.</summary>
    public static string FileOf(string catalog, CatalogPartition partition) => Path.Combine(catalog, partition.Path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>File names as SQL lists them. Each is meant as it is: a pattern would read brackets in the user's own folders as a part of it.</summary>
    public static string List(IEnumerable<string> files) => $"[{string.Join(", ", files.Select(DuckDbConnection.Quote))}]";

    /// <summary>Reads a span of a series from its months, in the order of the months.</summary>
    /// <param name="catalog">The catalog's folder.</param>
    /// <param name="columns">Columns wanted, the time first.</param>
    /// <param name="series">Which series.</param>
    /// <param name="months">At least one, oldest first.</param>
    /// <param name="fromMs">First instant wanted.</param>
    /// <param name="toMs">The instant after the last one wanted.</param>
    public static string Select(string catalog, IReadOnlyList<(string Name, DuckDbType Type)> columns, SeriesKey series, IReadOnlyList<Month> months, long fromMs, long toMs)
    {
        string time = columns[0].Name;
        // Months that lie in the span as a whole need no comparison.
        string where = months[0].StartUtcMs >= fromMs && months[^1].EndUtcMs <= toMs ? "" :
            string.Create(CultureInfo.InvariantCulture, $" WHERE {time} >= {fromMs} AND {time} < {toMs}");
        string files = List(months.Select(month => FileOf(catalog, new(series, month))));
        return $"SELECT {string.Join(", ", columns.Select(column => column.Name))} FROM read_parquet({files}, hive_partitioning = false){where}";
    }

    /// <summary>The months of one series that may hold something of <c>[fromMs, toMs)</c>, oldest first.</summary>
    public static List<Month> Months(string catalog, SeriesKey series, long fromMs, long toMs)
    {
        if (fromMs >= toMs) return [];
        string folder = Path.Combine(catalog, CatalogPartition.FolderOf(series).Replace('/', Path.DirectorySeparatorChar));
        if (!Directory.Exists(folder)) return [];
        List<Month> months = [];
        foreach (string file in Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(catalog, file).Replace(Path.DirectorySeparatorChar, '/');
            if (CatalogPartition.TryParse(path, out var partition) && partition.Series == series
                && partition.Month.StartUtcMs < toMs && partition.Month.EndUtcMs > fromMs) months.Add(partition.Month);
        }

        months.Sort();
        return months;
    }
}
