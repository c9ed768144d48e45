using Microsoft.Data.Sqlite;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Ranking;
using QuantDsl.Research.Sweep;
using QuantDsl.Storage;

namespace QuantDsl.Research.Store;

/// <summary>The rows of one sweep in <c>sweep_results</c>: written in batches, read back to the last bit.</summary>
internal sealed class SweepTable(SqliteConnection connection, long runId, SweepGrid grid) : IDisposable
{
    private const string Columns =
        "combination, final_equity, total_return, cagr, sharpe_ratio, sortino_ratio, calmar_ratio, max_drawdown, volatility_annual, " +
        "profit_factor, win_rate, total_trades, total_fees, total_funding, total_slippage";

    private readonly Statement _insert = new(connection,
        $"INSERT INTO sweep_results (run_id, parameters, {Columns}, id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)");
    private readonly Statement _select = new(connection, $"SELECT {Columns} FROM sweep_results WHERE id = ?1");
    private readonly CombinationJson _parameters = new(grid);

    /// <summary>Adds rows; the caller holds the transaction.</summary>
    public void Insert(ReadOnlySpan<SweepRow> rows)
    {
        foreach (ref readonly var row in rows)
        {
            _insert.Bind(1, runId);
            _insert.Bind(2, _parameters.Write(row.Combination));
            _insert.Bind(3, row.Combination);
            _insert.Bind(4, row.FinalEquity);
            _insert.Bind(5, row.TotalReturn);
            _insert.Bind(6, row.Cagr);
            _insert.Bind(7, row.Sharpe);
            _insert.Bind(8, row.Sortino);
            _insert.Bind(9, row.Calmar);
            _insert.Bind(10, row.MaxDrawdown);
            _insert.Bind(11, row.Volatility);
            _insert.Bind(12, row.ProfitFactor);
            _insert.Bind(13, row.WinRate);
            _insert.Bind(14, (long)row.Trades);
            _insert.Bind(15, row.Fees);
            _insert.Bind(16, row.Funding);
            _insert.Bind(17, row.Slippage);
            _insert.Bind(18, IdOf(row.Combination));
            _insert.Execute();
        }
    }

    /// <exception cref="KeyNotFoundException">The combination was not run.</exception>
    public SweepRow Read(long combination)
    {
        _select.Bind(1, IdOf(combination));
        if (!_select.Read()) throw new KeyNotFoundException($"run {runId} has no combination {combination}");
        var row = new SweepRow
        {
            Combination = _select.Integer(0),
            FinalEquity = _select.Number(1),
            TotalReturn = _select.Number(2),
            Cagr = _select.NumberOrNull(3),
            Sharpe = _select.NumberOrNull(4),
            Sortino = _select.NumberOrNull(5),
            Calmar = _select.NumberOrNull(6),
            MaxDrawdown = _select.Number(7),
            Volatility = _select.NumberOrNull(8),
            ProfitFactor = _select.NumberOrNull(9),
            WinRate = _select.NumberOrNull(10),
            Trades = (int)_select.Integer(11),
            Fees = _select.Number(12),
            Funding = _select.Number(13),
            Slippage = _select.Number(14),
        };
        _select.Reset();
        return row;
    }

    /// <summary>What orders the rows, in the order they were run in; read while they are asked for.</summary>
    public IEnumerable<RankKey> ReadKeys(long count) => ReadKeys(connection, runId, count);

    /// <summary>The same of any sweep.</summary>
    /// <exception cref="InvalidDataException">The sweep has not all of its rows.</exception>
    public static IEnumerable<RankKey> ReadKeys(SqliteConnection connection, long runId, long count)
    {
        using var statement = new Statement(connection,
            "SELECT combination, sharpe_ratio, max_drawdown, profit_factor, total_trades FROM sweep_results WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
        statement.Bind(1, StoreSchema.FirstRow(runId));
        statement.Bind(2, StoreSchema.FirstRow(runId + 1) - 1);
        long read = 0;
        for (; read < count && statement.Read(); read++)
            yield return RankKey.Of(statement.Integer(0), statement.NumberOrNull(1), statement.Number(2), statement.NumberOrNull(3), (int)statement.Integer(4));
        if (read < count) throw new InvalidDataException($"run {runId} has {read} rows of {count}");
    }

    /// <summary>Rows of a sweep that is to be continued: the first ones in the order it is run in. Null where somebody took rows out of the middle.</summary>
    public static long? CountRows(SqliteConnection connection, long runId)
    {
        using var rows = new Statement(connection, "SELECT count(*), ifnull(max(id), ?1 - 1) FROM sweep_results WHERE id >= ?1 AND id < ?2");
        rows.Bind(1, StoreSchema.FirstRow(runId));
        rows.Bind(2, StoreSchema.FirstRow(runId + 1));
        rows.Read();
        var (count, last) = (rows.Integer(0), rows.Integer(1));
        return last - StoreSchema.FirstRow(runId) + 1 == count ? count : null;
    }

    public void MarkFront(ReadOnlySpan<RankedRow> front)
    {
        using var statement = new Statement(connection, "UPDATE sweep_results SET is_pareto_optimal = 1 WHERE id = ?1");
        foreach (ref readonly var row in front)
        {
            statement.Bind(1, IdOf(row.Key.Combination));
            statement.Execute();
        }
    }

    private long IdOf(long combination) => StoreSchema.FirstRow(runId) + grid.OrdinalOf(combination);

    public void Dispose()
    {
        _insert.Dispose();
        _select.Dispose();
        _parameters.Dispose();
    }
}
