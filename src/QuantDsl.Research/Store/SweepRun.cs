using Microsoft.Data.Sqlite;
using QuantDsl.Diagnostics;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Ranking;
using QuantDsl.Research.Sweep;
using QuantDsl.Storage;

namespace QuantDsl.Research.Store;

/// <summary>A sweep in the store, owned by this process until disposed. Used by one thread at a time.</summary>
public sealed class SweepRun : IDisposable
{
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(2);

    private readonly RunStore _store;
    private readonly SqliteConnection _connection;
    private readonly RunLock _lock;
    private readonly SweepTable _table;
    private readonly TimeProvider _clock;
    private long _lastHeartbeat;
    private bool _completed;

    internal SweepRun(RunStore store, SqliteConnection connection, RunLock runLock, long id, SweepGrid grid, long resumed, TimeProvider clock)
    {
        _store = store;
        _connection = connection;
        _lock = runLock;
        _clock = clock;
        Id = id;
        Grid = grid;
        Committed = Resumed = resumed;
        _table = new(connection, id, grid);
        _lastHeartbeat = clock.GetTimestamp();
    }

    public long Id { get; }

    public SweepGrid Grid { get; }

    /// <summary>Rows found from an interrupted run: the first ones in the order of the grid.</summary>
    public long Resumed { get; }

    /// <summary>Rows in the store.</summary>
    public long Committed { get; private set; }

    /// <summary>Adds the next rows in the order of the grid, all or none: after a kill the store holds a whole number of appends.</summary>
    /// <exception cref="InputException">The store cannot be written any more.</exception>
    public void Append(ReadOnlySpan<SweepRow> rows)
    {
        try
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            _table.Insert(rows);
            transaction.Commit();
            Committed += rows.Length;
            Beat();
        }
        catch (SqliteException failure)
        {
            throw _store.RefusalOf(failure);
        }
    }

    /// <summary>Says that this process is alive; cheap to call often.</summary>
    public void Beat()
    {
        if (_clock.GetElapsedTime(_lastHeartbeat) < HeartbeatEvery) return;
        _lastHeartbeat = _clock.GetTimestamp();
        _store.Guard(() =>
        {
            RunTable.Beat(_connection, Id, StoredTime.Now(_clock));
            return 0;
        });
    }

    /// <summary>The rows in their order; every combination must be in the store.</summary>
    public SweepRanking Rank(HardFilters filters) => _store.Guard(() => SweepRanking.Of(_table.ReadKeys(Grid.Count), Grid.Count, filters));

    /// <summary>One row, to the last bit as it was appended.</summary>
    public SweepRow ReadRow(long combination) => _store.Guard(() => _table.Read(combination));

    /// <summary>Marks the front and ends the run: it will never be continued.</summary>
    public void Complete(SweepRanking ranking)
    {
        _store.Guard(() =>
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            _table.MarkFront(ranking.Rows.AsSpan()[..ranking.FrontSize]);
            RunTable.Complete(_connection, Id, StoredTime.Now(_clock));
            transaction.Commit();
            return 0;
        });
        _completed = true;
        _lock.Remove();
    }

    /// <summary>Leaves the run to be continued, with the reason for the list of runs; does nothing after <see cref="Complete"/>.</summary>
    public void Interrupt(string reason)
    {
        if (_completed) return;
        try
        {
            RunTable.Interrupt(_connection, Id, reason, StoredTime.Now(_clock));
        }
        catch (SqliteException)
        {
            // A store that cannot be written is why we are here as often as not; the lock's release says the same.
        }
    }

    public void Dispose()
    {
        _table.Dispose();
        _lock.Dispose();
    }
}
