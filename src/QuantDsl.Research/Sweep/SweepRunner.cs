using System.Runtime.ExceptionServices;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Store;

namespace QuantDsl.Research.Sweep;

/// <summary>Evaluates the combinations of a grid on any number of workers and streams the rows to the store in the grid's order.</summary>
/// <remarks>A row depends on its combination alone, and rows are stored in order, so neither the number of workers nor an interruption
/// shows in the result.</remarks>
/// <param name="walks">Makes the walk of one worker; called on its thread.</param>
/// <param name="clock">For the rate and for when to store.</param>
public sealed class SweepRunner(Func<IPortionWalk> walks, TimeProvider clock)
{
    /// <summary>Rows evaluated but not yet stored, at most, where few threads sweep a grid of a usual size: 128 a thread or a 64th of the grid, where one
    /// of them is more.</summary>
    public const int BatchSize = SweepWindow.Usual;

    /// <summary>Combinations a walk is given at a time, at most.</summary>
    public const int MostLanes = Backtest.Groups.GroupWalk.MostLanes;

    private static readonly TimeSpan StoreEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs what the store does not have yet.</summary>
    /// <param name="run">Owned by the caller; rows are appended to it.</param>
    /// <param name="workers">At least 1.</param>
    /// <param name="progress">Called on the calling thread, after rows are stored.</param>
    /// <param name="cancellation">Rows finished by then are stored first.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the run can be continued.</exception>
    public void Run(SweepRun run, int workers, Action<SweepProgress>? progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        var grid = run.Grid;
        workers = (int)Math.Min(workers, Math.Max(1, grid.Count - run.Committed));
        var window = new SweepWindow(grid, run.Committed, workers, MostLanes);
        long begun = clock.GetTimestamp();
        progress?.Invoke(ProgressOf(run, begun));

        var threads = new Thread[workers];
        using var registration = cancellation.Register(() => window.Stop());
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() => Work(window, grid)) { IsBackground = true, Name = $"sweep {i + 1}" };
            threads[i].Start();
        }

        try
        {
            Store(run, window, begun, progress, cancellation);
        }
        finally
        {
            window.Stop();
            foreach (var thread in threads) thread.Join();
        }
        if (window.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
        cancellation.ThrowIfCancellationRequested();
    }

    private void Store(SweepRun run, SweepWindow window, long begun, Action<SweepProgress>? progress, CancellationToken cancellation)
    {
        while (run.Committed < run.Grid.Count)
        {
            var rows = window.WaitForRows(StoreEvery);
            if (rows.IsEmpty)
            {
                if (cancellation.IsCancellationRequested || window.Failure is not null) return;
                run.Beat();
                continue;
            }
            run.Append(rows);
            window.Stored(rows.Length);
            progress?.Invoke(ProgressOf(run, begun));
        }
    }

    private void Work(SweepWindow window, SweepGrid grid)
    {
        try
        {
            var walk = walks();
            var combinations = new long[MostLanes];
            var rows = new SweepRow[MostLanes];
            for (var (first, end) = window.Take(); first < end; (first, end) = window.Take())
            {
                for (long from = first, until; from < end; from = until)
                {
                    until = grid.GroupEnd(from, end);
                    var group = combinations.AsSpan(0, (int)(until - from));
                    for (int i = 0; i < group.Length; i++) group[i] = grid.CombinationAt(from + i);
                    walk.Run(group, rows.AsSpan((int)(from - first), group.Length));
                }

                window.Finish(first, rows.AsSpan(0, (int)(end - first)));
            }
        }
        catch (Exception failure)
        {
            // Whatever it is must reach the caller's thread, not end the process on this one.
            window.Stop(failure);
        }
    }

    private SweepProgress ProgressOf(SweepRun run, long begun)
    {
        double seconds = clock.GetElapsedTime(begun).TotalSeconds;
        long evaluated = run.Committed - run.Resumed, left = run.Grid.Count - run.Committed;
        double rate = evaluated > 0 && seconds > 0 ? evaluated / seconds : 0;
        return new(run.Committed, run.Grid.Count, run.Resumed, rate, rate > 0 ? TimeSpan.FromSeconds(left / rate) : null);
    }
}
