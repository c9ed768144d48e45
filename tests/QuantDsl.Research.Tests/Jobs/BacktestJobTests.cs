using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using QuantDsl.Backtest;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Store;
using QuantDsl.Testing;

namespace QuantDsl.Research.Tests.Jobs;

public sealed class BacktestJobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void R6_the_same_job_gives_the_same_bytes() => Assert.Equal(Documents.Of(Run("zscore_mean_reversion")), Documents.Of(Run("zscore_mean_reversion")));

    [Fact]
    public void R2_a_trade_in_the_document_has_every_key_and_adds_up()
    {
        var document = JsonNode.Parse(Documents.Of(Run("zscore_mean_reversion")))!;
        var trade = document["trades"]![0]!.AsObject();
        Assert.Equal(
        [
            "symbol", "side", "signalTime", "entryBar", "entryTime", "entryPrice", "exitBar", "exitTime", "exitPrice", "exitReason", "quantity", "leverage",
            "entryFee", "exitFee", "funding", "slippage", "grossPnl", "netPnl", "mae", "mfe",
        ], trade.Select(p => p.Key));
        Assert.Equal((double)trade["grossPnl"]! - (double)trade["entryFee"]! - (double)trade["exitFee"]! + (double)trade["funding"]!, (double)trade["netPnl"]!, 1e-9);
        Assert.Matches(@"^2025-01-\d\dT\d\d:\d\d:00Z$", (string)trade["signalTime"]!);
        Assert.Subset(document.AsObject().Select(p => p.Key).ToHashSet(),
            new HashSet<string> { "strategy", "data", "assumptions", "finalEquity", "metrics", "trades", "openPosition" });
    }

    [Fact]
    public void X10_a_marked_position_stands_outside_the_trades()
    {
        var strategy = Library.Input("strategy hold timeframe 1h enter long when close > 1");
        using var job = BacktestJob.Prepare(Library.Inputs(strategy, Library.Sample(5), new() { EndOfData = EndOfData.Mark, Leverage = 1 }), TimeProvider.System);
        var document = JsonNode.Parse(Documents.Of(job.Run(null)))!;
        Assert.Empty(document["trades"]!.AsArray());
        Assert.Equal("long", (string)document["openPosition"]!["side"]!);
    }

    [Fact]
    public void R1_buy_and_hold_starts_at_the_first_decision()
    {
        var report = Run("ema_cross", new() { TradeFromBar = 300 });
        var bars = Library.Sample(20).Base.Aggregate(new(15 * Timeframe.Minute));
        Assert.Equal(300, report.Description.Data.FirstDecisionBar);
        Assert.Equal(bars.CloseTime(300), report.Description.Data.FirstDecisionUtcMs);
        Assert.Equal(bars.Close[^1] / bars.Close[300] - 1, report.Description.BuyAndHold.TotalReturn);
        double peak = 0, drawdown = 0;
        for (int i = 300; i < bars.Count; i++)
        {
            peak = Math.Max(peak, bars.Close[i]);
            drawdown = Math.Max(drawdown, 1 - bars.Close[i] / peak);
        }
        Assert.Equal(drawdown, report.Description.BuyAndHold.MaxDrawdown, 1e-12);
        Assert.All(report.Result.Trades, t => Assert.True(t.SignalTime >= bars.CloseTime(300)));
    }

    [Fact]
    public void The_store_keeps_the_run_its_results_and_its_trades()
    {
        string path = _folder.File("qdsl.db");
        BacktestReport report;
        using (var store = RunStore.Open(path, TimeProvider.System))
        using (var job = BacktestJob.Prepare(Library.Inputs(Library.Strategy("zscore_mean_reversion"), Library.Sample(20)), TimeProvider.System))
        {
            report = job.Run(store);
            Assert.Equal(2, job.Run(store).RunId);
            Assert.All(store.Runs(5), r => Assert.Equal((RunStatus.Completed, "backtest", 1L), (r.Status, r.Mode, r.Done)));
        }
        Assert.Equal(1, report.RunId);
        using var raw = new SqliteConnection($"Data Source={path};Pooling=false");
        Assert.Equal(report.Metrics.Sharpe, raw.ExecuteScalar<double>("SELECT sharpe_ratio FROM backtest_results WHERE run_id = 1"));
        Assert.Equal(report.Result.Trades.Select(t => t.NetPnl), raw.Query<double>("SELECT net_pnl FROM trades WHERE run_id = 1 ORDER BY id"));
        Assert.Equal(report.Result.Trades.Select(t => UtcTime.Print(t.ExitTime)), raw.Query<string>("SELECT exit_time FROM trades WHERE run_id = 1 ORDER BY id"));
        Assert.Equal(1, raw.ExecuteScalar<long>("SELECT COUNT(*) FROM strategies"));
    }

    [Fact]
    public void Another_timeframe_takes_the_place_of_the_strategys_own()
    {
        var read = StrategyReader.Read(new SourceText("ema_cross.qstrat", File.ReadAllText(Repository.PathOf("strategies", "ema_cross.qstrat"))));
        var own = StrategyInput.Of(read);
        var hourly = StrategyInput.Of(read, new Timeframe(Timeframe.Hour));
        Assert.Equal(own.DocumentHash, hourly.DocumentHash);
        using var job = BacktestJob.Prepare(Library.Inputs(hourly, Library.Sample(20)), TimeProvider.System);
        Assert.Equal(480, job.Description.Data.Bars);
        using var ownJob = BacktestJob.Prepare(Library.Inputs(own, Library.Sample(20)), TimeProvider.System);
        Assert.NotEqual(ownJob.Description.ProgramHash, job.Description.ProgramHash);
    }

    [Fact]
    public void L8_parameters_that_break_a_require_are_refused()
    {
        var failure = Assert.Throws<InputException>(() =>
            BacktestJob.Prepare(Library.Inputs(Library.Strategy("ema_cross", "fast=100", "slow=50"), Library.Sample(5)), TimeProvider.System));
        Assert.Equal("QD7005", failure.Diagnostics[0].Code);
        Assert.Contains("fast=100 slow=50", failure.Message);
    }

    [Fact]
    public void A_value_that_is_no_number_is_refused()
    {
        var failure = Assert.Throws<InputException>(() => Library.Strategy("zscore_mean_reversion", "loss=many"));
        Assert.Equal(("QD7004", FailureKind.Usage), (failure.Diagnostics[0].Code, failure.Kind));
        Assert.Contains("loss=2%", failure.Diagnostics[0].Help);
    }

    [Fact]
    public void A_simulated_market_and_joined_holes_are_said()
    {
        var history = Library.Sample(5);
        var holed = history with
        {
            Base = history.Base with
            {
                OpenTimes = [.. history.Base.OpenTimes.Select((t, i) => i < 3000 ? t : t + 10 * Timeframe.Minute)],
            },
            Funding = null,
            Mark = null,
        };
        using var job = BacktestJob.Prepare(Library.Inputs(Library.Strategy("zscore_mean_reversion"), holed, new() { Gaps = GapPolicy.Carry }), TimeProvider.System);
        Assert.Equal((1, 10L), (job.Description.Data.Holes, job.Description.Data.MissingBars));
        Assert.Contains(job.Description.Warnings, w => w.Contains("simulated"));
        Assert.Contains(job.Description.Warnings, w => w.Contains("a hole of 10 bars"));
    }

    public void Dispose() => _folder.Dispose();

    private static BacktestReport Run(string strategy, AccountSettings? account = null)
    {
        using var job = BacktestJob.Prepare(Library.Inputs(Library.Strategy(strategy), Library.Sample(20), account), TimeProvider.System);
        return job.Run(null);
    }
}
