using Microsoft.Data.Sqlite;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Json;
using QuantDsl.Research.Metrics;
using QuantDsl.Storage;

namespace QuantDsl.Research.Store;

/// <summary>What becomes of a run in <c>backtest_runs</c> and, once it is over, in <c>backtest_results</c>. Times are ISO 8601 UTC.</summary>
/// <remarks>By prepared statements: a command of a few words would wait longer for a mapping of objects to be compiled than for all its rows.</remarks>
internal static class RunTable
{
    /// <summary>Adds a run with its strategies and members; the caller holds the transaction.</summary>
    /// <returns>Its id.</returns>
    public static long Insert(SqliteConnection connection, RunHeader header, string status, string now)
    {
        MemberTable.InsertStrategy(connection, header.StrategyName, header.Description, header.StrategyVersion, header.DocumentHash, header.Document, now);
        using var insert = new Statement(connection, """
            INSERT INTO backtest_runs (strategy_id, run_mode, run_key, program_hash, data_hash, engine, symbols, timeframe, start_date, end_date,
                parameters, settings, combinations, status, pid, heartbeat_at, started_at, created_at, request, warnings)
            VALUES ((SELECT id FROM strategies WHERE document_hash = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?16, ?16, ?17, ?18)
            RETURNING id
            """);
        insert.Bind(1, header.DocumentHash);
        insert.Bind(2, header.Mode);
        insert.Bind(3, header.Key);
        insert.Bind(4, header.ProgramHash);
        insert.Bind(5, header.DataHash);
        insert.Bind(6, RunHeader.Engine);
        insert.Bind(7, JsonText.List([header.Symbol, .. header.OtherSymbols]));
        insert.Bind(8, header.Timeframe);
        insert.Bind(9, UtcTime.Print(header.StartUtcMs));
        insert.Bind(10, UtcTime.Print(header.EndUtcMs));
        insert.Bind(11, header.Parameters);
        insert.Bind(12, header.Settings);
        insert.Bind(13, header.Combinations);
        insert.Bind(14, status);
        insert.Bind(15, (long)Environment.ProcessId);
        insert.Bind(16, now);
        insert.Bind(17, header.Request);
        insert.Bind(18, header.Warnings);
        insert.Read();
        long id = insert.Integer(0);
        // To its end: the row is there only then.
        insert.Read();
        MemberTable.Insert(connection, id, header.Members, now);
        return id;
    }

    /// <summary>Sweeps of a key that were begun and not finished, newest first.</summary>
    public static List<long> Unfinished(SqliteConnection connection, string key)
    {
        using var select = new Statement(connection, "SELECT id FROM backtest_runs WHERE run_key = ?1 AND status <> 'completed' ORDER BY id DESC");
        select.Bind(1, key);
        List<long> ids = [];
        while (select.Read()) ids.Add(select.Integer(0));
        return ids;
    }

    /// <summary>This process goes on with it.</summary>
    public static void Continue(SqliteConnection connection, long id, string now)
    {
        using var update = new Statement(connection, "UPDATE backtest_runs SET status = 'running', error_message = NULL, pid = ?3, heartbeat_at = ?2 WHERE id = ?1");
        update.Bind(3, (long)Environment.ProcessId);
        Execute(update, id, now);
    }

    /// <summary>Its process is alive.</summary>
    public static void Beat(SqliteConnection connection, long id, string now)
    {
        using var update = new Statement(connection, "UPDATE backtest_runs SET heartbeat_at = ?2 WHERE id = ?1");
        Execute(update, id, now);
    }

    /// <summary>It came to nothing, for a reason.</summary>
    public static void Interrupt(SqliteConnection connection, long id, string reason, string now)
    {
        using var update = new Statement(connection, "UPDATE backtest_runs SET status = 'interrupted', error_message = ?3, heartbeat_at = ?2 WHERE id = ?1");
        update.Bind(3, reason);
        Execute(update, id, now);
    }

    /// <summary>It is over.</summary>
    public static void Complete(SqliteConnection connection, long id, string now)
    {
        using var update = new Statement(connection, "UPDATE backtest_runs SET status = 'completed', completed_at = ?2, heartbeat_at = ?2 WHERE id = ?1");
        Execute(update, id, now);
    }

    /// <summary>The numbers of a run of one account.</summary>
    public static void InsertResult(SqliteConnection connection, long id, RunMetrics metrics, RunResult result, double seconds, string now)
    {
        using var insert = new Statement(connection, """
            INSERT INTO backtest_results (run_id, total_return, cagr, sharpe_ratio, sortino_ratio, calmar_ratio, max_drawdown, max_drawdown_duration_days,
                volatility_annual, total_trades, winning_trades, losing_trades, win_rate, profit_factor, avg_win, avg_loss, largest_win, largest_loss,
                avg_trade_duration_hours, max_consecutive_wins, max_consecutive_losses, total_fees, total_funding, total_slippage, exposure, ruined,
                starting_balance, final_equity, execution_time_seconds, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30)
            """);
        insert.Bind(1, id);
        insert.Bind(2, metrics.TotalReturn);
        insert.Bind(3, metrics.Cagr);
        insert.Bind(4, metrics.Sharpe);
        insert.Bind(5, metrics.Sortino);
        insert.Bind(6, metrics.Calmar);
        insert.Bind(7, metrics.MaxDrawdown);
        insert.Bind(8, metrics.MaxDrawdownDays);
        insert.Bind(9, metrics.Volatility);
        insert.Bind(10, (long)metrics.Trades);
        insert.Bind(11, (long)metrics.Wins);
        insert.Bind(12, (long)metrics.Losses);
        insert.Bind(13, metrics.WinRate);
        insert.Bind(14, metrics.ProfitFactor);
        insert.Bind(15, metrics.AverageWin);
        insert.Bind(16, metrics.AverageLoss);
        insert.Bind(17, metrics.LargestWin);
        insert.Bind(18, metrics.LargestLoss);
        insert.Bind(19, metrics.AverageTradeHours);
        insert.Bind(20, (long)metrics.LongestWinStreak);
        insert.Bind(21, (long)metrics.LongestLossStreak);
        insert.Bind(22, metrics.Fees);
        insert.Bind(23, metrics.Funding);
        insert.Bind(24, metrics.Slippage);
        insert.Bind(25, metrics.Exposure);
        insert.Bind(26, metrics.Ruined ? 1L : 0L);
        insert.Bind(27, result.InitialEquity);
        insert.Bind(28, result.FinalEquity);
        insert.Bind(29, seconds);
        insert.Bind(30, now);
        insert.Execute();
    }

    private static void Execute(Statement update, long id, string now)
    {
        update.Bind(1, id);
        update.Bind(2, now);
        update.Execute();
    }
}
