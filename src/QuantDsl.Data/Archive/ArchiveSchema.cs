using System.Globalization;
using Microsoft.Data.Sqlite;
using QuantDsl.Diagnostics;
using QuantDsl.Storage;

namespace QuantDsl.Data.Archive;

/// <summary>The tables of the raw archive: those of the specification, immutable, and the bookkeeping of what was made of them.</summary>
/// <remarks>Differences from the specification: a <c>market</c> beside the symbol, because spot and futures share names; mark prices have a table
/// of their own; <c>raw_files</c> says which file brought what; the index the specification adds is that of the UNIQUE constraint.</remarks>
internal static class ArchiveSchema
{
    private const int Version = 1;

    private const string Bars = """
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            market TEXT NOT NULL,
            symbol TEXT NOT NULL,
            interval TEXT NOT NULL,
            open_time INTEGER NOT NULL,
            open REAL NOT NULL,
            high REAL NOT NULL,
            low REAL NOT NULL,
            close REAL NOT NULL,
            volume REAL NOT NULL,
            close_time INTEGER NOT NULL,
            quote_volume REAL,
            trade_count INTEGER,
            taker_buy_volume REAL,
            taker_buy_quote_volume REAL,
            source TEXT NOT NULL,
            downloaded_at TEXT NOT NULL,
            UNIQUE (market, symbol, interval, open_time)
        """;

    private const string Tables = $"""
        CREATE TABLE raw_klines (
        {Bars}
        );
        CREATE TABLE raw_mark_klines (
        {Bars}
        );
        CREATE TABLE raw_funding_rates (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            market TEXT NOT NULL,
            symbol TEXT NOT NULL,
            funding_time INTEGER NOT NULL,
            funding_rate REAL NOT NULL,
            mark_price REAL,
            source TEXT NOT NULL,
            downloaded_at TEXT NOT NULL,
            UNIQUE (market, symbol, funding_time)
        );
        CREATE TABLE raw_files (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            path TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            checksum_verified INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            rows INTEGER NOT NULL,
            new_rows INTEGER NOT NULL,
            conflicting_rows INTEGER NOT NULL,
            first_time INTEGER NOT NULL,
            last_time INTEGER NOT NULL,
            source TEXT NOT NULL,
            downloaded_at TEXT NOT NULL,
            UNIQUE (path, sha256)
        );
        CREATE TABLE series_months (
            kind TEXT NOT NULL,
            market TEXT NOT NULL,
            symbol TEXT NOT NULL,
            interval TEXT NOT NULL,
            year INTEGER NOT NULL,
            month INTEGER NOT NULL,
            rows INTEGER NOT NULL,
            stale INTEGER NOT NULL,
            PRIMARY KEY (kind, market, symbol, interval, year, month)
        ) WITHOUT ROWID;
        CREATE TABLE catalog_files (
            path TEXT PRIMARY KEY,
            sha256 TEXT NOT NULL,
            rows INTEGER NOT NULL
        ) WITHOUT ROWID;
        """;

    private static readonly string[] Immutable = ["raw_klines", "raw_mark_klines", "raw_funding_rates", "raw_files"];

    /// <summary>Makes the tables in a new archive; refuses one of a newer version.</summary>
    /// <exception cref="InputException">The archive is newer than this program.</exception>
    public static void Ensure(SqliteConnection connection, string path)
    {
        if (IsMade(connection, path)) return;
        using var transaction = connection.BeginTransaction(deferred: false);
        // Another process may have made them while this one waited.
        if (Integer(connection, "PRAGMA user_version") == 0)
        {
            Database.Execute(connection, Tables);
            foreach (string table in Immutable)
            {
                foreach (string change in (string[])["UPDATE", "DELETE"])
                {
                    Database.Execute(connection, $"CREATE TRIGGER {table}_no_{change.ToLowerInvariant()} BEFORE {change} ON {table} "
                        + "BEGIN SELECT RAISE(ABORT, 'the archive is immutable'); END");
                }
            }

            Database.Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}"));
        }

        transaction.Commit();
    }

    /// <summary>Whether the tables are there.</summary>
    /// <exception cref="InputException">The archive is newer than this program.</exception>
    public static bool IsMade(SqliteConnection connection, string path)
    {
        long version = Integer(connection, "PRAGMA user_version");
        return version <= Version ? version == Version
            : throw DataRefusal.Of(path, 0, "use the newer qdsl that made it, or another folder with `--data`", ArchiveDiagnostics.ArchiveNewer, version, Version);
    }

    private static long Integer(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
