using Microsoft.Data.Sqlite;
using QuantDsl.Diagnostics;

namespace QuantDsl.Storage;

/// <summary>Opens SQLite files, all in the same way: write-ahead log, patient with other processes, damage said in words.</summary>
public static class Database
{
    /// <summary>Opens a database, making file and folder where they are missing.</summary>
    /// <param name="path">The file, or null for a database in memory.</param>
    /// <param name="refusal">How the owner of the database says what went wrong.</param>
    /// <param name="prepare">Makes or checks the tables; the connection is closed when it throws.</param>
    /// <exception cref="InputException">The path cannot be written, or holds something else.</exception>
    public static SqliteConnection Open(string? path, DatabaseRefusal refusal, Action<SqliteConnection> prepare)
    {
        if (path is null) return Open(new SqliteConnectionStringBuilder { DataSource = ":memory:" }, "(memory)", refusal, prepare);
        return refusal.Guard(path, () =>
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            return Open(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }, path, refusal, prepare);
        });
    }

    /// <summary>Opens a database that is there, to read it only.</summary>
    /// <exception cref="InputException">The file is missing or no database.</exception>
    public static SqliteConnection OpenToRead(string path, DatabaseRefusal refusal) => refusal.Guard(path, () =>
    {
        SqliteLibrary.Use();
        // Shared memory of the write-ahead log needs a writable folder; the connection itself refuses to write.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });

    /// <summary>Runs statements that return nothing.</summary>
    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(SqliteConnectionStringBuilder address, string path, DatabaseRefusal refusal, Action<SqliteConnection> prepare) =>
        refusal.Guard(path, () =>
        {
            SqliteLibrary.Use();
            var connection = new SqliteConnection(address.ToString());
            try
            {
                connection.Open();
                Execute(connection, "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;");
                prepare(connection);
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        });
}
