using QuantDsl.Data.Catalog;
using QuantDsl.Data.DuckDb;
using QuantDsl.Data.Files;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Query;

/// <summary>Writes a span of a series of the catalog to a file of the user's, whole or not at all.</summary>
/// <remarks>CSV has the columns that <c>--bars</c> and <c>--funding</c> read; Parquet has the catalog's own.</remarks>
public static class SeriesExport
{
    /// <summary>Writes <c>.csv</c> or <c>.parquet</c>, as the file's name says.</summary>
    /// <returns>Rows written; at least 1.</returns>
    /// <exception cref="InputException">There is nothing in the span, the name says neither format, or the file cannot be written.</exception>
    public static long Write(DataFolder folder, SeriesKey series, long fromMs, long toMs, string file)
    {
        bool parquet = Path.GetExtension(file).Equals(".parquet", StringComparison.OrdinalIgnoreCase);
        if (!parquet && !Path.GetExtension(file).Equals(".csv", StringComparison.OrdinalIgnoreCase))
            throw DataRefusal.OfOptions("name a file that ends with .csv or .parquet", DataDiagnostics.ExportFormat, file);
        CatalogSwap.Restore(folder.Catalog);
        if (!CatalogPartition.CanHold(series) || CatalogFiles.Months(folder.Catalog, series, fromMs, toMs).Count == 0) throw Nothing(folder, series);
        return WholeFile.Write(file, overwrite: true, neighbour =>
        {
            long rows = parquet ? WriteParquet(folder, series, fromMs, toMs, neighbour) : WriteCsv(folder, series, fromMs, toMs, neighbour);
            return rows > 0 ? rows : throw Nothing(folder, series);
        });
    }

    private static long WriteCsv(DataFolder folder, SeriesKey series, long fromMs, long toMs, string file)
    {
        using var reader = new CatalogReader(folder.Catalog);
        using var writer = new StreamWriter(file);
        var csv = new CsvOutput(writer);
        if (series.Kind == SeriesKind.Funding)
        {
            var funding = reader.ReadFunding(series.Market, series.Symbol, fromMs, toMs);
            Header(csv, "timestamp", "rate");
            for (int i = 0; i < funding.Count; i++)
            {
                csv.Text(InstantText.Write(funding.Times[i]));
                csv.Number(funding.Rates[i]);
                csv.EndRow();
            }

            return funding.Count;
        }

        var bars = reader.ReadBars(series, fromMs, toMs);
        Header(csv, "timestamp", "open", "high", "low", "close", "volume");
        for (int i = 0; i < bars.Count; i++)
        {
            csv.Text(InstantText.Write(bars.OpenTimes[i]));
            csv.Number(bars.Open[i]);
            csv.Number(bars.High[i]);
            csv.Number(bars.Low[i]);
            csv.Number(bars.Close[i]);
            csv.Number(bars.Volume[i]);
            csv.EndRow();
        }

        return bars.Count;
    }

    private static long WriteParquet(DataFolder folder, SeriesKey series, long fromMs, long toMs, string file)
    {
        var columns = ParquetTable.Of(series.Kind);
        string select = CatalogFiles.Select(folder.Catalog, columns, series, CatalogFiles.Months(folder.Catalog, series, fromMs, toMs), fromMs, toMs);
        using var connection = new DuckDbConnection(1);
        using var written = connection.Query($"COPY ({select} ORDER BY {columns[0].Name}) TO {DuckDbConnection.Quote(file)} (FORMAT parquet, COMPRESSION zstd)");
        return written.Next() ? written.Integers(0)[0] : 0;
    }

    private static void Header(CsvOutput csv, params IEnumerable<string> names)
    {
        foreach (string name in names) csv.Text(name);
        csv.EndRow();
    }

    private static InputException Nothing(DataFolder folder, SeriesKey series)
    {
        var others = CatalogFiles.Partitions(folder.Catalog).Select(partition => partition.Series).Where(other => other.Market == series.Market && other.Symbol == series.Symbol)
            .Distinct().OrderBy(other => other.Kind).ThenBy(other => other.Timeframe).Select(other => other.ToString()).ToArray();
        return DataRefusal.Of(folder.Catalog, 0, others.Length > 0 ? $"there is {string.Join(", ", others)}; `qdsl data status` shows the spans" : "`qdsl data status` lists what is there",
            DataDiagnostics.NothingToExport, series);
    }
}
