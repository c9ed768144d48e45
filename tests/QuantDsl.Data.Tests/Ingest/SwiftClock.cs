namespace QuantDsl.Data.Tests.Ingest;

/// <summary>A clock on which waits are over at once, and are written down; only those named are really kept.</summary>
internal sealed class SwiftClock(DateTimeOffset now, params TimeSpan[] real) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now = now;

    /// <summary>Whether time stands still, so that what is to be waited for stays to be waited for.</summary>
    public bool StandsStill { get; init; }

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
        if (dueTime == Timeout.InfiniteTimeSpan || real.Contains(dueTime)) return System.CreateTimer(callback, state, dueTime, period);
        lock (_gate)
        {
            _waits.Add(dueTime);
            if (!StandsStill) _now += dueTime;
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
