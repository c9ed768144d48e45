namespace QuantDsl.Testing;

/// <summary>A clock on which waits are over at once, and are written down; only those named are really kept.</summary>
public sealed class SwiftClock(DateTimeOffset now, params TimeSpan[] real) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now = now;

    /// <summary>Whether time stands still, so that what is to be waited for stays to be waited for.</summary>
    public bool StandsStill { get; init; }

    /// <summary>A wait that is really kept, but for this long: patience that a test does not have and cannot set.</summary>
    public (TimeSpan Said, TimeSpan Kept)? Shortened { get; init; }

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate) return [.. _waits];
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (Shortened is { } shortened && dueTime == shortened.Said)
            return new ShorterTimer(System.CreateTimer(callback, state, shortened.Kept, period), shortened);
        if (dueTime == Timeout.InfiniteTimeSpan || real.Contains(dueTime)) return System.CreateTimer(callback, state, dueTime, period);
        lock (_gate)
        {
            _waits.Add(dueTime);
            if (!StandsStill) _now += dueTime;
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    /// <summary>Stays short when it is wound up again.</summary>
    private sealed class ShorterTimer(ITimer timer, (TimeSpan Said, TimeSpan Kept) shortened) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime == shortened.Said ? shortened.Kept : dueTime, period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
