namespace QuantDsl.Data.DuckDb;

/// <summary>From the cancellation of a token until it is disposed, interrupts a connection again and again: it forgets an interrupt that
/// comes between two statements, and would begin the next as if nobody had asked.</summary>
internal sealed class DuckDbInterruption : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly DuckDbConnection _connection;
    private readonly Timer _timer;
    private readonly CancellationTokenRegistration _registration;
    private bool _isOver;

    public DuckDbInterruption(DuckDbConnection connection, CancellationToken cancellation)
    {
        _connection = connection;
        _timer = new(_ => Interrupt());
        _registration = cancellation.Register(() => _timer.Change(TimeSpan.Zero, s_pause));
    }

    /// <summary>When it returns no interrupt is under way, so the connection may be closed.</summary>
    public void Dispose()
    {
        _registration.Dispose();
        lock (_gate) _isOver = true;
        _timer.Dispose();
    }

    private void Interrupt()
    {
        lock (_gate)
        {
            if (!_isOver) _connection.Interrupt();
        }
    }
}
