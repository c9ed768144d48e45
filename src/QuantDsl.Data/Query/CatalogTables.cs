using System.Collections.Immutable;
using System.Text.RegularExpressions;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.DuckDb;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Query;

/// <summary>The tables of a data folder: the catalog's files are read where they are, and so are the tables of SQLite files that a statement names.</summary>
internal sealed class CatalogTables(DataFolder folder, ImmutableArray<StoredTables> stored) : IQueryTables
{
    private static readonly Regex Word = new("[A-Za-z_][A-Za-z_0-9]*", RegexOptions.CultureInvariant);

    private readonly List<string> _tables = [], _files = [];
    private readonly List<SqliteTable> _attached = [];

    public IReadOnlyList<string> Files => _files;

    public Exception? Failure => _attached.Select(table => table.Failure).FirstOrDefault(refusal => refusal is not null);

    public string OtherFile => "it names a file that is not one of the catalog";

    public bool Has(string table) => _tables.Contains(table);

    public string Help(string text) => Absent(text) ?? $"tables are {string.Join(", ", _tables.Distinct())}; `DESCRIBE bars` lists the columns of one";

    public Exception Unreadable(string text) => DataRefusal.Of(folder.Catalog, 0,
        "`qdsl data verify` names damaged files, `qdsl data rebuild` makes the catalog again", DataDiagnostics.CatalogUnreadable, folder.Catalog, text);

    public void Add(DuckDbConnection connection, string sql)
    {
        CatalogSwap.Restore(folder.Catalog);
        var partitions = CatalogFiles.Partitions(folder.Catalog);
        View(connection, SeriesKind.Klines, partitions, "market, symbol, timeframe, epoch_ms(open_time) AS time, ");
        View(connection, SeriesKind.Mark, partitions, "market, symbol, timeframe, epoch_ms(open_time) AS time, ");
        View(connection, SeriesKind.Funding, partitions, "market, symbol, epoch_ms(funding_time) AS time, ");
        Instruments(connection);
        var words = Word.Matches(sql).Select(match => match.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var file in stored) _tables.AddRange(SqliteTable.Attach(file, words.Contains, connection, _attached));
    }

    private void View(DuckDbConnection connection, SeriesKind kind, IReadOnlyList<CatalogPartition> partitions, string first)
    {
        string name = CatalogPartition.FolderOf(kind);
        var columns = ParquetTable.Of(kind);
        string listed = string.Join(", ", columns.Select(column => column.Name));
        _tables.Add(name);
        string[] files = [.. partitions.Where(p => p.Series.Kind == kind).Select(p => CatalogFiles.FileOf(folder.Catalog, p))];
        _files.AddRange(files);
        if (files.Length > 0)
        {
            string timeframe = kind == SeriesKind.Funding ? "" : "timeframe: VARCHAR, ";
            connection.Execute($"""
                CREATE VIEW {name} AS SELECT {first}{listed}, year, month
                FROM read_parquet({CatalogFiles.List(files)}, hive_partitioning = true,
                    hive_types = {"{"}market: VARCHAR, symbol: VARCHAR, {timeframe}year: INTEGER, month: INTEGER{"}"})
                """);
        }
        else
        {
            string timeframe = kind == SeriesKind.Funding ? "" : ", ''::VARCHAR AS timeframe";
            connection.Execute($"""
                CREATE TABLE {name}_rows ({ParquetTable.Declaration(columns)});
                CREATE VIEW {name} AS SELECT {first}{listed}, year, month
                FROM (SELECT *, ''::VARCHAR AS market, ''::VARCHAR AS symbol{timeframe}, 0::INTEGER AS year, 0::INTEGER AS month FROM {name}_rows)
                """);
        }
    }

    private void Instruments(DuckDbConnection connection)
    {
        _tables.Add("instruments");
        string file = Path.Combine(folder.Catalog, InstrumentRow.Path.Replace('/', Path.DirectorySeparatorChar));
        bool exists = File.Exists(file);
        if (exists) _files.Add(file);
        connection.Execute(exists
            ? $"CREATE VIEW instruments AS SELECT * FROM read_parquet({DuckDbConnection.Quote(file)})"
            : $"CREATE TABLE instruments ({ParquetTable.Declaration(ParquetTable.Instruments)})");
    }

    /// <summary>A table may be missing because the file that has it was never made.</summary>
    private string? Absent(string text) => text.StartsWith("Table with name ", StringComparison.Ordinal) && stored.Where(file => !File.Exists(file.Path)).ToArray() is { Length: > 0 } absent
        ? string.Join("; ", absent.Select(file => file.WhenAbsent)) : null;
}
