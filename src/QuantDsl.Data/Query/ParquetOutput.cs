using QuantDsl.Data.DuckDb;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Query;

/// <summary>A column of a Parquet file.</summary>
/// <param name="Name">As the file has it.</param>
/// <param name="Value">The value of a row, 0-based: a string, long or double as <paramref name="Type"/> says, an instant as a long; null for none.</param>
public sealed record ParquetColumn(string Name, ColumnType Type, Func<int, object?> Value);

/// <summary>Writes rows that are in memory as Parquet: Zstandard, the same bytes for the same rows.</summary>
/// <remarks>Text is VARCHAR, whole numbers BIGINT, numbers DOUBLE, instants TIMESTAMP WITH TIME ZONE, which Parquet keeps as microseconds of UTC.</remarks>
public static class ParquetOutput
{
    private const string Table = "rows_to_write";

    /// <param name="file">Full path; what is there is replaced. Call it inside <see cref="WholeFile"/>.</param>
    /// <param name="columns">In the order of the file.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="metadata">Key-value pairs of the file's footer.</param>
    /// <exception cref="InputException">DuckDB's library is missing.</exception>
    public static void Write(string file, IReadOnlyList<ParquetColumn> columns, int rows, params IEnumerable<(string Key, string Value)> metadata)
    {
        using var connection = new DuckDbConnection(1);
        connection.Execute($"CREATE TEMP TABLE {Table} ({string.Join(", ", columns.Select(column => $"{NameOf(column)} {Kept(column.Type)}"))})");
        Append(connection, columns, rows);
        string selected = string.Join(", ", columns.Select(column => column.Type == ColumnType.Instant ? $"to_timestamp(0) + to_milliseconds({NameOf(column)}) AS {NameOf(column)}" : NameOf(column)));
        string pairs = string.Join(", ", metadata.Select(pair => $"{DuckDbConnection.Quote(pair.Key)}: {DuckDbConnection.Quote(pair.Value)}"));
        connection.Execute($"COPY (SELECT {selected} FROM {Table}) TO {DuckDbConnection.Quote(file)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}})");
    }

    private static void Append(DuckDbConnection connection, IReadOnlyList<ParquetColumn> columns, int rows)
    {
        using var appender = new DuckDbAppender(connection, Table, [.. columns.Select(column => column.Type switch
        {
            ColumnType.Text => DuckDbType.Varchar,
            ColumnType.Number => DuckDbType.Double,
            _ => DuckDbType.BigInt,
        })]);
        for (int start = 0; start < rows; start += DuckDbAppender.Capacity)
        {
            int count = Math.Min(DuckDbAppender.Capacity, rows - start);
            for (int c = 0; c < columns.Count; c++)
                for (int row = 0; row < count; row++) Set(appender, c, row, columns[c].Value(start + row));
            appender.Append(count);
        }

        appender.Finish();
    }

    private static void Set(DuckDbAppender appender, int column, int row, object? value)
    {
        switch (value)
        {
            case string text: appender.SetText(column, row, text); break;
            case long whole: appender.Integers(column)[row] = whole; break;
            case double number: appender.Numbers(column)[row] = number; break;
            case null: appender.SetNull(column, row); break;
            default: throw new ArgumentException($"column {column} gives a {value.GetType().Name}", nameof(value));
        }
    }

    private static string Kept(ColumnType type) => type switch
    {
        ColumnType.Text => "VARCHAR",
        ColumnType.Number => "DOUBLE",
        _ => "BIGINT",
    };

    private static string NameOf(ParquetColumn column) => $"\"{column.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
