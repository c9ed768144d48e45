using System.Globalization;
using Microsoft.Data.Sqlite;
using QuantDsl.Diagnostics;
using QuantDsl.Storage;

namespace QuantDsl.Research.Store;

/// <summary>The tables of the store: those of the specification that this version fills, and what resuming a sweep needs.</summary>
/// <remarks>
/// Differences from the specification: a strategy is known by the hash of its canonical print, not by its name, so that an edited file
/// does not rewrite the past; a sweep's rows are its checkpoint when it is interrupted: the id of a row is its run's times 2^32 plus its place in the
/// order combinations are run in, so that the rows of a run are the range of <see cref="FirstRow"/> and each append stands at the range's end; a trade keeps what the log computes its columns from, not the columns (`roi_percent` is the specification's, and the log's `roi` × 100);
/// times are ISO 8601 UTC; money, ratios and fractions are REAL, exact to the last bit, NULL where undefined.
/// </remarks>
internal static class StoreSchema
{
    public const int Version = 6;

    private const string Validations = """
        CREATE TABLE validation_steps (
            run_id INTEGER NOT NULL REFERENCES backtest_runs(id) ON DELETE CASCADE,
            source_run_id INTEGER REFERENCES backtest_runs(id) ON DELETE SET NULL,
            combination INTEGER,
            position INTEGER NOT NULL,
            model TEXT NOT NULL,
            final_equity REAL NOT NULL,
            difference REAL NOT NULL,
            total_trades INTEGER,
            PRIMARY KEY (run_id, position)
        ) WITHOUT ROWID;

        """;

    private const string Members = """
        CREATE TABLE run_members (
            run_id INTEGER NOT NULL REFERENCES backtest_runs(id) ON DELETE CASCADE,
            member INTEGER NOT NULL,
            strategy_id INTEGER NOT NULL REFERENCES strategies(id),
            symbol TEXT NOT NULL,
            timeframe TEXT NOT NULL,
            program_hash TEXT NOT NULL,
            parameters TEXT NOT NULL,
            weight REAL,
            PRIMARY KEY (run_id, member)
        ) WITHOUT ROWID;

        """;

    private const string Sweeps = """
        CREATE TABLE sweep_results (
            id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL REFERENCES backtest_runs(id) ON DELETE CASCADE,
            combination INTEGER NOT NULL,
            parameters TEXT NOT NULL,
            final_equity REAL NOT NULL,
            total_return REAL NOT NULL,
            cagr REAL,
            sharpe_ratio REAL,
            sortino_ratio REAL,
            calmar_ratio REAL,
            max_drawdown REAL NOT NULL,
            volatility_annual REAL,
            profit_factor REAL,
            win_rate REAL,
            total_trades INTEGER NOT NULL,
            total_fees REAL NOT NULL,
            total_funding REAL NOT NULL,
            total_slippage REAL NOT NULL,
            is_pareto_optimal INTEGER NOT NULL DEFAULT 0
        );

        """;

    private const string Tables = """
        CREATE TABLE strategies (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            description TEXT NOT NULL,
            version INTEGER NOT NULL,
            document_hash TEXT NOT NULL UNIQUE,
            document TEXT NOT NULL,
            created_at TEXT NOT NULL
        );
        CREATE TABLE backtest_runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            strategy_id INTEGER NOT NULL REFERENCES strategies(id),
            run_mode TEXT NOT NULL,
            run_key TEXT NOT NULL,
            program_hash TEXT NOT NULL,
            data_hash TEXT NOT NULL,
            engine TEXT NOT NULL,
            symbols TEXT NOT NULL,
            timeframe TEXT NOT NULL,
            start_date TEXT NOT NULL,
            end_date TEXT NOT NULL,
            parameters TEXT NOT NULL,
            settings TEXT NOT NULL,
            combinations INTEGER NOT NULL,
            status TEXT NOT NULL,
            pid INTEGER NOT NULL,
            heartbeat_at TEXT NOT NULL,
            started_at TEXT NOT NULL,
            completed_at TEXT,
            error_message TEXT,
            created_at TEXT NOT NULL,
            request TEXT NOT NULL DEFAULT 'null',
            warnings TEXT NOT NULL DEFAULT '[]'
        );
        CREATE TABLE backtest_results (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run_id INTEGER NOT NULL UNIQUE REFERENCES backtest_runs(id) ON DELETE CASCADE,
            total_return REAL NOT NULL,
            cagr REAL,
            sharpe_ratio REAL,
            sortino_ratio REAL,
            calmar_ratio REAL,
            max_drawdown REAL NOT NULL,
            max_drawdown_duration_days REAL NOT NULL,
            volatility_annual REAL,
            total_trades INTEGER NOT NULL,
            winning_trades INTEGER NOT NULL,
            losing_trades INTEGER NOT NULL,
            win_rate REAL,
            profit_factor REAL,
            avg_win REAL,
            avg_loss REAL,
            largest_win REAL,
            largest_loss REAL,
            avg_trade_duration_hours REAL,
            max_consecutive_wins INTEGER NOT NULL,
            max_consecutive_losses INTEGER NOT NULL,
            total_fees REAL NOT NULL,
            total_funding REAL NOT NULL,
            total_slippage REAL NOT NULL,
            exposure REAL NOT NULL,
            ruined INTEGER NOT NULL,
            starting_balance REAL NOT NULL,
            final_equity REAL NOT NULL,
            execution_time_seconds REAL NOT NULL,
            created_at TEXT NOT NULL
        );
        CREATE TABLE trades (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run_id INTEGER NOT NULL REFERENCES backtest_runs(id) ON DELETE CASCADE,
            symbol TEXT NOT NULL,
            direction TEXT NOT NULL,
            leverage REAL NOT NULL,
            signal_time TEXT NOT NULL,
            entry_time TEXT NOT NULL,
            exit_time TEXT NOT NULL,
            entry_price REAL NOT NULL,
            exit_price REAL NOT NULL,
            quantity REAL NOT NULL,
            entry_fee REAL NOT NULL,
            exit_fee REAL NOT NULL,
            funding_fees REAL NOT NULL,
            slippage_cost REAL NOT NULL,
            gross_pnl REAL NOT NULL,
            net_pnl REAL NOT NULL,
            roi_percent REAL NOT NULL,
            exit_reason TEXT NOT NULL,
            regime TEXT,
            member INTEGER NOT NULL DEFAULT 0,
            position_id INTEGER,
            entry_bar INTEGER,
            exit_bar INTEGER,
            mae REAL,
            mfe REAL,
            first_price REAL,
            first_quantity REAL,
            first_stop REAL,
            first_target REAL,
            liquidation_price REAL
        );
        """ + Sweeps + Validations + Members + """
        CREATE INDEX idx_backtest_runs_strategy ON backtest_runs(strategy_id);
        CREATE INDEX idx_backtest_runs_status ON backtest_runs(status);
        CREATE INDEX idx_backtest_runs_key ON backtest_runs(run_key);
        CREATE INDEX idx_trades_run ON trades(run_id);
        """;

    // Version 2: a trade knows the regime it was entered in.
    private const string FromVersion1 = "ALTER TABLE trades ADD COLUMN regime TEXT;";

    // Version 3: a run can be done again, and a validation keeps what each model changed.
    private const string FromVersion2 = "ALTER TABLE backtest_runs ADD COLUMN request TEXT NOT NULL DEFAULT 'null';" + Validations;

    // Version 4: a run keeps what was assumed where data or venue did not say.
    private const string FromVersion3 = "ALTER TABLE backtest_runs ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]';";

    // Version 5: a run has members, of which each strategy on each symbol is one, and a trade keeps everything that its log says. What an older version
    // did not keep of a trade stays null.
    private const string FromVersion4 = Members + """
        INSERT INTO run_members SELECT id, 0, strategy_id, json_extract(symbols, '$[0]'), timeframe, program_hash, parameters, NULL FROM backtest_runs;
        ALTER TABLE trades ADD COLUMN member INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE trades ADD COLUMN position_id INTEGER;
        ALTER TABLE trades ADD COLUMN entry_bar INTEGER;
        ALTER TABLE trades ADD COLUMN exit_bar INTEGER;
        ALTER TABLE trades ADD COLUMN mae REAL;
        ALTER TABLE trades ADD COLUMN mfe REAL;
        ALTER TABLE trades ADD COLUMN first_price REAL;
        ALTER TABLE trades ADD COLUMN first_quantity REAL;
        ALTER TABLE trades ADD COLUMN first_stop REAL;
        ALTER TABLE trades ADD COLUMN first_target REAL;
        ALTER TABLE trades ADD COLUMN liquidation_price REAL;
        """;

    // Version 6: the rows of a sweep stand in the order they were run in.
    private const string FromVersion5 = "ALTER TABLE sweep_results RENAME TO sweep_results_5;" + Sweeps + """
        INSERT INTO sweep_results SELECT (run_id << 32) + row_number() OVER (PARTITION BY run_id ORDER BY combination) - 1, run_id, combination, parameters, final_equity,
            total_return, cagr, sharpe_ratio, sortino_ratio, calmar_ratio, max_drawdown, volatility_annual, profit_factor, win_rate, total_trades, total_fees,
            total_funding, total_slippage, is_pareto_optimal FROM sweep_results_5;
        DROP TABLE sweep_results_5;
        """;

    /// <summary>The id of the first row of a sweep; the row at a place is as many further, and no row of another run comes between.</summary>
    public static long FirstRow(long runId) => runId << 32;

    /// <summary>Makes the tables in a new file, brings an older store up to this version, and leaves one of this version as it is.</summary>
    /// <exception cref="InputException">The store was written by a newer version.</exception>
    public static void Ensure(SqliteConnection connection, string path)
    {
        if (Check()) return;
        // Two processes may both find an empty file: the second waits here and finds the tables made.
        using var transaction = connection.BeginTransaction(deferred: false);
        if (Check()) return;
        string upgrade = VersionOf(connection) switch
        {
            0 => Tables,
            1 => FromVersion1 + FromVersion2 + FromVersion3 + FromVersion4 + FromVersion5,
            2 => FromVersion2 + FromVersion3 + FromVersion4 + FromVersion5,
            3 => FromVersion3 + FromVersion4 + FromVersion5,
            4 => FromVersion4 + FromVersion5,
            _ => FromVersion5,
        };
        Database.Execute(connection, upgrade + string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version};"));
        transaction.Commit();

        bool Check()
        {
            long version = VersionOf(connection);
            if (version > Version)
                throw new InputException(FailureKind.Data, Diagnostic.InFile(path, 0, ResearchDiagnostics.StoreNewer, version, Version) with
                {
                    Help = "update the program, or move the file away to begin a new store",
                });
            return version == Version;
        }
    }

    private static long VersionOf(SqliteConnection connection)
    {
        using var pragma = new Statement(connection, "PRAGMA user_version");
        return pragma.Read() ? pragma.Integer(0) : 0;
    }
}
