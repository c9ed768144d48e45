using Microsoft.Data.Sqlite;
using QuantDsl.Data.Catalog;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Storage;

namespace QuantDsl.Data.Archive;

/// <summary>Every row that was ever imported, as it came, with the file it came from; nothing in it is changed or removed.</summary>
/// <remarks>A file goes in whole or not at all, together with the note which months of the catalog it made stale. One instance is used by one
/// thread at a time; other processes may read meanwhile.</remarks>
public sealed class RawArchive : IArchiveSource, IDisposable
{
    private static readonly DatabaseRefusal Refusal = new()
    {
        Unwritable = ArchiveDiagnostics.ArchiveUnwritable,
        Damaged = ArchiveDiagnostics.ArchiveDamaged,
        InUse = ArchiveDiagnostics.ArchiveInUse,
        DamagedHelp = "restore it from a backup, or move it away and import the files again",
    };

    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly Dictionary<SeriesKind, BarTable> _bars = [];
    private FundingTable? _funding;

    private RawArchive(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
    }

    /// <summary>Opens the archive, making it where it is missing.</summary>
    /// <exception cref="InputException">It cannot be written, is damaged, or newer than this program.</exception>
    public static RawArchive Open(string path) => new(Database.Open(path, Refusal, connection => ArchiveSchema.Ensure(connection, path)), path);

    /// <summary>Opens an archive that is there.</summary>
    /// <exception cref="InputException">There is none, or it cannot be written.</exception>
    public static RawArchive OpenToWrite(string path) => File.Exists(path) ? Open(path) : throw None(path);

    /// <summary>Opens an archive that is there, to read it. One whose tables were never made, because the import was killed before, is empty.</summary>
    /// <exception cref="InputException">There is none, it is damaged, or newer than this program.</exception>
    public static RawArchive OpenToRead(string path)
    {
        if (!File.Exists(path)) throw None(path);
        var connection = Database.OpenToRead(path, Refusal);
        try
        {
            if (Refusal.Guard(path, () => ArchiveSchema.IsMade(connection, path))) return new(connection, path);
            connection.Dispose();
            return new(Database.Open(null, Refusal, empty => ArchiveSchema.Ensure(empty, path)), path);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static InputException None(string path) =>
        DataRefusal.Of(path, 0, "import something first, for example with `qdsl data ingest --from DIR`", ArchiveDiagnostics.NoArchive);

    /// <summary>True when this very file is in the archive already.</summary>
    public bool Knows(string path, string sha256) => Guard(() =>
    {
        using var select = new Statement(_connection, "SELECT 1 FROM raw_files WHERE path = ?1 AND sha256 = ?2");
        select.Bind(1, path);
        select.Bind(2, sha256);
        return select.Read();
    });

    /// <summary>Adds the rows of one file that are not there yet, all or none.</summary>
    /// <exception cref="InputException">The archive cannot be written.</exception>
    public ArchivedRows Add(RawFile file) => Guard(() =>
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        var months = new Dictionary<Month, int>();
        var result = file switch
        {
            { Bars: { } bars } => TableOf(file.Series.Kind).Add(file, bars, months),
            { Funding: { } funding } => (_funding ??= new(_connection)).Add(file, funding, months),
            _ => default,
        };
        Remember(file, result);
        foreach (var (month, rows) in months) MarkStale(file.Series, month, rows);
        transaction.Commit();
        return result;
    });

    public IReadOnlyList<SeriesMonth> Months() => Months("");

    public IReadOnlyList<SeriesMonth> StaleMonths() => Months("WHERE stale > 0");

    public BarColumns ReadBars(SeriesKey series, Month month) => Guard(() => TableOf(series.Kind).Read(series, month.StartUtcMs, month.EndUtcMs));

    public FundingColumns ReadFunding(SeriesKey series, Month month) =>
        Guard(() => (_funding ??= new(_connection)).Read(series, month.StartUtcMs, month.EndUtcMs));

    public void Written(IReadOnlyList<SeriesMonth> months, IReadOnlyList<CatalogFile> files) => Guard(() =>
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        using (var fresh = new Statement(_connection,
            "UPDATE series_months SET stale = 0 WHERE kind = ?1 AND market = ?2 AND symbol = ?3 AND interval = ?4 AND year = ?5 AND month = ?6 AND rows = ?7"))
        {
            foreach (var month in months)
            {
                BindMonth(fresh, month.Series, month.Month);
                // Rows added since they were read leave the month stale.
                fresh.Bind(7, month.Rows);
                fresh.Execute();
            }
        }

        using (var file = new Statement(_connection, "INSERT INTO catalog_files (path, sha256, rows) VALUES (?1, ?2, ?3) "
            + "ON CONFLICT (path) DO UPDATE SET sha256 = excluded.sha256, rows = excluded.rows"))
        {
            foreach (var written in files)
            {
                file.Bind(1, written.Path);
                file.Bind(2, written.Sha256);
                file.Bind(3, written.Rows);
                file.Execute();
            }
        }

        transaction.Commit();
        return true;
    });

    /// <summary>The catalog's files as they were last written, by path.</summary>
    public IReadOnlyList<CatalogFile> CatalogFiles() => Guard(() =>
    {
        var files = new List<CatalogFile>();
        using var select = new Statement(_connection, "SELECT path, sha256, rows FROM catalog_files ORDER BY path");
        while (select.Read()) files.Add(new(select.Text(0), select.Text(1), select.Integer(2)));
        return files;
    });

    /// <summary>What the archive holds.</summary>
    public ArchiveCounts Counts() => Guard(() =>
    {
        long Count(string table) => Long($"SELECT COUNT(*) FROM {table}");
        return new ArchiveCounts(Count("raw_files"), Long("SELECT COALESCE(SUM(rows), 0) FROM series_months WHERE kind = 'klines'"),
            Long("SELECT COALESCE(SUM(rows), 0) FROM series_months WHERE kind = 'mark'"), Long("SELECT COALESCE(SUM(rows), 0) FROM series_months WHERE kind = 'funding'"),
            new FileInfo(_path) is { Exists: true } file ? file.Length : 0);
    });

    /// <summary>Counts the rows themselves and not what the bookkeeping says of them.</summary>
    public long CountRows(SeriesKey series) => Guard(() =>
    {
        string table = series.Kind == SeriesKind.Funding ? "raw_funding_rates" : BarTable.NameOf(series.Kind);
        using var select = new Statement(_connection, $"SELECT COUNT(*) FROM {table} WHERE market = ?1 AND symbol = ?2" + (series.Kind == SeriesKind.Funding ? "" : " AND interval = ?3"));
        select.Bind(1, series.Market);
        select.Bind(2, series.Symbol);
        if (series.Kind != SeriesKind.Funding) select.Bind(3, series.Timeframe.ToString());
        select.Read();
        return select.Integer(0);
    });

    public void Dispose()
    {
        foreach (var table in _bars.Values) table.Dispose();
        _funding?.Dispose();
        _connection.Dispose();
    }

    private BarTable TableOf(SeriesKind kind)
    {
        if (!_bars.TryGetValue(kind, out var table)) _bars.Add(kind, table = new(_connection, kind));
        return table;
    }

    private List<SeriesMonth> Months(string where) => Guard(() =>
    {
        var months = new List<SeriesMonth>();
        using var select = new Statement(_connection, $"SELECT kind, market, symbol, interval, year, month, rows FROM series_months {where} ORDER BY kind, market, symbol, interval, year, month");
        while (select.Read())
        {
            var kind = select.Text(0) switch { "klines" => SeriesKind.Klines, "mark" => SeriesKind.Mark, _ => SeriesKind.Funding };
            var timeframe = Timeframe.TryParse(select.Text(3), out var parsed) ? parsed : default;
            months.Add(new(new(kind, select.Text(1), select.Text(2), timeframe), new((int)select.Integer(4), (int)select.Integer(5)), select.Integer(6)));
        }

        return months;
    });

    private void Remember(RawFile file, ArchivedRows rows)
    {
        var times = file.Bars?.OpenTimes ?? file.Funding?.Times ?? [];
        using var insert = new Statement(_connection, "INSERT INTO raw_files (path, sha256, checksum_verified, bytes, rows, new_rows, conflicting_rows, first_time, last_time, source, downloaded_at) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
        insert.Bind(1, file.Path);
        insert.Bind(2, file.Sha256);
        insert.Bind(3, file.ChecksumVerified ? 1L : 0L);
        insert.Bind(4, file.Bytes);
        insert.Bind(5, (long)file.Rows);
        insert.Bind(6, (long)rows.New);
        insert.Bind(7, (long)rows.Conflicting);
        insert.Bind(8, times.Length == 0 ? 0 : times[0]);
        insert.Bind(9, times.Length == 0 ? 0 : times[^1]);
        insert.Bind(10, file.Source);
        insert.Bind(11, file.DownloadedAt);
        insert.Execute();
    }

    private void MarkStale(SeriesKey series, Month month, int rows)
    {
        using var upsert = new Statement(_connection, "INSERT INTO series_months (kind, market, symbol, interval, year, month, rows, stale) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1) "
            + "ON CONFLICT (kind, market, symbol, interval, year, month) DO UPDATE SET rows = rows + excluded.rows, stale = 1");
        BindMonth(upsert, series, month);
        upsert.Bind(7, (long)rows);
        upsert.Execute();
    }

    private static void BindMonth(Statement statement, SeriesKey series, Month month)
    {
        statement.Bind(1, series.Kind switch { SeriesKind.Klines => "klines", SeriesKind.Mark => "mark", _ => "funding" });
        statement.Bind(2, series.Market);
        statement.Bind(3, series.Symbol);
        statement.Bind(4, series.Kind == SeriesKind.Funding ? "" : series.Timeframe.ToString());
        statement.Bind(5, (long)month.Year);
        statement.Bind(6, (long)month.Number);
    }

    private long Long(string sql)
    {
        using var select = new Statement(_connection, sql);
        select.Read();
        return select.Integer(0);
    }

    private T Guard<T>(Func<T> work) => Refusal.Guard(_path, work);
}

/// <summary>What an archive holds.</summary>
/// <param name="Bytes">Size of the database on disk.</param>
public readonly record struct ArchiveCounts(long Files, long Klines, long MarkKlines, long FundingRates, long Bytes);
