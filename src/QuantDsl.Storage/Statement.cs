using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace QuantDsl.Storage;

/// <summary>A prepared statement over the native calls: binding a row through ADO.NET boxes every value of it.</summary>
/// <remarks>Doubles come back to the last bit, but for −0.0: SQLite keeps whole numbers as integers, which have no such zero.</remarks>
public sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("the store is closed");
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    public void Bind(int index, long value) => Check(raw.sqlite3_bind_int64(_statement, index, value));

    public void Bind(int index, long? value) =>
        Check(value is { } number ? raw.sqlite3_bind_int64(_statement, index, number) : raw.sqlite3_bind_null(_statement, index));

    public void Bind(int index, double value) => Check(raw.sqlite3_bind_double(_statement, index, value));

    public void Bind(int index, double? value) =>
        Check(value is { } number ? raw.sqlite3_bind_double(_statement, index, number) : raw.sqlite3_bind_null(_statement, index));

    public void Bind(int index, ReadOnlySpan<byte> utf8) => Check(raw.sqlite3_bind_text(_statement, index, utf8));

    public void Bind(int index, string? text) =>
        Check(text is null ? raw.sqlite3_bind_null(_statement, index) : raw.sqlite3_bind_text(_statement, index, text));

    /// <summary>Runs a statement that returns no rows and makes it ready for the next.</summary>
    public void Execute()
    {
        int result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE) Check(result);
    }

    /// <summary>Moves to the next row; after the last one the statement is ready to be bound again.</summary>
    public bool Read()
    {
        int result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW) return true;
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE) Check(result);
        return false;
    }

    public void Reset() => raw.sqlite3_reset(_statement);

    public long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

    public double Number(int column) => raw.sqlite3_column_double(_statement, column);

    public double? NumberOrNull(int column) =>
        raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_double(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>The bytes of a text, which live until the next row; empty for null.</summary>
    public ReadOnlySpan<byte> Utf8(int column)
    {
        var text = raw.sqlite3_column_text(_statement, column);
        int length = raw.sqlite3_column_bytes(_statement, column);
        return length == 0 ? [] : MemoryMarshal.CreateReadOnlySpan(in text.GetPinnableReference(), length);
    }

    /// <summary>Empty for null.</summary>
    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string() ?? "";

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw new SqliteException(raw.sqlite3_errmsg(_database).utf8_to_string(), result & 0xFF);
    }
}
