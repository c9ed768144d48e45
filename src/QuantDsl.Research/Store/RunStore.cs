using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using QuantDsl.Backtest;
using QuantDsl.Diagnostics;
using QuantDsl.Research.Events;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Json;
using QuantDsl.Research.Metrics;
using QuantDsl.Research.Ranking;
using QuantDsl.Research.Trades;
using QuantDsl.Storage;

namespace QuantDsl.Research.Store;

/// <summary>Runs and their results in SQLite. Several processes may share the file; one instance is used by one thread at a time.</summary>
public sealed class RunStore : IDisposable
{
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(60);

    private static readonly DatabaseRefusal Refusal = new()
    {
        Unwritable = ResearchDiagnostics.StoreUnwritable,
        Damaged = ResearchDiagnostics.StoreDamaged,
        InUse = ResearchDiagnostics.StoreBusy,
        DamagedHelp = "move the file away; a new store is begun by the next run",
    };

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _clock;
    private readonly string? _file;

    private RunStore(SqliteConnection connection, string? file, TimeProvider clock)
    {
        _connection = connection;
        _file = file;
        _clock = clock;
    }

    /// <summary>The file, for messages.</summary>
    public string Path => _file ?? "(memory)";

    /// <summary>Opens the store, making file and folder where they are missing.</summary>
    /// <exception cref="InputException">The path cannot be written, or holds something else.</exception>
    public static RunStore Open(string path, TimeProvider clock) =>
        new(Database.Open(path, Refusal, connection => StoreSchema.Ensure(connection, path)), path, clock);

    /// <summary>A store that lives as long as the process, for runs that are not to be kept.</summary>
    public static RunStore InMemory(TimeProvider clock) =>
        new(Database.Open(null, Refusal, connection => StoreSchema.Ensure(connection, "(memory)")), null, clock);

    /// <summary>Continues the newest interrupted sweep of the same key that no living process holds, else begins one.</summary>
    public SweepRun BeginSweep(RunHeader header, SweepGrid grid) => Guard(() =>
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        foreach (long candidate in RunTable.Unfinished(_connection, header.Key))
        {
            if (SweepTable.CountRows(_connection, candidate) is not { } committed || RunLock.TryTake(_file, candidate) is not { } taken) continue;
            RunTable.Continue(_connection, candidate, StoredTime.Now(_clock));
            transaction.Commit();
            return new SweepRun(this, _connection, taken, candidate, grid, committed, _clock);
        }

        long id = RunTable.Insert(_connection, header, "running", StoredTime.Now(_clock));
        // Taken before the row can be seen, so that nobody else mistakes it for an abandoned run.
        var owned = RunLock.TryTake(_file, id) ?? throw new IOException($"the lock of the new run {id} is held");
        transaction.Commit();
        return new SweepRun(this, _connection, owned, id, grid, 0, _clock);
    });

    /// <summary>Begins a run of one account, so that what is written while it goes has its id; returns that.</summary>
    public long BeginBacktest(RunHeader header) => Guard(() =>
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        long id = RunTable.Insert(_connection, header, "running", StoredTime.Now(_clock));
        transaction.Commit();
        return id;
    });

    /// <summary>Keeps a run that has begun and came to nothing, with the reason for the list of runs.</summary>
    public void Abandon(long id, string reason)
    {
        try
        {
            RunTable.Interrupt(_connection, id, reason, StoredTime.Now(_clock));
        }
        catch (SqliteException)
        {
            // A store that cannot be written is why we are here as often as not; that no process holds the run says the same.
        }
    }

    /// <summary>Stores a finished run of one account with its trades; returns its id.</summary>
    /// <param name="begun">Its id where it has one already; null to give it one.</param>
    /// <param name="metrics">Of the account.</param>
    /// <param name="result">Of the account; its trades name their members.</param>
    /// <param name="regimes">One for each of the header's members: the names of its strategy's regimes, by the index that trades carry.</param>
    public long SaveBacktest(RunHeader header, RunMetrics metrics, RunResult result, ImmutableArray<ImmutableArray<string>> regimes, double seconds, long? begun = null) => Guard(() =>
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        long id = begun ?? RunTable.Insert(_connection, header, "running", StoredTime.Now(_clock));
        Complete(id, header, metrics, result, regimes, seconds);
        transaction.Commit();
        return id;
    });

    /// <summary>Stores a validated run like a backtest, with what each model changed; returns its id.</summary>
    public long SaveValidation(RunHeader header, RunMetrics metrics, RunResult result, ImmutableArray<string> regimes, double seconds, ValidationOrigin origin) => Guard(() =>
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        long id = RunTable.Insert(_connection, header, "running", StoredTime.Now(_clock));
        Complete(id, header, metrics, result, [regimes], seconds);
        using (var insert = new Statement(_connection,
            "INSERT INTO validation_steps (run_id, source_run_id, combination, position, model, final_equity, difference, total_trades) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"))
        {
            Add(0, "bare", origin.BareEquity, 0, null);
            for (int i = 0; i < origin.Steps.Length; i++) Add(i + 1, origin.Steps[i].Name, origin.Steps[i].FinalEquity, origin.Steps[i].Difference, origin.Steps[i].Trades);

            void Add(int position, string model, double equity, double difference, int? trades)
            {
                insert.Bind(1, id);
                insert.Bind(2, origin.SourceRun);
                insert.Bind(3, origin.Combination);
                insert.Bind(4, (long)position);
                insert.Bind(5, model);
                insert.Bind(6, equity);
                insert.Bind(7, difference);
                insert.Bind(8, (long?)trades);
                insert.Execute();
            }
        }

        transaction.Commit();
        return id;
    });

    /// <summary>A run as it can be done again.</summary>
    /// <exception cref="InputException">There is no such run.</exception>
    public StoredRunRequest Request(long id) => Guard(() => _connection.QuerySingleOrDefault<StoredRunRequest>("""
            SELECT r.id AS Id, r.run_mode AS Mode, r.status AS Status, r.program_hash AS ProgramHash, r.data_hash AS DataHash, r.request AS Words, r.settings AS Settings,
                r.combinations AS Combinations, s.name AS Strategy, s.document AS Document,
                (SELECT count(*) FROM run_members m WHERE m.run_id = r.id) AS Members
            FROM backtest_runs r JOIN strategies s ON s.id = r.strategy_id WHERE r.id = @id
            """, new { id })) ?? throw new InputException(FailureKind.Data, Diagnostic.InFile("", 0, ResearchDiagnostics.NoSuchRun, id) with { Help = "`qdsl runs list` shows the runs of this project" });

    /// <summary>The newest sweep that was finished; null where there is none.</summary>
    public long? LastScreen() => Guard(() => _connection.ExecuteScalar<long?>(
        "SELECT max(id) FROM backtest_runs WHERE run_mode = @Screening AND status = 'completed'", new { RunHeader.Screening }));

    /// <summary>The rows of a finished sweep in their order.</summary>
    public SweepRanking Rank(StoredRunRequest run, HardFilters filters) => Guard(() => SweepRanking.Of(SweepTable.ReadKeys(_connection, run.Id, run.Combinations), run.Combinations, filters));

    /// <summary>The parameters of a single run, as JSON.</summary>
    public string ReadParameters(StoredRunRequest run) => Guard(() => _connection.QuerySingle<string>("SELECT parameters FROM backtest_runs WHERE id = @Id", new { run.Id }));

    /// <summary>The same of rows of a sweep, one for each of the combinations; they are looked for together, because a sweep is not stored by their numbers.</summary>
    public string[] ReadParameters(StoredRunRequest run, ImmutableArray<long> combinations) => Guard(() =>
    {
        var found = _connection.Query<(long Combination, string Parameters)>(
            "SELECT combination, parameters FROM sweep_results WHERE id >= @first AND id < @end AND combination IN (SELECT value FROM json_each(@numbers))",
            new { first = StoreSchema.FirstRow(run.Id), end = StoreSchema.FirstRow(run.Id + 1), numbers = $"[{string.Join(',', combinations)}]" })
            .ToDictionary(row => row.Combination, row => row.Parameters);
        return combinations.Select(number => found[number]).ToArray();
    });

    /// <summary>The newest run that keeps its trades; null where there is none.</summary>
    public long? LastTraded() => Guard(() => _connection.ExecuteScalar<long?>(
        "SELECT max(id) FROM backtest_runs WHERE run_mode <> @Screening AND status = 'completed'", new { RunHeader.Screening }));

    /// <summary>Runs that may have an event log, finished or not, newest first.</summary>
    public IReadOnlyList<long> Backtests() => Guard(() => _connection.Query<long>(
        "SELECT id FROM backtest_runs WHERE run_mode = @Backtest ORDER BY id DESC", new { RunHeader.Backtest }).AsList());

    /// <summary>The canonical trade log of a run.</summary>
    /// <exception cref="InputException">There is no such run, it keeps no trades, or an older version kept too little of them.</exception>
    public TradeLog ReadTrades(long id) => Guard(() =>
    {
        var run = Request(id);
        if (run.Mode == RunHeader.Screening)
            throw new InputException(FailureKind.Data, Diagnostic.InFile("", 0, TradeLogDiagnostics.ScreeningHasNoTrades, id) with
            {
                Help = $"`qdsl validate {id}` runs its best rows with their trades, `qdsl backtest FILE --set NAME=VALUE` one row; then export that run",
            });
        if (run.Status != "completed")
            throw new InputException(FailureKind.Data, Diagnostic.InFile("", 0, EventLogDiagnostics.RunUnfinished, id) with { Help = $"run it again; `qdsl runs events {id}` shows how far it came" });
        var members = MemberTable.Read(_connection, id, id)[id].ToImmutableArray();
        try
        {
            return new TradeLog(id, run.Mode, members, TradeTable.Read(_connection, id, run.Mode, members) ?? throw new InputException(FailureKind.Data,
                Diagnostic.InFile("", 0, TradeLogDiagnostics.TradesIncomplete, id) with
                {
                    Help = $"run it again and export that; `qdsl data query \"SELECT * FROM trades WHERE run_id = {id}\" --csv` has what was kept",
                }));
        }
        catch (InvalidDataException damage)
        {
            throw new InputException(FailureKind.Data, Diagnostic.InFile(Path, 0, ResearchDiagnostics.StoreDamaged, damage.Message) with { Help = "restore it from a backup, or do the run again" });
        }
    });

    /// <summary>The latest runs, newest first.</summary>
    public IReadOnlyList<RunSummary> Runs(int limit) => Guard(() =>
    {
        var runs = _connection.Query<StoredRun>("""
            SELECT r.id AS Id, r.run_mode AS Mode, s.name AS Strategy, r.symbols AS Symbols, r.timeframe AS Timeframe, r.start_date AS StartDate,
                r.end_date AS EndDate, r.combinations AS Combinations, r.status AS Status, r.pid AS Pid, r.heartbeat_at AS HeartbeatAt,
                r.started_at AS StartedAt, r.completed_at AS CompletedAt, r.error_message AS Error,
                CASE r.run_mode WHEN 'screening' THEN (SELECT ifnull(max(w.id) - (r.id << 32) + 1, 0) FROM sweep_results w WHERE w.id >= r.id << 32 AND w.id < r.id + 1 << 32) ELSE r.status = 'completed' END AS Done
            FROM backtest_runs r JOIN strategies s ON s.id = r.strategy_id ORDER BY r.id DESC LIMIT @limit
            """, new { limit }).AsList();
        var members = runs.Count == 0 ? null : MemberTable.Read(_connection, runs[^1].Id, runs[0].Id);
        return runs.Select(run => SummaryOf(run) with { Members = [.. members?[run.Id] ?? []] }).ToArray();
    });

    private void Complete(long id, RunHeader header, RunMetrics metrics, RunResult result, ImmutableArray<ImmutableArray<string>> regimes, double seconds)
    {
        string now = StoredTime.Now(_clock);
        RunTable.Complete(_connection, id, now);
        RunTable.InsertResult(_connection, id, metrics, result, seconds, now);
        TradeTable.Insert(_connection, id, header.Members, result.Trades, regimes);
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Runs one piece of work on the store; what SQLite says comes out as a message with a remedy.</summary>
    internal T Guard<T>(Func<T> work) => Refusal.Guard(Path, work);

    /// <summary>The message for a failure caught elsewhere.</summary>
    internal InputException RefusalOf(SqliteException failure) => Refusal.Of(failure, Path);

    private RunSummary SummaryOf(StoredRun run)
    {
        var status = run.Status switch
        {
            "completed" => RunStatus.Completed,
            "running" when IsAlive(run.Pid, run.HeartbeatAt) => RunStatus.Running,
            _ => RunStatus.Interrupted,
        };
        string symbol = JsonSerializer.Deserialize<string[]>(run.Symbols)?.FirstOrDefault() ?? "";
        return new(run.Id, run.Mode, run.Strategy, symbol, run.Timeframe, run.StartDate, run.EndDate, run.Combinations, run.Done, status,
            run.StartedAt, run.CompletedAt, run.Error);
    }

    /// <summary>For the list only: who may continue a run is decided by its lock.</summary>
    private bool IsAlive(long pid, string heartbeat)
    {
        var age = _clock.GetUtcNow() - DateTimeOffset.Parse(heartbeat, CultureInfo.InvariantCulture);
        if (age > Alive) return false;
        try
        {
            using var process = Process.GetProcessById((int)pid);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A row of <c>backtest_runs</c> as Dapper reads it.</summary>
    private sealed record StoredRun
    {
        public long Id { get; init; }

        public string Mode { get; init; } = "";

        public string Strategy { get; init; } = "";

        public string Symbols { get; init; } = "";

        public string Timeframe { get; init; } = "";

        public string StartDate { get; init; } = "";

        public string EndDate { get; init; } = "";

        public long Combinations { get; init; }

        public string Status { get; init; } = "";

        public long Pid { get; init; }

        public string HeartbeatAt { get; init; } = "";

        public string StartedAt { get; init; } = "";

        public string? CompletedAt { get; init; }

        public string? Error { get; init; }

        public long Done { get; init; }
    }
}
