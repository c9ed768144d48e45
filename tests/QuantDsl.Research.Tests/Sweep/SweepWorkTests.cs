using QuantDsl.Backtest;
using QuantDsl.Compiler.Columns;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Planning;
using QuantDsl.Research.Store;
using QuantDsl.Research.Sweep;
using QuantDsl.Testing;

namespace QuantDsl.Research.Tests.Sweep;

/// <summary>How much work a sweep of a thousand combinations is, counted: a clock would say it later, and otherwise every time.</summary>
/// <remarks>Two averages of ten lengths each and ten stops: what is read of the bars is twenty averages and one range, what is signalled is a hundred pairs, and
/// each pair is walked once for its ten stops. A sweep that computes anything twice, or splits what belongs together, is slower by that factor.</remarks>
[Collection(CountedBytes.Name)]
public sealed class SweepWorkTests
{
    private const int Pairs = 100, StopsOfPair = 10, Averages = 20, Ranges = 1;

    private const string Strategy = """
        strategy counted timeframe 5m
        param fast = 30  in [5, 8, 10, 12, 15, 18, 20, 25, 30, 35]
        param slow = 150 in [40, 50, 60, 70, 80, 100, 120, 150, 180, 200]
        param m    = 3.5 in 1.0..5.5 step 0.5
        let fast_ema = EMA(close, fast)
        let slow_ema = EMA(close, slow)
        enter long when fast_ema crosses_above slow_ema
        exit  long when fast_ema crosses_below slow_ema
        stop atr_fixed(ATR(14), m) from signal
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_column_and_signal_is_computed_once_and_every_pair_walked_once(int workers)
    {
        var inputs = Library.Inputs(Library.Input(Strategy), Library.Sample(30));
        var grid = SweepGrid.Create(inputs.Strategy.Bound, []);
        Assert.True(SweepPlanner.Plan(inputs.Strategy.Bound, inputs.Account, grid).WalksGroups);
        using var session = RunSession.Open(inputs, TimeProvider.System);
        using var store = RunStore.InMemory(TimeProvider.System);
        var signals = new SignalProgram(inputs.Strategy.Bound, session.Columns);
        var counts = new PortionCounts();
        var header = RunHeaders.Of(session, "counted", RunHeader.Screening, grid.Count, "[]", "{}");
        using var run = store.BeginSweep(header, grid);
        new SweepRunner(() => new CountedWalk(new GroupPortionWalk(session.Program.CreateInstance, signals, session.Context, grid), counts), TimeProvider.System)
            .Run(run, workers, progress: null, CancellationToken.None);

        Assert.Equal(Pairs * StopsOfPair, counts.Combinations);
        // With several workers the last pairs are cut, so that all end together.
        Assert.InRange(counts.Portions, Pairs, workers == 1 ? Pairs : Pairs + 2 * StopsOfPair);
        Assert.Equal(Pairs, signals.ComputedCount);
        Assert.Equal(Averages + Ranges, session.Columns.ComputedCount);
        Assert.Equal(grid.Count, run.Committed);
    }

    [Fact]
    public void What_is_allocated_are_columns_and_sets_of_bars_and_of_what_is_known_nothing()
    {
        var inputs = Library.Inputs(Library.Input(Strategy), Library.Sample(30));
        var grid = SweepGrid.Create(inputs.Strategy.Bound, []);
        using var session = RunSession.Open(inputs, TimeProvider.System);
        var signals = new SignalProgram(inputs.Strategy.Bound, session.Columns);
        var walk = new GroupPortionWalk(session.Program.CreateInstance, signals, session.Context, grid);
        var combinations = new long[SweepRunner.MostLanes];
        var rows = new SweepRow[SweepRunner.MostLanes];
        long bars = session.Columns.Primary.Bars.Count, columnBytes = (Averages + Ranges) * bars * sizeof(double), setBytes = Pairs * 2 * bars / 8;

        // The first portion brings what lasts: lanes, their strategies, what is compiled.
        Portion(0);
        // Half a kilobyte for each combination would break this bound: what a first use of anything allocates once does not.
        long before = GC.GetAllocatedBytesForCurrentThread();
        Sweep();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, columnBytes, columnBytes + 4 * setBytes);
        Assert.Equal(0, Allocation.By(Sweep));

        void Sweep()
        {
            for (long from = 0; from < grid.Count; from = grid.GroupEnd(from, grid.Count)) Portion(from);
        }

        void Portion(long from)
        {
            var portion = combinations.AsSpan(0, (int)(grid.GroupEnd(from, grid.Count) - from));
            for (int i = 0; i < portion.Length; i++) portion[i] = grid.CombinationAt(from + i);
            walk.Run(portion, rows);
        }
    }

    private sealed class PortionCounts
    {
        private long _portions, _combinations;

        public long Portions => Interlocked.Read(ref _portions);

        public long Combinations => Interlocked.Read(ref _combinations);

        public void Add(int combinations)
        {
            Interlocked.Increment(ref _portions);
            Interlocked.Add(ref _combinations, combinations);
        }
    }

    private sealed class CountedWalk(IPortionWalk walk, PortionCounts counts) : IPortionWalk
    {
        public void Run(ReadOnlySpan<long> combinations, Span<SweepRow> rows)
        {
            counts.Add(combinations.Length);
            walk.Run(combinations, rows);
        }
    }
}
