using QuantDsl.Research.Grid;

namespace QuantDsl.Research.Sweep;

/// <summary>The part of a sweep that is in work: portions go out in order, come back in any order, and their rows are stored in order.</summary>
/// <remarks>Rows that are out or not yet stored never exceed the window's size: that is the most a kill can lose, and all the memory
/// rows need whatever the size of the grid. The lock is taken twice a portion, never for a combination.</remarks>
internal sealed class SweepWindow
{
    /// <summary>Rows of a window, where few threads sweep a grid of a usual size.</summary>
    public const int Usual = 512;

    /// <summary>Rows of the window of a large grid: its store may be waited for by the scheduler or a disk without the workers waiting too.</summary>
    private const int Largest = 8192;

    /// <summary>A window is no larger part of its grid than this, so that an interrupted sweep has kept nearly all of its work.</summary>
    private const int PartOfGrid = 64;

    /// <summary>Rows that are worth a transaction.</summary>
    private const int Worthwhile = Usual / 4;

    /// <summary>A group this small is not cut while there are two for every worker: what it shares is worth more than an even end.</summary>
    private const int Small = 16;

    // Monitor and not Lock: workers and the storing thread wait for each other's progress.
    private readonly object _gate = new();
    private readonly SweepGrid _grid;
    private readonly int _workers, _mostLanes, _size;
    private readonly SweepRow[] _rows;
    private readonly bool[] _finished;
    private long _stored, _ready, _handedOut;
    private Exception? _failure;
    private bool _stopped;

    /// <param name="grid">What is swept.</param>
    /// <param name="start">Ordinals before this are in the store.</param>
    /// <param name="workers">How many take portions.</param>
    /// <param name="mostLanes">Combinations of a portion at most.</param>
    public SweepWindow(SweepGrid grid, long start, int workers, int mostLanes)
    {
        (_grid, _workers, _mostLanes) = (grid, workers, mostLanes);
        _stored = _ready = _handedOut = start;
        _size = Math.Max((int)Math.Clamp(grid.Count / PartOfGrid, Usual, Largest), 2 * workers * mostLanes);
        _rows = new SweepRow[_size];
        _finished = new bool[_size];
    }

    /// <summary>The next ordinals to evaluate, after waiting for room; an empty range when there is no more work.</summary>
    public (long First, long End) Take()
    {
        lock (_gate)
        {
            while (!_stopped && _handedOut < _grid.Count && _handedOut + _mostLanes > _stored + _size) Monitor.Wait(_gate);
            long first = _handedOut;
            if (!_stopped && first < _grid.Count)
                _handedOut = _grid.PortionEnd(first, PortionOf(_grid.Count - first));
            return (first, _handedOut);
        }
    }

    /// <summary>Brings back the rows of a portion.</summary>
    /// <param name="first">Where the portion begins.</param>
    /// <param name="rows">All of its rows.</param>
    public void Finish(long first, ReadOnlySpan<SweepRow> rows)
    {
        lock (_gate)
        {
            int from = (int)(first % _size), until = Math.Min(rows.Length, _size - from);
            rows[..until].CopyTo(_rows.AsSpan(from));
            rows[until..].CopyTo(_rows);
            _finished.AsSpan(from, until).Fill(true);
            _finished.AsSpan(0, rows.Length - until).Fill(true);
            if (first != _ready) return;
            while (_ready < _handedOut && _finished[_ready % _size]) _finished[_ready++ % _size] = false;
            if (_ready - _stored >= Worthwhile || _ready == _grid.Count) Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Ends the handing out; the first failure is kept.</summary>
    public void Stop(Exception? failure = null)
    {
        lock (_gate)
        {
            _failure ??= failure;
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The rows that can be stored next, in order; waits until there are enough to be worth a transaction,
    /// or the time is up.</summary>
    /// <returns>The rows up to the window's seam; valid until <see cref="Stored"/>.</returns>
    public ReadOnlySpan<SweepRow> WaitForRows(TimeSpan patience)
    {
        lock (_gate)
        {
            if (!_stopped && _ready < _grid.Count && _ready - _stored < Worthwhile) Monitor.Wait(_gate, patience);
            int from = (int)(_stored % _size);
            return _rows.AsSpan(from, (int)Math.Min(_ready - _stored, _size - from));
        }
    }

    /// <summary>Makes room for as many rows as were stored.</summary>
    public void Stored(int count)
    {
        lock (_gate)
        {
            _stored += count;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Combinations of the next portion: a quarter of what each worker can still take, so that workers end together.</summary>
    private int PortionOf(long left) => _workers == 1 ? _mostLanes
        : (int)Math.Clamp(Math.Max(left / (4 * _workers), Math.Min(Small, left / (2 * _workers))), 1, _mostLanes);

    /// <summary>What made a worker stop, or null.</summary>
    public Exception? Failure
    {
        get
        {
            lock (_gate) return _failure;
        }
    }
}
