using System.Collections.Immutable;
using System.Text.RegularExpressions;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.DuckDb;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Query;

/// <summary>SQL over the catalog, the archive and the runs, which can do nothing but read.</summary>
/// <remarks>
/// Every statement has a database in memory of its own. Before it is looked at, DuckDB's access to files is closed but for those of the catalog, and
/// its settings are locked; then <see cref="QueryGuard"/> judges what it is before anything of it is bound. The catalog's files are read where they
/// are, and so are the tables of SQLite files that the statement names.
/// </remarks>
public sealed class CatalogQuery : IDisposable
{
    private static readonly Regex Word = new("[A-Za-z_][A-Za-z_0-9]*", RegexOptions.CultureInvariant);

    private readonly DuckDbConnection _connection = new(Math.Max(1, Environment.ProcessorCount));
    private readonly DataFolder _folder;
    private readonly ImmutableArray<StoredTables> _stored;
    private readonly List<string> _tables = [], _files = [];
    private readonly List<SqliteTable> _attached = [];
    private QueryRows? _rows;

    private CatalogQuery(DataFolder folder, ImmutableArray<StoredTables> stored)
    {
        _folder = folder;
        _stored = stored;
    }

    /// <summary>Asks one statement; the answer is read from <see cref="Rows"/>.</summary>
    /// <param name="folder">The data folder; what is not in it is an empty table.</param>
    /// <param name="stored">SQLite files beside the catalog: the archive and the store of runs.</param>
    /// <param name="sql">What the user typed.</param>
    /// <param name="cancellation">Interrupts the statement.</param>
    /// <exception cref="InputException">The statement is wrong, refused, or a file is damaged.</exception>
    /// <exception cref="OperationCanceledException">The query was cancelled.</exception>
    public static CatalogQuery Ask(DataFolder folder, ImmutableArray<StoredTables> stored, string sql, CancellationToken cancellation = default)
    {
        var query = new CatalogQuery(folder with { Root = Path.GetFullPath(folder.Root) }, stored);
        try
        {
            query.Begin(sql, cancellation);
            return query;
        }
        catch
        {
            query.Dispose();
            throw;
        }
    }

    /// <summary>The answer.</summary>
    public QueryRows Rows => _rows ?? throw new InvalidOperationException("nothing was asked");

    public void Dispose()
    {
        _rows?.Dispose();
        _connection.Dispose();
    }

    private void Begin(string sql, CancellationToken cancellation)
    {
        var interruption = new DuckDbInterruption(_connection, cancellation);
        try
        {
            AddTables(sql);
            Lock();
            QueryGuard.Check(_connection, sql);
            using var statements = _connection.Parse(sql);
            using var prepared = statements.Prepare(0);
            int count = prepared.ColumnCount;
            if (statements.Count != 1 || prepared.Kind != DuckDbStatementKind.Select) throw QueryGuard.Refused("it does more than read");
            ImmutableArray<QueryColumn> columns = [.. Enumerable.Range(0, count).Select(i => new QueryColumn(prepared.NameOf(i), KindOf(prepared.TypeOf(i))))];
            bool[] read = [.. Enumerable.Range(0, count).Select(i => IsRead(prepared.TypeOf(i)))];
            var result = read.All(isRead => isRead) ? prepared.Stream() : AsText(sql, read);
            _rows = new(result, columns, failure => Translate(failure, cancellation), interruption);
        }
        catch (DuckDbFailure failure)
        {
            interruption.Dispose();
            throw Translate(failure, cancellation);
        }
        catch
        {
            interruption.Dispose();
            throw;
        }
    }

    private void AddTables(string sql)
    {
        CatalogSwap.Restore(_folder.Catalog);
        var partitions = CatalogFiles.Partitions(_folder.Catalog);
        View(SeriesKind.Klines, partitions, "market, symbol, timeframe, epoch_ms(open_time) AS time, ");
        View(SeriesKind.Mark, partitions, "market, symbol, timeframe, epoch_ms(open_time) AS time, ");
        View(SeriesKind.Funding, partitions, "market, symbol, epoch_ms(funding_time) AS time, ");
        Instruments();
        var words = Word.Matches(sql).Select(match => match.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var stored in _stored) _tables.AddRange(SqliteTable.Attach(stored, words.Contains, _connection, _attached));
    }

    /// <summary>From here on nothing can be opened but the catalog's files, and nothing can change that back.</summary>
    private void Lock() => _connection.Execute($"""
        SET temp_directory = '';
        SET allow_community_extensions = false;
        SET allowed_paths = {CatalogFiles.List(_files)};
        SET enable_external_access = false;
        SET lock_configuration = true;
        """);

    private void View(SeriesKind kind, IReadOnlyList<CatalogPartition> partitions, string first)
    {
        string name = CatalogPartition.FolderOf(kind);
        var columns = ParquetTable.Of(kind);
        string listed = string.Join(", ", columns.Select(column => column.Name));
        _tables.Add(name);
        string[] files = [.. partitions.Where(p => p.Series.Kind == kind).Select(p => CatalogFiles.FileOf(_folder.Catalog, p))];
        _files.AddRange(files);
        if (files.Length > 0)
        {
            string timeframe = kind == SeriesKind.Funding ? "" : "timeframe: VARCHAR, ";
            _connection.Execute($"""
                CREATE VIEW {name} AS SELECT {first}{listed}, year, month
                FROM read_parquet({CatalogFiles.List(files)}, hive_partitioning = true,
                    hive_types = {"{"}market: VARCHAR, symbol: VARCHAR, {timeframe}year: INTEGER, month: INTEGER{"}"})
                """);
        }
        else
        {
            string timeframe = kind == SeriesKind.Funding ? "" : ", ''::VARCHAR AS timeframe";
            _connection.Execute($"""
                CREATE TABLE {name}_rows ({ParquetTable.Declaration(columns)});
                CREATE VIEW {name} AS SELECT {first}{listed}, year, month
                FROM (SELECT *, ''::VARCHAR AS market, ''::VARCHAR AS symbol{timeframe}, 0::INTEGER AS year, 0::INTEGER AS month FROM {name}_rows)
                """);
        }
    }

    private void Instruments()
    {
        _tables.Add("instruments");
        string file = Path.Combine(_folder.Catalog, InstrumentRow.Path.Replace('/', Path.DirectorySeparatorChar));
        bool exists = File.Exists(file);
        if (exists) _files.Add(file);
        _connection.Execute(exists
            ? $"CREATE VIEW instruments AS SELECT * FROM read_parquet({DuckDbConnection.Quote(file)})"
            : $"CREATE TABLE instruments ({ParquetTable.Declaration(ParquetTable.Instruments)})");
    }

    private static bool IsRead(DuckDbType type) => type is >= DuckDbType.Boolean and <= DuckDbType.Double or DuckDbType.Varchar;

    private static QueryValueKind KindOf(DuckDbType type) => type switch
    {
        DuckDbType.Boolean => QueryValueKind.Boolean,
        DuckDbType.Float or DuckDbType.Double => QueryValueKind.Number,
        DuckDbType.HugeInt or DuckDbType.UnsignedHugeInt or DuckDbType.Decimal => QueryValueKind.ExactNumber,
        >= DuckDbType.TinyInt and <= DuckDbType.UnsignedBigInt => QueryValueKind.Integer,
        _ => QueryValueKind.Text,
    };

    /// <summary>Begins the statement with every column cast to text that cannot be read as it is; its order is kept.</summary>
    private DuckDbResult AsText(string sql, bool[] read)
    {
        string columns = string.Join(", ", read.Select((isRead, i) => isRead ? $"c{i}" : $"c{i}::VARCHAR"));
        string names = string.Join(", ", read.Select((_, i) => $"c{i}"));
        for (string inner = sql; ; inner = inner[..inner.LastIndexOf(';')])
        {
            try
            {
                return _connection.Stream($"SELECT {columns} FROM ({inner}\n) AS answer({names})");
            }
            catch (DuckDbFailure) when (inner.Contains(';', StringComparison.Ordinal))
            {
                // A statement may end with a semicolon and comments, which cannot stand inside another; one inside a text is never cut successfully.
            }
        }
    }

    private Exception Translate(DuckDbFailure failure, CancellationToken cancellation)
    {
        if (_attached.Select(table => table.Failure).FirstOrDefault(refusal => refusal is not null) is { } unreadable) return unreadable;
        string line = failure.FirstLine;
        if (cancellation.IsCancellationRequested && line.StartsWith("INTERRUPT", StringComparison.OrdinalIgnoreCase)) return new OperationCanceledException(cancellation);
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        string kind = colon > 0 ? line[..colon] : "", text = (colon > 0 ? line[(colon + 2)..] : line).TrimEnd('!', '.');
        return kind switch
        {
            "Permission Error" => QueryGuard.Refused(text),
            "Catalog Error" when text.StartsWith("Table with name ", StringComparison.Ordinal) && text.AsSpan().IndexOfAny('/', '\\') >= 0 => QueryGuard.Refused("it names a file that is not one of the catalog"),
            "IO Error" or "Invalid Error" => DataRefusal.Of(_folder.Catalog, 0, "`qdsl data verify` names damaged files, `qdsl data rebuild` makes the catalog again", DataDiagnostics.CatalogUnreadable, _folder.Catalog, text),
            _ => new InputException(FailureKind.Input, Diagnostic.InFile("", 0, DataDiagnostics.QueryWrong, text) with
            {
                Help = Suggestion(failure.Message) ?? Absent(text) ?? $"tables are {string.Join(", ", _tables.Distinct())}; `DESCRIBE bars` lists the columns of one",
            }),
        };
    }

    /// <summary>A table may be missing because the file that has it was never made.</summary>
    private string? Absent(string text) => text.StartsWith("Table with name ", StringComparison.Ordinal) && _stored.Where(file => !File.Exists(file.Path)).ToArray() is { Length: > 0 } absent
        ? string.Join("; ", absent.Select(file => file.WhenAbsent)) : null;

    private string? Suggestion(string message)
    {
        var match = Regex.Match(message, "Did you mean \"([^\"]+)\"", RegexOptions.CultureInvariant);
        // DuckDB's own tables are not what anybody was looking for.
        bool isTable = message.Contains("Table with name ", StringComparison.Ordinal);
        return match.Success && (!isTable || _tables.Contains(match.Groups[1].Value)) ? $"did you mean `{match.Groups[1].Value}`?" : null;
    }
}
