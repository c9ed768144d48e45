namespace QuantDsl.Research.Sweep;

/// <summary>The part of a sweep that is in work: ordinals go out in order, come back in any order, and are stored in order.</summary>
/// <remarks>Rows that are out or not yet stored never exceed <see cref="Size"/>: that is the most a kill can lose, and all the memory
/// rows need whatever the size of the grid.</remarks>
internal sealed class SweepWindow(long start, long total)
{
    /// <summary>One batch, in rows.</summary>
    public const int Size = 512;

    /// <summary>Handed out at a time: the lock stays cheap, and workers end together.</summary>
    private const int Portion = 4;

    /// <summary>Rows that are worth a transaction.</summary>
    private const int Worthwhile = Size / 4;

    // Monitor and not Lock: workers and the storing thread wait for each other's progress.
    private readonly object _gate = new();
    private readonly SweepRow[] _rows = new SweepRow[Size];
    private readonly bool[] _finished = new bool[Size];
    private long _stored = start, _ready = start, _handedOut = start;
    private Exception? _failure;
    private bool _stopped;

    /// <summary>The next ordinals to evaluate, after waiting for room; an empty range when there is no more work.</summary>
    public (long First, long End) Take()
    {
        lock (_gate)
        {
            while (!_stopped && _handedOut < total && _handedOut >= _stored + Size) Monitor.Wait(_gate);
            long first = _handedOut;
            if (!_stopped) _handedOut = Math.Min(Math.Min(first + Portion, total), _stored + Size);
            return (first, _handedOut);
        }
    }

    /// <summary>Brings back one row.</summary>
    public void Finish(long ordinal, in SweepRow row)
    {
        lock (_gate)
        {
            _rows[ordinal % Size] = row;
            _finished[ordinal % Size] = true;
            if (ordinal != _ready) return;
            while (_ready < _handedOut && _finished[_ready % Size]) _finished[_ready++ % Size] = false;
            if (_ready - _stored >= Worthwhile || _ready == total) Monitor.PulseAll(_gate);
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
            if (!_stopped && _ready < total && _ready - _stored < Worthwhile) Monitor.Wait(_gate, patience);
            int from = (int)(_stored % Size);
            return _rows.AsSpan(from, (int)Math.Min(_ready - _stored, Size - from));
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

    /// <summary>What made a worker stop, or null.</summary>
    public Exception? Failure
    {
        get
        {
            lock (_gate) return _failure;
        }
    }
}
