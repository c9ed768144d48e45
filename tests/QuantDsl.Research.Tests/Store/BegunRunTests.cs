using QuantDsl.Backtest;
using QuantDsl.Diagnostics;
using QuantDsl.Research.Metrics;
using QuantDsl.Research.Store;
using QuantDsl.Testing;

namespace QuantDsl.Research.Tests;

/// <summary>A single run has its number before it begins; what the list says of it until it is done, and if it never is.</summary>
public sealed class BegunRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_has_begun_is_the_same_run_when_it_is_done()
    {
        using var store = Open();
        var header = HandMade.Header(1) with { Mode = RunHeader.Backtest };
        long id = store.BeginBacktest(header);
        Assert.Equal((RunStatus.Running, 0L), Listed(store, id));
        var result = new RunResult();
        result.Reset(10_000);
        Assert.Equal(id, store.SaveBacktest(header, RunMetrics.Of(result, 10), result, [[]], 0.1, id));
        Assert.Equal((RunStatus.Completed, 1L), Listed(store, id));
        Assert.Single(store.Runs(10));
        Assert.Empty(store.ReadTrades(id).Trades);
        Assert.Equal([id], store.Backtests());
        Assert.Equal(id + 1, store.SaveBacktest(header, RunMetrics.Of(result, 10), result, [[]], 0.1));
    }

    [Fact]
    public void One_that_came_to_nothing_says_why_and_has_no_trades()
    {
        using var store = Open();
        long id = store.BeginBacktest(HandMade.Header(1) with { Mode = RunHeader.Backtest });
        store.Abandon(id, "the market closed");
        Assert.Equal((RunStatus.Interrupted, 0L), Listed(store, id));
        Assert.Equal("the market closed", store.Runs(1)[0].Error);
        var refusal = Assert.Throws<InputException>(() => store.ReadTrades(id));
        Assert.Equal(("QD5327", FailureKind.Data), (refusal.Diagnostics[0].Code, refusal.Kind));
        Assert.Null(store.LastTraded());
        Assert.Equal([id], store.Backtests());
    }

    private static (RunStatus, long) Listed(RunStore store, long id) => store.Runs(10).Single(run => run.Id == id) is var run ? (run.Status, run.Done) : default;

    private RunStore Open() => RunStore.Open(_folder.File("qdsl.db"), TimeProvider.System);
}
