using Microsoft.Data.Sqlite;
using QuantDsl.Data.DuckDb;
using QuantDsl.Diagnostics;
using QuantDsl.Storage;

namespace QuantDsl.Data.Query;

/// <summary>A table of a SQLite file, read where it is while a statement runs: only the columns it needs, a chunk at a time, nothing kept.</summary>
/// <remarks>DuckDB's own reader of SQLite is an extension that has to be downloaded. Every question reads the table from its beginning, some
/// microsecond a row; the catalog answers the same questions sooner.</remarks>
internal sealed class SqliteTable : ITableSource
{
    private const int MostCounted = 200_000;

    private static readonly DatabaseRefusal Refusal = new()
    {
        Unwritable = DataDiagnostics.StoredTablesUnreadable,
        Damaged = DataDiagnostics.StoredTablesUnreadable,
        InUse = DataDiagnostics.StoredTablesInUse,
        DamagedHelp = "restore it from a backup, or leave its tables out of the query",
    };

    private readonly string _path, _name;

    private SqliteTable(SqliteConnection source, string path, string name)
    {
        (_path, _name) = (path, name);
        List<(string Name, DuckDbType Type)> columns = [];
        using (var info = new Statement(source, $"SELECT name, upper(type) FROM pragma_table_info({DuckDbConnection.Quote(name)}) ORDER BY cid"))
        {
            while (info.Read())
                columns.Add((info.Text(0), info.Text(1) switch { "INTEGER" => DuckDbType.BigInt, "REAL" => DuckDbType.Double, _ => DuckDbType.Varchar }));
        }

        Columns = columns;
        // A planner that takes a long table for a short one keeps the wrong side of a join in memory; exactly how long does not matter.
        using var count = new Statement(source, $"SELECT count(*) FROM (SELECT 1 FROM {NameOf(name)} LIMIT {MostCounted})");
        ExpectedRows = count.Read() ? count.Integer(0) : 0;
    }

    public IReadOnlyList<(string Name, DuckDbType Type)> Columns { get; }

    public long ExpectedRows { get; }

    /// <summary>Why reading failed while a statement ran; DuckDB passes on the words alone.</summary>
    public InputException? Failure { get; private set; }

    /// <summary>Makes every table of a file, under its own name and its aliases, a view of a query's database.</summary>
    /// <param name="stored">The file; without it its tables are not there.</param>
    /// <param name="isWanted">Whether a statement may mean a name; the others are not looked at.</param>
    /// <param name="target">The query's database.</param>
    /// <param name="tables">Receives those that were made.</param>
    /// <returns>The names that a statement can use of this file.</returns>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Attach(StoredTables stored, Func<string, bool> isWanted, DuckDbConnection target, ICollection<SqliteTable> tables)
    {
        if (!File.Exists(stored.Path)) return [.. stored.Aliases.Keys.Order(StringComparer.Ordinal)];
        using var source = Database.OpenToRead(stored.Path, Refusal);
        return Refusal.Guard(stored.Path, () =>
        {
            List<string> names = [];
            foreach (string table in Tables(source))
            {
                string[] known = [table, .. stored.Aliases.Where(alias => alias.Value == table).Select(alias => alias.Key)];
                names.AddRange(known);
                if (!known.Any(isWanted)) continue;
                var attached = new SqliteTable(source, stored.Path, table);
                string function = $"stored_rows_{tables.Count}";
                tables.Add(attached);
                DuckDbTableFunction.Register(target, function, attached);
                foreach (string name in known) target.Execute($"CREATE OR REPLACE VIEW {NameOf(name)} AS SELECT * FROM {function}()");
            }

            return (IReadOnlyList<string>)names;
        });
    }

    public ITableScan Scan(IReadOnlyList<int> columns) => Guard(() => new Reading(this, columns));

    private static List<string> Tables(SqliteConnection source)
    {
        List<string> tables = [];
        using var list = new Statement(source, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
        while (list.Read()) tables.Add(list.Text(0));
        return tables;
    }

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return Refusal.Guard(_path, work);
        }
        catch (InputException failure)
        {
            Failure = failure;
            throw;
        }
    }

    /// <summary>A name as both dialects write it.</summary>
    private static string NameOf(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>One pass over the rows, with a connection of its own: a statement may read a table twice at the same time.</summary>
    private sealed class Reading : ITableScan
    {
        private readonly SqliteTable _table;
        private readonly DuckDbType?[] _types;
        private readonly SqliteConnection _source;
        private readonly Statement _rows;
        private bool _isOver;

        public Reading(SqliteTable table, IReadOnlyList<int> columns)
        {
            _table = table;
            _types = [.. columns.Select(column => column < 0 ? (DuckDbType?)null : table.Columns[column].Type)];
            _source = Database.OpenToRead(table._path, Refusal);
            try
            {
                _rows = new(_source, $"SELECT {string.Join(", ", columns.Select(column => column < 0 ? "1" : NameOf(table.Columns[column].Name)).DefaultIfEmpty("1"))} FROM {NameOf(table._name)}");
            }
            catch
            {
                _source.Dispose();
                throw;
            }
        }

        public int Fill(DuckDbChunk chunk) => _table.Guard(() =>
        {
            int count = 0;
            // A statement that is asked once more after its last row begins again.
            while (!_isOver && count < DuckDbChunk.Capacity)
            {
                if (_isOver = !_rows.Read()) break;
                for (int i = 0; i < _types.Length; i++)
                {
                    if (_types[i] is not { } type) continue;
                    if (_rows.IsNull(i)) chunk.SetNull(i, count);
                    else if (type == DuckDbType.BigInt) chunk.Integers(i)[count] = _rows.Integer(i);
                    else if (type == DuckDbType.Double) chunk.Numbers(i)[count] = _rows.Number(i);
                    else chunk.SetText(i, count, _rows.Utf8(i));
                }

                count++;
            }

            return count;
        });

        public void Dispose()
        {
            _rows.Dispose();
            _source.Dispose();
        }
    }
}
