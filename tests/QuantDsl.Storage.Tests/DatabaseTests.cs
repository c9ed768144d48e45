using Microsoft.Data.Sqlite;
using QuantDsl.Diagnostics;
using QuantDsl.Testing;

namespace QuantDsl.Storage.Tests;

public sealed class DatabaseTests
{
    private static readonly DatabaseRefusal Refusal = new()
    {
        Unwritable = new("QD0001", Severity.Error, "unwritable: {0}"),
        Damaged = new("QD0002", Severity.Error, "damaged: {0}"),
        InUse = new("QD0003", Severity.Error, "in use"),
        DamagedHelp = "move it away",
    };

    [Fact]
    public void A_database_is_made_with_its_folder_in_the_write_ahead_log()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "deep", "er", "some.db");
        using var connection = Database.Open(path, Refusal, c => Database.Execute(c, "CREATE TABLE t (x REAL)"));
        Assert.True(File.Exists(path));
        Assert.Equal("wal", Scalar(connection, "PRAGMA journal_mode"));
        Assert.Equal(5000L, Scalar(connection, "PRAGMA busy_timeout"));
        Assert.Equal(1L, Scalar(connection, "PRAGMA foreign_keys"));
    }

    [Fact]
    public void The_native_library_is_at_least_as_new_as_the_bundled_one()
    {
        using var connection = Database.Open(null, Refusal, _ => { });
        Assert.True(Version.Parse(connection.ServerVersion) >= new Version(3, 35, 5), connection.ServerVersion);
    }

    [Fact]
    public void A_file_that_is_no_database_is_said_to_be_damaged()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "notes.db");
        File.WriteAllText(path, new string('x', 5000));
        var failure = Assert.Throws<InputException>(() => Database.Open(path, Refusal, c => Database.Execute(c, "CREATE TABLE t (x)")));
        Assert.Equal(FailureKind.Data, failure.Kind);
        var diagnostic = Assert.Single(failure.Diagnostics);
        Assert.Equal(("QD0002", "move it away"), (diagnostic.Code, diagnostic.Help));
        Assert.DoesNotContain("SQLite Error", diagnostic.Message);
    }

    [Fact]
    public void A_folder_in_the_way_is_said()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");
        var failure = Assert.Throws<InputException>(() => Database.Open(Path.Combine(file, "some.db"), Refusal, _ => { }));
        Assert.Equal("QD0001", Assert.Single(failure.Diagnostics).Code);
    }

    [Fact]
    public void A_reader_cannot_write_and_does_not_make_a_file()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "some.db");
        Assert.Throws<InputException>(() => Database.OpenToRead(path, Refusal));
        Assert.False(File.Exists(path));
        using (Database.Open(path, Refusal, c => Database.Execute(c, "CREATE TABLE t (x); INSERT INTO t VALUES (7)"))) { }
        using var reader = Database.OpenToRead(path, Refusal);
        Assert.Equal(7L, Scalar(reader, "SELECT x FROM t"));
        Assert.Throws<SqliteException>(() => Database.Execute(reader, "DELETE FROM t"));
        Assert.Throws<SqliteException>(() => Database.Execute(reader, "CREATE TABLE u (x)"));
    }

    [Fact]
    public void A_statement_keeps_every_bit_and_null()
    {
        using var connection = Database.Open(null, Refusal, c => Database.Execute(c, "CREATE TABLE t (a INTEGER, b REAL, c REAL, d TEXT)"));
        double[] hard = [0.1, double.Epsilon, double.MaxValue, 1 / 3.0, Math.PI * 1e-300];
        using (var insert = new Statement(connection, "INSERT INTO t VALUES (?1, ?2, ?3, ?4)"))
        {
            for (int i = 0; i < hard.Length; i++)
            {
                insert.Bind(1, (long)i << 40);
                insert.Bind(2, hard[i]);
                insert.Bind(3, i % 2 == 0 ? null : (double?)hard[i]);
                insert.Bind(4, "é" + i);
                insert.Execute();
            }
        }

        using var select = new Statement(connection, "SELECT a, b, c, d FROM t ORDER BY a");
        for (int i = 0; i < hard.Length; i++)
        {
            Assert.True(select.Read());
            Assert.Equal((long)i << 40, select.Integer(0));
            Assert.Equal(BitConverter.DoubleToInt64Bits(hard[i]), BitConverter.DoubleToInt64Bits(select.Number(1)));
            Assert.Equal(i % 2 == 0 ? null : hard[i], select.NumberOrNull(2));
            Assert.Equal("é" + i, select.Text(3));
        }

        Assert.False(select.Read());
        Assert.True(select.Read());
    }

    [Fact]
    public void Minus_zero_comes_back_as_zero()
    {
        using var connection = Database.Open(null, Refusal, c => Database.Execute(c, "CREATE TABLE t (x REAL)"));
        using (var insert = new Statement(connection, "INSERT INTO t VALUES (?1)"))
        {
            insert.Bind(1, -0.0);
            insert.Execute();
        }

        using var select = new Statement(connection, "SELECT x FROM t");
        Assert.True(select.Read());
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(select.Number(0)));
    }

    [Fact]
    public void A_wrong_statement_says_why()
    {
        using var connection = Database.Open(null, Refusal, _ => { });
        Assert.Contains("no such table", Assert.Throws<SqliteException>(() => new Statement(connection, "SELECT * FROM nowhere")).Message);
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
