using System.Collections.Frozen;
using System.Text.Json;
using QuantDsl.Data.DuckDb;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Query;

/// <summary>Judges a statement by its parsed form, before a name in it is looked up: one statement, which selects, from tables and harmless functions.</summary>
/// <remarks>
/// The kind of a prepared statement is not enough. Preparing an <c>EXPORT</c> makes its folder, and a table function in a selecting statement may write
/// a log or a profile to a file. So functions that yield tables are those of a list, which holds none that takes SQL as text.
/// </remarks>
internal static class QueryGuard
{
    private const int DeepestNesting = 2_000;

    private static readonly FrozenSet<string> TableFunctions = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "range", "generate_series", "unnest", "repeat", "repeat_row", "summary", "json_each", "json_tree", "read_parquet", "parquet_scan", "parquet_schema",
        "parquet_metadata", "parquet_file_metadata", "parquet_kv_metadata", "duckdb_columns", "duckdb_functions", "duckdb_keywords", "duckdb_tables",
        "duckdb_types", "duckdb_views", "pragma_table_info", "pragma_version", "test_all_types");

    /// <exception cref="InputException">The statement is refused.</exception>
    /// <exception cref="DuckDbFailure">The text is no SQL.</exception>
    public static void Check(DuckDbConnection connection, string sql)
    {
        if (sql.Contains('\0', StringComparison.Ordinal)) throw Refused("there is a character in it that ends a text");
        using (var statements = connection.Parse(sql))
        {
            if (statements.Count != 1) throw Refused(statements.Count == 0 ? "there is no statement in it" : $"there are {statements.Count} statements in it");
        }

        using var serialized = connection.Query($"SELECT json_serialize_sql({DuckDbConnection.Quote(sql)})");
        if (!serialized.Next() || serialized.Value(0, 0) is not string json) throw Refused("it cannot be judged");
        using var document = Parsed(json);
        if (document.RootElement.GetProperty("error").GetBoolean()) throw Refused("it is not a statement that only reads");
        Judge(document.RootElement);
    }

    public static InputException Refused(string reason) => new(FailureKind.Refused, Diagnostic.InFile("", 0, DataDiagnostics.QueryRefused, reason) with
    {
        Help = "ask one question that begins with SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW or SUMMARIZE; `qdsl data export` writes files",
    });

    private static JsonDocument Parsed(string json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DeepestNesting });
        }
        catch (JsonException)
        {
            throw Refused("it is nested too deeply");
        }
    }

    private static void Judge(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) Judge(item);
            return;
        }

        if (element.ValueKind != JsonValueKind.Object) return;
        if (element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "TABLE_FUNCTION")
        {
            string name = element.TryGetProperty("function", out var function) && function.TryGetProperty("function_name", out var named) ? named.GetString() ?? "" : "";
            if (!TableFunctions.Contains(name)) throw Refused($"`{name}` is not a function that a query may read from");
        }

        foreach (var property in element.EnumerateObject()) Judge(property.Value);
    }
}
