using System.Globalization;

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

    /// <summary>The months of one series, oldest first.</summary>
    public static IReadOnlyList<Month> Months(string catalog, SeriesKey series)
    {
        string folder = Path.Combine(catalog, CatalogPartition.FolderOf(series).Replace('/', Path.DirectorySeparatorChar));
        if (!Directory.Exists(folder)) return [];
        List<Month> months = [];
        foreach (string file in Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(catalog, file).Replace(Path.DirectorySeparatorChar, '/');
            if (CatalogPartition.TryParse(path, out var partition) && partition.Series == series) months.Add(partition.Month);
        }

        months.Sort();
        return months;
    }
}
