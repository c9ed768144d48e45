using Dapper;
using Microsoft.Data.Sqlite;
using QuantDsl.Diagnostics;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Ranking;
using QuantDsl.Research.Store;
using QuantDsl.Research.Sweep;
using QuantDsl.Testing;
using static QuantDsl.Research.Tests.HandMade;

namespace QuantDsl.Research.Tests.Store;

public sealed class RunStoreTests : IDisposable
{
    private const string UndoVersion5 = "DROP TABLE run_members; ALTER TABLE trades DROP COLUMN member; ALTER TABLE trades DROP COLUMN position_id; " +
        "ALTER TABLE trades DROP COLUMN entry_bar; ALTER TABLE trades DROP COLUMN exit_bar; ALTER TABLE trades DROP COLUMN mae; ALTER TABLE trades DROP COLUMN mfe; " +
        "ALTER TABLE trades DROP COLUMN first_price; ALTER TABLE trades DROP COLUMN first_quantity; ALTER TABLE trades DROP COLUMN first_stop; " +
        "ALTER TABLE trades DROP COLUMN first_target; ALTER TABLE trades DROP COLUMN liquidation_price; ";

    private const string UndoVersion6 = "DROP TABLE sweep_results; CREATE TABLE sweep_results (run_id INTEGER NOT NULL REFERENCES backtest_runs(id) ON DELETE CASCADE, " +
        "combination INTEGER NOT NULL, parameters TEXT NOT NULL, final_equity REAL NOT NULL, total_return REAL NOT NULL, cagr REAL, sharpe_ratio REAL, " +
        "sortino_ratio REAL, calmar_ratio REAL, max_drawdown REAL NOT NULL, volatility_annual REAL, profit_factor REAL, win_rate REAL, total_trades INTEGER NOT NULL, " +
        "total_fees REAL NOT NULL, total_funding REAL NOT NULL, total_slippage REAL NOT NULL, is_pareto_optimal INTEGER NOT NULL DEFAULT 0, " +
        "PRIMARY KEY (run_id, combination)) WITHOUT ROWID; " +
        "INSERT INTO sweep_results (run_id, combination, parameters, final_equity, total_return, max_drawdown, total_trades, total_fees, total_funding, total_slippage) " +
        "VALUES (1, 7, '{\"x\":7}', 0.1, 0.2, 0.3, 4, 0.5, 0.6, 0.7), (1, 5, '{\"x\":5}', 1, 2, 3, 4, 5, 6, 7); ";

    private readonly TemporaryFolder _folder = new();
    private readonly SweepGrid _grid = SweepGrid.Create(Line(10), []);

    private string File => _folder.File("state/qdsl.db");

    [Fact]
    public void A_row_comes_back_to_the_last_bit()
    {
        var odd = Row(3) with
        {
            FinalEquity = 0.1 + 0.2,
            TotalReturn = -double.Epsilon,
            Cagr = double.MaxValue,
            Sharpe = Math.BitIncrement(1.0),
            Sortino = null,
            ProfitFactor = 1e-300,
            MaxDrawdown = 1,
            Funding = 4503599627370497.5,
            Fees = 9007199254740993,
        };
        using var store = Open();
        using var run = store.BeginSweep(Header(10), _grid);
        run.Append([Row(0), odd]);
        Assert.Equal(odd, run.ReadRow(3));
        Assert.Equal(Row(0), run.ReadRow(0));
    }

    [Fact]
    public void An_abandoned_run_is_continued_and_a_finished_one_never()
    {
        long first;
        using (var store = Open())
        using (var run = store.BeginSweep(Header(10), _grid))
        {
            first = run.Id;
            Assert.Equal(0, run.Resumed);
            run.Append([Row(0), Row(1), Row(2)]);
        }
        using (var store = Open())
        {
            using var run = store.BeginSweep(Header(10), _grid);
            Assert.Equal((first, 3L, 3L), (run.Id, run.Resumed, run.Committed));
            run.Append([.. Enumerable.Range(3, 7).Select(i => Row(i))]);
            run.Complete(run.Rank(new HardFilters()));
            Assert.False(System.IO.File.Exists($"{File}.run-{first}.lock"));
            using var next = store.BeginSweep(Header(10), _grid);
            Assert.NotEqual(first, next.Id);
            Assert.Equal(0, next.Resumed);
        }
    }

    [Fact]
    public void A_run_is_not_taken_over_while_its_owner_lives()
    {
        using var one = Open();
        using var two = Open();
        using var owned = one.BeginSweep(Header(10), _grid);
        owned.Append([Row(0)]);
        using var other = two.BeginSweep(Header(10), _grid);
        Assert.NotEqual(owned.Id, other.Id);
        // Both write: neither sees the other's rows.
        other.Append([Row(0), Row(1)]);
        owned.Append([Row(1)]);
        Assert.Equal((2L, 2L), (owned.Committed, other.Committed));
    }

    [Fact]
    public void Rows_stand_in_the_order_they_are_run_in_whatever_their_numbers()
    {
        // y decides the signals and is declared second, so that it is slow: 0, 2, 4, 1, 3, 5.
        var strategy = Strategy([Parameter("x", 0, [0, 1, 2]), Parameter("y", 0, [0, 1])], [Read(1, "y")]) with { ExitAfterBars = Read(0, "x") };
        var grid = SweepGrid.Create(strategy, []);
        using var store = Open();
        using (var run = store.BeginSweep(Header(6), grid)) run.Append([Row(0), Row(2), Row(4), Row(1)]);
        using var again = store.BeginSweep(Header(6), grid);
        Assert.Equal((1L, 4L), (again.Id, again.Resumed));
        Assert.Equal(4, store.Runs(1)[0].Done);
        again.Append([Row(3), Row(5)]);
        Assert.Equal([0, 1, 2, 3, 4, 5], again.Rank(new HardFilters()).Rows.Select(row => row.Key.Combination));
        using (var raw = new SqliteConnection($"Data Source={File};Pooling=false"))
            Assert.Equal([0, 2, 4, 1, 3, 5], raw.Query<long>("SELECT combination FROM sweep_results ORDER BY id"));
        Assert.Equal(Row(4), again.ReadRow(4));
        Assert.Equal(["""{"x":2,"y":1}""", """{"x":0,"y":1}"""], store.ReadParameters(store.Request(1), [5, 1]));
    }

    [Fact]
    public void A_run_with_a_hole_in_its_rows_is_not_continued()
    {
        using var store = Open();
        using (var run = store.BeginSweep(Header(10), _grid)) run.Append([Row(0), Row(1), Row(2)]);
        using (var raw = new SqliteConnection($"Data Source={File};Pooling=false")) raw.Execute("DELETE FROM sweep_results WHERE combination = 1");
        using var other = store.BeginSweep(Header(10), _grid);
        Assert.Equal((2L, 0L), (other.Id, other.Resumed));
    }

    [Fact]
    public void Another_key_is_another_run()
    {
        using var store = Open();
        using (store.BeginSweep(Header(10), _grid))
        {
        }
        using var other = store.BeginSweep(Header(10, "q"), _grid);
        Assert.Equal(2, other.Id);
    }

    [Theory]
    [InlineData("Settings")]
    [InlineData("Parameters")]
    [InlineData("DataHash")]
    [InlineData("ProgramHash")]
    [InlineData("Mode")]
    [InlineData("Span")]
    public void Everything_that_decides_a_row_is_in_the_key(string what)
    {
        var header = Header(10);
        var changed = what switch
        {
            "Settings" => header with { Settings = "{\"seed\":2}" },
            "Parameters" => header with { Parameters = "{\"x\":1}" },
            "DataHash" => header with { DataHash = "c" },
            "ProgramHash" => header with { ProgramHash = "q" },
            "Mode" => header with { Mode = "backtest" },
            _ => header with { EndUtcMs = 1 },
        };
        Assert.NotEqual(header.Key, changed.Key);
        Assert.Equal(header.Key, (header with { StrategyName = "renamed", Document = "other" }).Key);
    }

    [Fact]
    public void The_list_tells_running_interrupted_and_completed()
    {
        using var store = Open();
        using (var run = store.BeginSweep(Header(10, "a"), _grid))
        {
            run.Append([Row(0)]);
            run.Interrupt("cancelled");
        }
        using (var run = store.BeginSweep(Header(10, "b"), _grid))
        {
            run.Append([.. Enumerable.Range(0, 10).Select(i => Row(i))]);
            run.Complete(run.Rank(new HardFilters()));
        }
        using var living = store.BeginSweep(Header(10, "c"), _grid);
        using (var raw = new SqliteConnection($"Data Source={File};Pooling=false"))
        {
            // A run whose process is gone: no process has this id.
            raw.Execute("INSERT INTO backtest_runs SELECT 99, strategy_id, run_mode, 'z', program_hash, data_hash, engine, symbols, timeframe, start_date, " +
                "end_date, parameters, settings, combinations, 'running', 2147483646, heartbeat_at, started_at, completed_at, error_message, created_at, request, warnings " +
                "FROM backtest_runs WHERE id = 1");
        }
        var runs = store.Runs(10);
        Assert.Equal([99, 3, 2, 1], runs.Select(r => r.Id));
        Assert.Equal([RunStatus.Interrupted, RunStatus.Running, RunStatus.Completed, RunStatus.Interrupted], runs.Select(r => r.Status));
        Assert.Equal([0, 0, 10, 1], runs.Select(r => r.Done));
        Assert.Equal("cancelled", runs[3].Error);
        Assert.Equal("BTCUSDT", runs[3].Symbol);
        Assert.Equal("1970-01-02T00:00:00Z", runs[3].EndDate);
    }

    [Fact]
    public void The_front_is_marked_when_the_run_completes()
    {
        using (var store = Open())
        using (var run = store.BeginSweep(Header(10), _grid))
        {
            run.Append([.. Enumerable.Range(0, 10).Select(i => Row(i) with { Sharpe = i == 4 ? 9 : 1 })]);
            run.Complete(run.Rank(new HardFilters()));
        }
        using var raw = new SqliteConnection($"Data Source={File};Pooling=false");
        Assert.Equal([4], raw.Query<long>("SELECT combination FROM sweep_results WHERE is_pareto_optimal = 1"));
        Assert.Equal("""{"x":4}""", raw.ExecuteScalar<string>("SELECT parameters FROM sweep_results WHERE combination = 4"));
        Assert.Equal("wal", raw.ExecuteScalar<string>("PRAGMA journal_mode"));
    }

    [Fact]
    public void A_path_that_cannot_be_written_says_what_to_do()
    {
        System.IO.File.WriteAllText(_folder.File("file"), "");
        var failure = Assert.Throws<InputException>(() => RunStore.Open(_folder.File("file/state/qdsl.db"), TimeProvider.System));
        Assert.Equal(("QD7010", FailureKind.Usage), (failure.Diagnostics[0].Code, failure.Kind));
        Assert.NotNull(failure.Diagnostics[0].Help);
        Directory.CreateDirectory(_folder.File("folder.db"));
        Assert.Equal("QD7010", Assert.Throws<InputException>(() => RunStore.Open(_folder.File("folder.db"), TimeProvider.System)).Diagnostics[0].Code);
    }

    [Fact]
    public void A_file_that_is_no_database_is_left_alone()
    {
        string path = _folder.File("notes.db"), text = new('x', 5000);
        System.IO.File.WriteAllText(path, text);
        Assert.Equal("QD7011", Assert.Throws<InputException>(() => RunStore.Open(path, TimeProvider.System)).Diagnostics[0].Code);
        Assert.Equal(text, System.IO.File.ReadAllText(path));
    }

    [Fact]
    public void A_store_of_a_newer_version_is_left_alone()
    {
        Open().Dispose();
        using (var raw = new SqliteConnection($"Data Source={File};Pooling=false")) raw.Execute("PRAGMA user_version = 9");
        Assert.Equal("QD7012", Assert.Throws<InputException>(Open).Diagnostics[0].Code);
    }

    [Theory]
    [InlineData(1, UndoVersion6 + UndoVersion5 + "ALTER TABLE trades DROP COLUMN regime; ALTER TABLE backtest_runs DROP COLUMN warnings; ALTER TABLE backtest_runs DROP COLUMN request; DROP TABLE validation_steps; PRAGMA user_version = 1")]
    [InlineData(2, UndoVersion6 + UndoVersion5 + "ALTER TABLE backtest_runs DROP COLUMN warnings; ALTER TABLE backtest_runs DROP COLUMN request; DROP TABLE validation_steps; PRAGMA user_version = 2")]
    [InlineData(3, UndoVersion6 + UndoVersion5 + "ALTER TABLE backtest_runs DROP COLUMN warnings; PRAGMA user_version = 3")]
    [InlineData(4, UndoVersion6 + UndoVersion5 + "PRAGMA user_version = 4")]
    [InlineData(5, UndoVersion6 + "PRAGMA user_version = 5")]
    public void An_older_store_is_brought_up_to_this_version_with_its_rows(int version, string undo)
    {
        using (var store = Open()) store.BeginSweep(Header(10), _grid).Dispose();
        using (var raw = new SqliteConnection($"Data Source={File};Pooling=false")) raw.Execute(undo);
        using (var store = Open())
        {
            Assert.Single(store.Runs(9));
            // What such a version did not keep cannot be done again, and is said to be so.
            Assert.Null(store.Request(1).Typed);
            Assert.Equal(2, store.Runs(9)[0].Done);
        }

        using var again = new SqliteConnection($"Data Source={File};Pooling=false");
        Assert.True(version < again.ExecuteScalar<int>("PRAGMA user_version"));
        Assert.Equal(6, again.ExecuteScalar<int>("PRAGMA user_version"));
        Assert.Equal([(1L << 32, 5, "{\"x\":5}", 1.0), ((1L << 32) + 1, 7, "{\"x\":7}", 0.1)],
            again.Query<(long, long, string, double)>("SELECT id, combination, parameters, final_equity FROM sweep_results WHERE run_id = 1 ORDER BY id"));
        Assert.Equal("[]", again.ExecuteScalar<string>("SELECT warnings FROM backtest_runs"));
        Assert.Equal(0, again.ExecuteScalar<int>("SELECT count(regime) FROM trades"));
        Assert.Equal(0, again.ExecuteScalar<int>("SELECT count(*) FROM validation_steps"));
        Assert.Equal(("BTCUSDT", "1h", "p", "{}"), again.QuerySingle<(string, string, string, string)>("SELECT symbol, timeframe, program_hash, parameters FROM run_members WHERE run_id = 1 AND member = 0"));
    }

    [Fact]
    public void The_library_is_at_least_the_bundled_one()
    {
        Open().Dispose();
        using var raw = new SqliteConnection($"Data Source={File};Pooling=false");
        Assert.True(Version.Parse(raw.ExecuteScalar<string>("SELECT sqlite_version()")!) >= new Version(3, 35, 5));
    }

    [Fact]
    public void Rows_are_appended_all_or_none()
    {
        using var store = Open();
        using var run = store.BeginSweep(Header(10), _grid);
        run.Append([Row(0)]);
        // The second row is there already: the first of the batch must not stay alone.
        Assert.Throws<InputException>(() => run.Append([Row(1), Row(0)]));
        Assert.Equal(1, run.Committed);
        run.Append([Row(1)]);
        Assert.Equal(Row(1), run.ReadRow(1));
    }

    [Fact]
    public void The_store_in_memory_keeps_rows_too()
    {
        using var store = RunStore.InMemory(TimeProvider.System);
        using var run = store.BeginSweep(Header(10), _grid);
        run.Append([Row(0)]);
        Assert.Equal(Row(0), run.ReadRow(0));
    }

    public void Dispose() => _folder.Dispose();

    private RunStore Open() => RunStore.Open(File, TimeProvider.System);

    private static SweepRow Row(long combination) => new()
    {
        Combination = combination,
        FinalEquity = 10_100,
        TotalReturn = 0.01,
        Cagr = 0.1,
        Sharpe = 1.5,
        Sortino = 2,
        Calmar = 1,
        MaxDrawdown = 0.1,
        Volatility = 0.2,
        ProfitFactor = 1.25,
        WinRate = 0.5,
        Trades = 60,
        Fees = 12.5,
        Funding = -1.5,
        Slippage = 0.75,
    };
}
