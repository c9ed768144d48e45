using System.Collections.Immutable;
using System.Text.Json.Nodes;
using QuantDsl.Backtest;
using QuantDsl.Data;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Ranking;
using QuantDsl.Research.Store;
using QuantDsl.Research.Sweep;
using QuantDsl.Testing;

namespace QuantDsl.Research.Tests.Jobs;

public sealed class ScreenJobTests : IDisposable
{
    private static readonly string[] Narrow = ["stop_mult=3"];
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void R6_any_number_of_workers_gives_the_same_bytes(int workers) => Assert.Equal(Screen(1), Screen(workers));

    [Fact]
    public void R6_a_cancelled_sweep_continues_and_ends_in_the_same_bytes()
    {
        var inputs = Library.Inputs(Library.Strategy("ema_cross"), Library.Sample(30));
        var settings = new ScreenSettings { Workers = 2 };
        string whole;
        using (var store = RunStore.InMemory(TimeProvider.System))
        using (var job = ScreenJob.Prepare(inputs, settings, TimeProvider.System))
        using (var report = job.Run(store))
            whole = Documents.Of(report);

        using var job2 = ScreenJob.Prepare(inputs, settings, TimeProvider.System);
        long committed = 0;
        long? id = null;
        for (int attempt = 0; ; attempt++)
        {
            using var store = RunStore.Open(_folder.File("qdsl.db"), TimeProvider.System);
            using var cancel = new CancellationTokenSource();
            var resumed = new List<SweepProgress>();
            try
            {
                using var report = job2.Run(store, progress =>
                {
                    resumed.Add(progress);
                    committed = progress.Done;
                    if (progress.Done > progress.Resumed) cancel.Cancel();
                }, cancel.Token);
                Assert.True(attempt > 0, "the sweep was never interrupted");
                Assert.Equal(whole, Documents.Of(report));
                Assert.Equal(id, report.RunId);
                break;
            }
            catch (OperationCanceledException)
            {
                // Cancelled while rows were in work: the next attempt begins where the store ends, under the same run.
                var run = Assert.Single(store.Runs(10));
                Assert.Equal(RunStatus.Interrupted, run.Status);
                Assert.True(run.Done >= committed);
                Assert.True(run.Done - resumed[0].Done <= 2 * SweepRunner.BatchSize);
                id = run.Id;
            }
        }
        using var last = RunStore.Open(_folder.File("qdsl.db"), TimeProvider.System);
        Assert.Equal(RunStatus.Completed, last.Runs(1)[0].Status);
    }

    [Fact]
    public void R6_the_order_of_the_lines_shows_in_no_row_and_neither_does_an_interruption()
    {
        // The stop first: the declared order is the worst one to run in, so it is run in another.
        string[] lines = ["param loss = 1% in 0.5%..20% step 0.5%", "param fast = 5 in 3..12 step 1", "param level = 50 in [40, 45, 50, 55]"];
        const string Rules = """

            enter long when EMA(close, fast) > SMA(close, 20) and RSI(close, 14) > level
            exit long when close < SMA(close, 20)
            stop loss
            """;
        var worst = Library.Inputs(Library.Input("strategy s timeframe 15m\n" + string.Join('\n', lines) + Rules), Library.Sample(20));
        var best = Library.Inputs(Library.Input("strategy s timeframe 15m\n" + string.Join('\n', lines.Reverse()) + Rules), Library.Sample(20));
        var whole = RowsOf(worst, 3, interrupt: false);
        Assert.Equal(1600, whole.Count);
        Assert.Equal(whole, RowsOf(best, 1, interrupt: false));
        Assert.Equal(whole, RowsOf(worst, 2, interrupt: true));
    }

    /// <summary>Every row by its parameters, in whatever order they are declared; without its number, which depends on that.</summary>
    private SortedDictionary<string, SweepRow> RowsOf(RunInputs inputs, int workers, bool interrupt)
    {
        using var job = ScreenJob.Prepare(inputs, new() { Workers = workers }, TimeProvider.System);
        for (int attempt = 0; ; attempt++)
        {
            using var store = interrupt ? RunStore.Open(_folder.File("order.db"), TimeProvider.System) : RunStore.InMemory(TimeProvider.System);
            using var cancel = new CancellationTokenSource();
            try
            {
                using var report = job.Run(store, progress =>
                {
                    if (interrupt && progress.Done > progress.Resumed) cancel.Cancel();
                }, cancel.Token);
                Assert.Equal(interrupt, attempt > 0);
                return new(report.Ranking.Rows.ToDictionary(row => string.Join(' ', report.SettingsOf(row).Order(StringComparer.Ordinal)), row => report.Row(row) with { Combination = 0 }), StringComparer.Ordinal);
            }
            catch (OperationCanceledException)
            {
                // Continued by the next attempt.
            }
        }
    }

    [Theory]
    [InlineData("ema_cross", "stop_mult=3")]
    [InlineData("zscore_mean_reversion")]
    [InlineData("macd_cross_session", "signal_period=9")]
    public void A_row_is_its_backtest_to_the_last_bit(string strategy, params string[] settings)
    {
        var history = Library.Sample(60);
        using var store = RunStore.InMemory(TimeProvider.System);
        using var job = ScreenJob.Prepare(Library.Inputs(Library.Strategy(strategy, settings), history), new() { Workers = 2 }, TimeProvider.System);
        using var report = job.Run(store);
        foreach (var ranked in new[] { report.Ranking.Rows[0], report.Ranking.Rows[report.Ranking.Rows.Length / 2], report.Ranking.Rows[^1] })
        {
            using var single = BacktestJob.Prepare(Library.Inputs(Library.Strategy(strategy, [.. report.SettingsOf(ranked)]), history), TimeProvider.System);
            var backtest = single.Run(store);
            Assert.Equal(report.Row(ranked), SweepRow.Of(ranked.Key.Combination, backtest.Metrics));
            Assert.True(backtest.Metrics.Trades > 0);
            Assert.Equal(report.Parameters(ranked).Values.AsEnumerable(), backtest.Parameters.Values);
        }
    }

    [Fact]
    public void L8_dead_axes_and_duplicates_are_counted_and_not_run()
    {
        var strategy = Library.Input("""
            strategy dead timeframe 1h
            param period = 5 in 1..10 step 1
            param nothing = 1 in [1, 2, 3, 4]
            param level = 1.0 in 0.01..1.00 step 0.01
            enter long when close > SMA(close, period + 1) * level
            exit long when close < SMA(close, period + 1)
            """);
        using var store = RunStore.InMemory(TimeProvider.System);
        using var job = ScreenJob.Prepare(Library.Inputs(strategy, Library.Sample(5)), new() { Workers = 2 }, TimeProvider.System);
        using var report = job.Run(store);
        var document = JsonNode.Parse(Documents.Of(report))!;
        Assert.Equal("""{"declared":4000,"unique":1000,"run":1000}""", document["combinations"]!.ToJsonString());
        Assert.Equal(1000, document["rows"]!.AsArray().Count);
        Assert.Contains(report.Description.Warnings, w => w.Contains("nothing"));
    }

    [Fact]
    public void When_nothing_passes_the_document_says_so_and_shows_the_front_of_all()
    {
        using var store = RunStore.InMemory(TimeProvider.System);
        using var job = ScreenJob.Prepare(Library.Inputs(Library.Strategy("ema_cross", "slow=50", "stop_mult=3"), Library.Sample(10)),
            new() { Workers = 1, Filters = new() { MinTrades = 1_000_000 } }, TimeProvider.System);
        using var report = job.Run(store);
        var filters = JsonNode.Parse(Documents.Of(report))!["filters"]!;
        Assert.Equal(0, (int)filters["passed"]!);
        Assert.Equal("all", (string)filters["frontOf"]!);
        Assert.Equal(10, (int)filters["refused"]!["trades"]!);
        Assert.NotEmpty(JsonNode.Parse(Documents.Of(report))!["front"]!.AsArray());
    }

    [Fact]
    public void The_document_has_every_key_of_the_agreement()
    {
        using var store = RunStore.InMemory(TimeProvider.System);
        using var job = ScreenJob.Prepare(Library.Inputs(Library.Strategy("ema_cross", "slow=50", "stop_mult=3"), Library.Sample(10)), new() { Workers = 1 }, TimeProvider.System);
        using var report = job.Run(store);
        var document = JsonNode.Parse(Documents.Of(report, top: 3))!.AsObject();
        Assert.Subset(document.Select(p => p.Key).ToHashSet(), new HashSet<string> { "strategy", "data", "assumptions", "combinations", "filters", "front", "rows", "buyAndHold" });
        Assert.Equal(3, document["rows"]!.AsArray().Count);
        string[] row = ["parameters", "finalEquity", "totalReturn", "cagr", "sharpe", "sortino", "maxDrawdown", "profitFactor", "winRate", "trades",
            "fees", "funding", "onFront", "refusedBy"];
        Assert.Subset(document["rows"]![0]!.AsObject().Select(p => p.Key).ToHashSet(), row.ToHashSet());
        Assert.Equal("15m", (string)document["data"]!["timeframe"]!);
        Assert.Equal("1m", (string)document["data"]!["baseTimeframe"]!);
        Assert.True((bool)document["data"]!["simulated"]!);
        Assert.Contains(report.Description.Warnings, w => w.Contains("simulated"));
    }

    [Fact]
    public void Bars_coarser_than_the_strategy_are_refused_with_a_remedy()
    {
        var history = Library.Sample(5);
        var failure = Assert.Throws<InputException>(() => ScreenJob.Prepare(
            Library.Inputs(Library.Strategy("ema_cross"), history with { Base = history.Base.Aggregate(new(Timeframe.Hour)) }), new(), TimeProvider.System));
        Assert.Equal(("QD7006", FailureKind.Data), (failure.Diagnostics[0].Code, failure.Kind));
        Assert.Contains("--timeframe 1h", failure.Diagnostics[0].Help);
    }

    [Fact]
    public void A_failing_worker_fails_the_sweep_and_leaves_it_to_be_continued()
    {
        using var store = RunStore.InMemory(TimeProvider.System);
        using var job = ScreenJob.Prepare(Library.Inputs(Library.Strategy("ema_cross", "slow=50", "stop_mult=3"), Library.Sample(10)), new() { Workers = 2 }, TimeProvider.System);
        job.Dispose();
        Assert.Throws<ObjectDisposedException>(() => job.Run(store));
        Assert.Equal(RunStatus.Interrupted, store.Runs(1)[0].Status);
    }

    public void Dispose() => _folder.Dispose();

    private static string Screen(int workers)
    {
        using var store = RunStore.InMemory(TimeProvider.System);
        using var job = ScreenJob.Prepare(Library.Inputs(Library.Strategy("ema_cross", Narrow), Library.Sample(60)), new() { Workers = workers }, TimeProvider.System);
        using var report = job.Run(store);
        return Documents.Of(report);
    }
}
