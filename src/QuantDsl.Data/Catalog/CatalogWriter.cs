using System.Globalization;
using System.Security.Cryptography;
using QuantDsl.Data.DuckDb;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Data.Catalog;

/// <summary>Writes the files of a catalog: whole, under a neighbour's name first, the same bytes for the same rows.</summary>
/// <remarks>Zstandard, row groups of a fixed size, one thread, and nothing inside that says when or where. Used by one thread at a time.</remarks>
public sealed class CatalogWriter : IDisposable
{
    /// <summary>Above the minutes of a month, so that a month is one group, and a whole number of DuckDB's vectors.</summary>
    private const int RowsPerGroup = 122_880;

    private const string Table = "rows_to_write";

    private readonly string _catalog;
    private readonly DuckDbConnection _connection = new(1);

    /// <param name="catalog">The catalog's folder; it need not exist yet.</param>
    /// <exception cref="InputException">DuckDB's library is missing.</exception>
    public CatalogWriter(string catalog) => _catalog = Path.GetFullPath(catalog);

    /// <summary>Writes one month of bars or mark prices; mark prices keep their first five columns.</summary>
    /// <param name="partition">Which file; its month holds every row.</param>
    /// <param name="bars">At least one row, in order of the open, without duplicates.</param>
    /// <param name="origin">Where the rows come from, kept in the file: <c>native</c> or <c>aggregated from 1m</c>.</param>
    /// <exception cref="ArgumentException">Rows are out of order or outside the month.</exception>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public CatalogFile WriteBars(CatalogPartition partition, BarColumns bars, string origin)
    {
        Check(partition, bars.OpenTimes);
        double[][] prices = [bars.Open, bars.High, bars.Low, bars.Close];
        double[][] volumes = partition.Series.Kind == SeriesKind.Mark ? [] : [bars.Volume, bars.QuoteVolume];
        double[][] takers = partition.Series.Kind == SeriesKind.Mark ? [] : [bars.TakerBuyVolume, bars.TakerBuyQuoteVolume];
        return Write(partition.Path, ParquetTable.Of(partition.Series.Kind), origin, bars.Count, (appender, start, count) =>
        {
            int column = 0;
            bars.OpenTimes.AsSpan(start, count).CopyTo(appender.Integers(column++));
            foreach (double[] values in prices) values.AsSpan(start, count).CopyTo(appender.Numbers(column++));
            foreach (double[] values in volumes) values.AsSpan(start, count).CopyTo(appender.Numbers(column++));
            if (takers.Length > 0) bars.TradeCount.AsSpan(start, count).CopyTo(appender.Integers(column++));
            foreach (double[] values in takers) values.AsSpan(start, count).CopyTo(appender.Numbers(column++));
        });
    }

    /// <summary>Writes one month of funding.</summary>
    /// <inheritdoc cref="WriteBars"/>
    public CatalogFile WriteFunding(CatalogPartition partition, FundingColumns funding)
    {
        Check(partition, funding.Times);
        return Write(partition.Path, ParquetTable.Funding, CatalogOrigin.Native, funding.Count, (appender, start, count) =>
        {
            funding.Times.AsSpan(start, count).CopyTo(appender.Integers(0));
            funding.Rates.AsSpan(start, count).CopyTo(appender.Numbers(1));
        });
    }

    /// <summary>Writes the table of instruments: every symbol of the archive with the steps its venue states, no value where none is known.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public CatalogFile WriteInstruments(IReadOnlyList<InstrumentRow> rows) =>
        Write(InstrumentRow.Path, ParquetTable.Instruments, CatalogOrigin.Native, rows.Count, (appender, start, count) =>
        {
            for (int i = 0; i < count; i++)
            {
                var row = rows[start + i];
                appender.SetText(0, i, row.Market);
                appender.SetText(1, i, row.Symbol);
                SetNumber(appender, 2, i, row.Instrument?.TickSize);
                SetNumber(appender, 3, i, row.Instrument?.LotSize);
                SetNumber(appender, 4, i, row.Instrument?.MinNotional);
                appender.SetText(5, i, row.First.ToString());
                appender.SetText(6, i, row.Last.ToString());
            }
        });

    public void Dispose() => _connection.Dispose();

    private static void SetNumber(DuckDbAppender appender, int column, int row, double? value)
    {
        if (value is { } number) appender.Numbers(column)[row] = number;
        else appender.SetNull(column, row);
    }

    private static void Check(CatalogPartition partition, ReadOnlySpan<long> times)
    {
        if (times.IsEmpty) throw new ArgumentException($"{partition.Path} would be empty", nameof(times));
        for (int i = 1; i < times.Length; i++)
            if (times[i] <= times[i - 1]) throw new ArgumentException($"rows {i - 1} and {i} of {partition.Path} are out of order", nameof(times));
        if (times[0] < partition.Month.StartUtcMs || times[^1] >= partition.Month.EndUtcMs)
            throw new ArgumentException($"rows of {partition.Path} lie outside their month", nameof(times));
    }

    private CatalogFile Write(string path, (string Name, DuckDbType Type)[] columns, string origin, int rows, Action<DuckDbAppender, int, int> fill)
    {
        string target = Path.Combine(_catalog, path.Replace('/', Path.DirectorySeparatorChar)), neighbour = target + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target) ?? _catalog);
            _connection.Execute($"CREATE OR REPLACE TEMP TABLE {Table} ({ParquetTable.Declaration(columns)})");
            using (var appender = new DuckDbAppender(_connection, Table, [.. columns.Select(column => column.Type)]))
            {
                for (int start = 0; start < rows; start += DuckDbAppender.Capacity)
                {
                    int count = Math.Min(DuckDbAppender.Capacity, rows - start);
                    fill(appender, start, count);
                    appender.Append(count);
                }

                appender.Finish();
            }

            _connection.Execute(string.Create(CultureInfo.InvariantCulture, $"""
                COPY {Table} TO {DuckDbConnection.Quote(neighbour)}
                (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {RowsPerGroup}, KV_METADATA {CatalogOrigin.Metadata(origin)})
                """));
            string hash;
            using (var written = File.OpenRead(neighbour)) hash = Convert.ToHexStringLower(SHA256.HashData(written));
            File.Move(neighbour, target, overwrite: true);
            return new(path, hash, rows);
        }
        catch (Exception failure) when (failure is DuckDbFailure or IOException or UnauthorizedAccessException)
        {
            if (File.Exists(neighbour)) File.Delete(neighbour);
            throw DataRefusal.Of(target, 0, "make the folder writable and leave room on its disk, then run the command again",
                DataDiagnostics.CatalogUnwritable, target, failure is DuckDbFailure refused ? refused.FirstLine : failure.Message);
        }
    }
}
