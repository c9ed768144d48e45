using QuantDsl.Data.Catalog;
using QuantDsl.Data.DuckDb;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Query;

/// <summary>SQL over one file of JSON lines, which can do nothing but read it.</summary>
public static class JsonLinesQuery
{
    /// <summary>Asks one statement; the answer is read from <see cref="GuardedQuery.Rows"/>.</summary>
    /// <param name="table">The only table there is; what is wrong with its lines has been found before.</param>
    /// <param name="sql">What the user typed.</param>
    /// <param name="cancellation">Interrupts the statement.</param>
    /// <exception cref="InputException">The statement is wrong or refused, the file cannot be read, or DuckDB is missing.</exception>
    /// <exception cref="OperationCanceledException">The query was cancelled.</exception>
    public static GuardedQuery Ask(JsonLinesTable table, string sql, CancellationToken cancellation = default) =>
        GuardedQuery.Ask(new Table(table with { File = Path.GetFullPath(table.File) }), sql, cancellation);

    private sealed class Table(JsonLinesTable table) : IQueryTables
    {
        public IReadOnlyList<string> Files => [table.File];

        public Exception? Failure => null;

        public string OtherFile => $"it names a file, and only `{table.Name}` can be read";

        public void Add(DuckDbConnection connection, string sql)
        {
            string columns = string.Join(", ", table.Columns.Select(column => $"{DuckDbConnection.Quote(column.Name)}: {DuckDbConnection.Quote(column.Type)}"));
            // A line that is cut off comes as a row of nothing.
            connection.Execute($$"""
                CREATE VIEW "{{table.Name}}" AS SELECT * FROM read_json({{CatalogFiles.List(Files)}}, format = 'newline_delimited', records = true,
                    columns = { {{columns}} }, ignore_errors = true) WHERE "{{table.Columns[0].Name}}" IS NOT NULL
                """);
        }

        public bool Has(string name) => name == table.Name;

        public string Help(string text) => $"the table is `{table.Name}`; `DESCRIBE {table.Name}` lists its columns";

        public Exception Unreadable(string text) => DataRefusal.Of(table.File, 0, "see that the file is there and may be read", DataDiagnostics.StoredTablesUnreadable, table.File, text);
    }
}
