using System.Runtime.InteropServices;
using System.Text;
using QuantDsl.Diagnostics;

namespace QuantDsl.Data.DuckDb;

/// <summary>A database in memory with its one connection. Used by one thread at a time, but for <see cref="Interrupt"/>.</summary>
internal sealed unsafe class DuckDbConnection : IDisposable
{
    private nint _database, _connection;

    /// <param name="threads">Threads a statement may use; 1 keeps what it writes the same byte for byte.</param>
    /// <exception cref="InputException">DuckDB's library is missing.</exception>
    public DuckDbConnection(int threads)
    {
        DuckDbLibrary.Use();
        nint database = 0, connection = 0;
        if (DuckDbCalls.Open(null, &database) != DuckDbCalls.Success || DuckDbCalls.Connect(database, &connection) != DuckDbCalls.Success)
        {
            DuckDbCalls.Close(&database);
            throw new DuckDbFailure("no database could be opened in memory");
        }

        _database = database;
        _connection = connection;
        // Nothing is ever fetched from a network by itself, and the time zone of the machine is not asked.
        Execute($"SET threads = {threads}; SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET enable_progress_bar = false;");
    }

    /// <summary>The library's version, such as <c>v1.5.6</c>.</summary>
    public static string Version
    {
        get
        {
            DuckDbLibrary.Use();
            return Marshal.PtrToStringUTF8((nint)DuckDbCalls.LibraryVersion()) ?? "";
        }
    }

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_connection == 0, this);
            return _connection;
        }
    }

    /// <summary>A text as SQL writes it.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Runs one statement or several, whose rows are not wanted.</summary>
    /// <exception cref="DuckDbFailure">One was refused; those before it have been done.</exception>
    public void Execute(string sql)
    {
        using var statements = Parse(sql);
        for (int i = 0; i < statements.Count; i++)
        {
            using var prepared = statements.Prepare(i);
            prepared.Run().Dispose();
        }
    }

    /// <summary>Runs one statement for its rows.</summary>
    /// <exception cref="DuckDbFailure">It was refused.</exception>
    public DuckDbResult Query(string sql) => Single(sql, prepared => prepared.Run());

    /// <summary>Begins one statement whose rows are made while they are fetched.</summary>
    /// <exception cref="DuckDbFailure">It was refused.</exception>
    public DuckDbResult Stream(string sql) => Single(sql, prepared => prepared.Stream());


    /// <summary>Splits a text into statements without running any.</summary>
    /// <exception cref="DuckDbFailure">The text is no SQL.</exception>
    public DuckDbStatements Parse(string sql)
    {
        nint statements = 0;
        ulong count;
        fixed (byte* text = Terminated(sql)) count = DuckDbCalls.ExtractStatements(Handle, text, &statements);
        if (count == 0 && DuckDbCalls.ExtractError(statements) is var error && error is not null && *error != 0)
        {
            string message = Text(error);
            DuckDbCalls.DestroyExtracted(&statements);
            throw new DuckDbFailure(message);
        }

        return new(this, statements, (int)count);
    }

    /// <summary>Makes the running statement fail with the word <c>interrupted</c>; may be called from any thread.</summary>
    public void Interrupt()
    {
        nint connection = _connection;
        if (connection != 0) DuckDbCalls.Interrupt(connection);
    }

    public void Dispose()
    {
        nint database = _database, connection = _connection;
        _database = _connection = 0;
        if (connection != 0) DuckDbCalls.Disconnect(&connection);
        if (database != 0) DuckDbCalls.Close(&database);
    }

    private DuckDbResult Single(string sql, Func<DuckDbPrepared, DuckDbResult> run)
    {
        using var statements = Parse(sql);
        if (statements.Count != 1) throw new DuckDbFailure($"one statement is expected, not {statements.Count}");
        using var prepared = statements.Prepare(0);
        return run(prepared);
    }

    internal static byte[] Terminated(string text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    internal static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";
}
