using Microsoft.Data.Sqlite;
using QuantDsl.Data.DuckDb;
using QuantDsl.Diagnostics;
using QuantDsl.Storage;

namespace QuantDsl.Data.Query;

/// <summary>Copies tables of a SQLite file into a query's database, a chunk at a time.</summary>
/// <remarks>DuckDB's own reader of SQLite is an extension that has to be downloaded. A copy costs some two seconds of one core and 230 MB for each
/// million rows of klines, so only tables that a statement names are copied; the catalog answers the same questions without one.</remarks>
internal static class SqliteCopy
{
    private static readonly DatabaseRefusal Refusal = new()
    {
        Unwritable = DataDiagnostics.StoredTablesUnreadable,
        Damaged = DataDiagnostics.StoredTablesUnreadable,
        InUse = DataDiagnostics.StoredTablesInUse,
        DamagedHelp = "restore it from a backup, or leave its tables out of the query",
    };

    /// <summary>Copies every table of the file that is wanted, under its own name and its aliases.</summary>
    /// <returns>The names that a statement can use of this file, whether copied or not.</returns>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Copy(StoredTables stored, Func<string, bool> isWanted, DuckDbConnection target, CancellationToken cancellation)
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
                Copy(source, table, target, cancellation);
                foreach (string alias in known[1..]) target.Execute($"CREATE OR REPLACE VIEW {Name(alias)} AS SELECT * FROM {Name(table)}");
            }

            return (IReadOnlyList<string>)names;
        });
    }

    private static List<string> Tables(SqliteConnection source)
    {
        List<string> tables = [];
        using var list = new Statement(source, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
        while (list.Read()) tables.Add(list.Text(0));
        return tables;
    }

    private static void Copy(SqliteConnection source, string table, DuckDbConnection target, CancellationToken cancellation)
    {
        List<(string Name, DuckDbType Type)> columns = [];
        using (var info = new Statement(source, $"SELECT name, upper(type) FROM pragma_table_info({DuckDbConnection.Quote(table)}) ORDER BY cid"))
        {
            while (info.Read())
                columns.Add((info.Text(0), info.Text(1) switch { "INTEGER" => DuckDbType.BigInt, "REAL" => DuckDbType.Double, _ => DuckDbType.Varchar }));
        }

        target.Execute($"CREATE OR REPLACE TABLE {Name(table)} ({string.Join(", ", columns.Select(column => $"{Name(column.Name)} {Catalog.ParquetTable.TypeName(column.Type)}"))})");
        using var appender = new DuckDbAppender(target, table, [.. columns.Select(column => column.Type)]);
        using var rows = new Statement(source, $"SELECT {string.Join(", ", columns.Select(column => Name(column.Name)))} FROM {Name(table)}");
        int count = 0;
        while (rows.Read())
        {
            for (int i = 0; i < columns.Count; i++)
            {
                if (rows.IsNull(i)) appender.SetNull(i, count);
                else if (columns[i].Type == DuckDbType.BigInt) appender.Integers(i)[count] = rows.Integer(i);
                else if (columns[i].Type == DuckDbType.Double) appender.Numbers(i)[count] = rows.Number(i);
                else appender.SetText(i, count, rows.Utf8(i));
            }

            if (++count < DuckDbAppender.Capacity) continue;
            cancellation.ThrowIfCancellationRequested();
            appender.Append(count);
            count = 0;
        }

        appender.Append(count);
        appender.Finish();
    }

    /// <summary>A name as both dialects write it.</summary>
    private static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
