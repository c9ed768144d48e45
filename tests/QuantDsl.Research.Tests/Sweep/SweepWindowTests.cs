using QuantDsl.Research.Sweep;

namespace QuantDsl.Research.Tests.Sweep;

public sealed class SweepWindowTests
{
    private static readonly TimeSpan NoWait = TimeSpan.Zero;

    [Fact]
    public void Rows_come_out_in_order_whatever_order_they_come_back_in()
    {
        var window = new SweepWindow(0, 8);
        Assert.Equal((0, 4), window.Take());
        Assert.Equal((4, 8), window.Take());
        foreach (long ordinal in (long[])[5, 1, 0]) window.Finish(ordinal, Row(ordinal));
        Assert.Equal([0, 1], Numbers(window.WaitForRows(NoWait)));
        window.Stored(2);
        foreach (long ordinal in (long[])[7, 6, 4, 3, 2]) window.Finish(ordinal, Row(ordinal));
        Assert.Equal([2, 3, 4, 5, 6, 7], Numbers(window.WaitForRows(NoWait)));
        window.Stored(6);
        Assert.Equal(0, Taken(window));
    }

    [Fact]
    public async Task No_more_than_a_batch_is_ever_out_or_waiting()
    {
        var window = new SweepWindow(100, 5000);
        long taken = 0;
        for (long end = 100; end < 100 + SweepWindow.Size; taken += Finish(window, ref end))
        {
        }
        Assert.Equal(SweepWindow.Size, taken);
        var next = Task.Run(() => window.Take());
        Assert.NotSame(next, await Task.WhenAny(next, Task.Delay(50)));
        window.Stored(10);
        Assert.Equal((612, 616), await next);
        // What wraps around the end of the buffer comes in a second piece.
        Assert.Equal(Enumerable.Range(110, 402).Select(i => (long)i), Numbers(window.WaitForRows(NoWait)));
        window.Stored(402);
        Assert.Equal(Enumerable.Range(512, 100).Select(i => (long)i), Numbers(window.WaitForRows(NoWait)));
    }

    [Fact]
    public async Task A_stop_hands_out_no_more_and_wakes_whoever_waits()
    {
        var window = new SweepWindow(0, 5000);
        for (long end = 0; end < SweepWindow.Size;) Finish(window, ref end);
        var waiting = Task.Run(() => window.Take());
        var failure = new InvalidOperationException();
        window.Stop(failure);
        window.Stop(new ArgumentException());
        var (first, last) = await waiting;
        Assert.Equal(first, last);
        Assert.Same(failure, window.Failure);
    }

    private static long Finish(SweepWindow window, ref long end)
    {
        var (first, last) = window.Take();
        for (long ordinal = first; ordinal < last; ordinal++) window.Finish(ordinal, Row(ordinal));
        end = last;
        return last - first;
    }

    private static long Taken(SweepWindow window)
    {
        var (first, end) = window.Take();
        return end - first;
    }

    private static List<long> Numbers(ReadOnlySpan<SweepRow> rows)
    {
        List<long> numbers = [];
        foreach (var row in rows) numbers.Add(row.Combination);
        return numbers;
    }

    private static SweepRow Row(long combination) => new()
    {
        Combination = combination,
        FinalEquity = 1,
        TotalReturn = 0,
        MaxDrawdown = 0,
        Trades = 0,
        Fees = 0,
        Funding = 0,
        Slippage = 0,
    };
}
