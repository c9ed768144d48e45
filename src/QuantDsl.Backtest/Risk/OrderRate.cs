namespace QuantDsl.Backtest.Risk;

/// <summary>Orders in a sliding window of 60 seconds: an order counts until a minute has passed since it.</summary>
/// <param name="most">Orders that fit into one window; at least 1.</param>
internal sealed class OrderRate(int most)
{
    private const long WindowMs = 60_000;

    // The last orders, oldest at _next: one more fits where the oldest of them has left the window.
    private readonly long[] _times = new long[most];
    private int _next;

    public void Start()
    {
        Array.Fill(_times, long.MinValue);
        _next = 0;
    }

    public bool Allows(long utcMs) => _times[_next] == long.MinValue || utcMs - _times[_next] >= WindowMs;

    /// <summary>Orders of the last 60 seconds, as many as the window can hold at most.</summary>
    public int Count(long utcMs) => _times.Count(time => time != long.MinValue && utcMs - time < WindowMs);

    public void Add(long utcMs)
    {
        _times[_next] = utcMs;
        _next = (_next + 1) % _times.Length;
    }
}
