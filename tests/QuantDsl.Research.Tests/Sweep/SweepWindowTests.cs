using QuantDsl.Research.Grid;
using QuantDsl.Research.Sweep;
using static QuantDsl.Research.Tests.HandMade;

namespace QuantDsl.Research.Tests.Sweep;

public sealed class SweepWindowTests
{
    private static readonly TimeSpan NoWait = TimeSpan.Zero;

    [Fact]
    public void Rows_come_out_in_order_whatever_order_their_portions_come_back_in()
    {
        var window = Of(12, workers: 1, mostLanes: 4);
        Assert.Equal((0, 4), window.Take());
        Assert.Equal((4, 8), window.Take());
        Assert.Equal((8, 12), window.Take());
        window.Finish(4, Rows(4, 8));
        Assert.Empty(Numbers(window.WaitForRows(NoWait)));
        window.Finish(0, Rows(0, 4));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Numbers(window.WaitForRows(NoWait)));
        window.Stored(8);
        window.Finish(8, Rows(8, 12));
        Assert.Equal([8, 9, 10, 11], Numbers(window.WaitForRows(NoWait)));
        window.Stored(4);
        Assert.Equal(0, Taken(window));
    }

    [Theory]
    [InlineData(1, 64)]
    [InlineData(3, 64)]
    [InlineData(40, 64)]
    [InlineData(3, 5)]
    public void Portions_are_of_every_combination_once_and_end_small_where_workers_must_end_together(int workers, int mostLanes)
    {
        var window = Of(1000, workers, mostLanes);
        List<long> sizes = [];
        for (var (first, end) = window.Take(); first < end; (first, end) = window.Take())
        {
            Assert.Equal(sizes.Sum(), first);
            Assert.InRange(end - first, 1, mostLanes);
            sizes.Add(end - first);
            window.Finish(first, Rows(first, end));
            for (var rows = window.WaitForRows(NoWait); rows.Length > 0; rows = window.WaitForRows(NoWait)) window.Stored(rows.Length);
        }

        Assert.Equal(1000, sizes.Sum());
        if (workers > 1) Assert.All(sizes.TakeLast(workers), size => Assert.InRange(size, 1, 1000 / workers / 2));
    }

    [Fact]
    public async Task No_more_than_the_window_is_ever_out_or_waiting()
    {
        var window = Of(5000, workers: 1, mostLanes: 64, start: 100);
        long taken = 0;
        while (taken < SweepWindow.Usual) taken += Finish(window);
        Assert.Equal(SweepWindow.Usual, taken);
        var next = Task.Run(() => window.Take());
        Assert.NotSame(next, await Task.WhenAny(next, Task.Delay(50)));
        window.Stored(70);
        Assert.Equal((612, 676), await next);
        // What wraps around the end of the buffer comes in a second piece.
        Assert.Equal(Enumerable.Range(170, 342).Select(i => (long)i), Numbers(window.WaitForRows(NoWait)));
        window.Stored(342);
        Assert.Equal(Enumerable.Range(512, 100).Select(i => (long)i), Numbers(window.WaitForRows(NoWait)));
    }

    [Theory]
    [InlineData(1000, 1, 512)]
    [InlineData(64_000, 1, 1000)]
    [InlineData(1_000_000, 4, 8192)]
    [InlineData(1_000_000, 100, 12_800)]
    public void A_large_grid_has_a_larger_window(int total, int workers, int rows)
    {
        var window = Of(total, workers, mostLanes: 64);
        long taken = 0;
        while (taken + 64 <= rows) taken += Finish(window);
        Assert.InRange(taken, rows - 63, rows);
        Assert.Equal(taken, window.WaitForRows(NoWait).Length);
    }

    [Fact]
    public void A_portion_that_wraps_around_the_end_of_the_buffer_comes_back_whole()
    {
        var window = Of(5000, workers: 1, mostLanes: 60);
        for (long taken = 0; taken < 480; taken += Finish(window)) window.Stored(window.WaitForRows(NoWait).Length);
        window.Stored(window.WaitForRows(NoWait).Length);
        Assert.Equal(60, Finish(window));
        Assert.Equal(Enumerable.Range(480, 32).Select(i => (long)i), Numbers(window.WaitForRows(NoWait)));
        window.Stored(32);
        Assert.Equal(Enumerable.Range(512, 28).Select(i => (long)i), Numbers(window.WaitForRows(NoWait)));
    }

    [Fact]
    public async Task A_stop_hands_out_no_more_and_wakes_whoever_waits()
    {
        var window = Of(5000, workers: 1, mostLanes: 64);
        for (long taken = 0; taken < SweepWindow.Usual;) taken += Finish(window);
        var waiting = Task.Run(() => window.Take());
        var failure = new InvalidOperationException();
        window.Stop(failure);
        window.Stop(new ArgumentException());
        var (first, last) = await waiting;
        Assert.Equal(first, last);
        Assert.Same(failure, window.Failure);
    }

    /// <summary>Over a grid of one parameter that the signals read, whose groups are single combinations.</summary>
    private static SweepWindow Of(int total, int workers, int mostLanes, long start = 0) => new(SweepGrid.Create(Line(total), []), start, workers, mostLanes);

    private static long Finish(SweepWindow window)
    {
        var (first, end) = window.Take();
        window.Finish(first, Rows(first, end));
        return end - first;
    }

    private static SweepRow[] Rows(long first, long end) => [.. Enumerable.Range((int)first, (int)(end - first)).Select(i => Row(i))];

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
