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
            "positionId", "timeframe", "tradeType", "rMultiple", "rewardMultiple", "stopDistanceFraction", "roi", "initialMargin", "liquidationPrice", "holdHours", "schemaVersion",
        ], trade.Select(p => p.Key));
        Assert.Equal((double)trade["grossPnl"]! - (double)trade["entryFee"]! - (double)trade["exitFee"]! + (double)trade["funding"]!, (double)trade["netPnl"]!, 1e-9);
        Assert.Matches(@"^2025-01-\d\dT\d\d:\d\d:00Z$", (string)trade["signalTime"]!);
        Assert.Subset(document.AsObject().Select(p => p.Key).ToHashSet(),
            new HashSet<string> { "strategy", "data", "assumptions", "finalEquity", "metrics", "trades", "openPosition" });
    }

    private const string Scaled = """
        strategy scaled
        timeframe 15m
        regime rising_fast when rising(close, 3)
        regime falling_fast when falling(close, 3)
        in rising_fast: size 50%, stop 1%
        enter long in rising_fast when close > EMA(close, 20)
        enter short when close < EMA(close, 20)
        exit after 20 bars
        scale in at +0.2% up to 2 times
        take 50% at 0.4%
        """;

    [Fact]
    public void X4_a_scaled_trade_is_one_row_with_its_fills_and_its_regime()
    {
        using var job = BacktestJob.Prepare(Library.Inputs(Library.Input(Scaled), Library.Sample(20), new() { Leverage = 3 }), TimeProvider.System);
        var document = JsonNode.Parse(Documents.Of(job.Run(null)))!;
        var trades = document["trades"]!.AsArray();
        HashSet<string> kinds = [];
        foreach (var trade in trades)
        {
            var fills = trade!["fills"]!.AsArray();
            foreach (var fill in fills) kinds.Add((string)fill!["kind"]!);
            var entries = fills.Where(f => (string)f!["kind"]! is "entry" or "scale_in").ToList();
            var exits = fills.Where(f => (string)f!["kind"]! is "exit" or "partial_exit").ToList();
            double Sum(IEnumerable<JsonNode?> of, Func<JsonNode, double> value) => of.Sum(f => value(f!));
            double quantity = (double)trade["quantity"]!;
            Assert.Equal(quantity, Sum(entries, f => (double)f["quantity"]!), 1e-9);
            Assert.Equal(quantity, Sum(exits, f => (double)f["quantity"]!), 1e-9);
            Assert.Equal((double)trade["entryPrice"]!, Sum(entries, f => (double)f["price"]! * (double)f["quantity"]!) / quantity, 1e-6);
            Assert.Equal((double)trade["exitPrice"]!, Sum(exits, f => (double)f["price"]! * (double)f["quantity"]!) / quantity, 1e-6);
            Assert.Equal((double)trade["entryFee"]!, Sum(entries, f => (double)f["fee"]!), 1e-9);
            Assert.Equal((double)trade["exitFee"]!, Sum(exits, f => (double)f["fee"]!), 1e-9);
            Assert.Equal((string)trade["exitReason"]!, (string)fills[^1]!["reason"]!);
        }

        Assert.Equal(["entry", "exit", "partial_exit", "scale_in"], kinds.Order());
        double netted = trades.Sum(t => (double)t!["netPnl"]!);
        Assert.Equal((double)document["finalEquity"]!, 10_000 + netted, 1e-6);
    }

    [Fact]
    public void Results_break_down_by_regime()
    {
        string store = _folder.File("runs.db");
        using var job = BacktestJob.Prepare(Library.Inputs(Library.Input(Scaled), Library.Sample(20)), TimeProvider.System);
        JsonNode document;
        using (var runs = RunStore.Open(store, TimeProvider.System)) document = JsonNode.Parse(Documents.Of(job.Run(runs)))!;
        var trades = document["trades"]!.AsArray();
        var regimes = document["breakdowns"]!["regime"]!.AsArray();
        Assert.Equal(["rising_fast", "falling_fast", null], regimes.Select(r => (string?)r!["name"]));
        foreach (var regime in regimes)
        {
            var own = trades.Where(t => (string?)t!["regime"] == (string?)regime!["name"]).Select(t => (double)t!["netPnl"]!).ToList();
            Assert.NotEmpty(own);
            Assert.Equal((own.Count, own.Count(n => n > 0), own.Count(n => n < 0)), ((int)regime!["trades"]!, (int)regime["wins"]!, (int)regime["losses"]!));
            Assert.Equal(own.Sum(), (double)regime["netPnl"]!, 1e-9);
        }

        // A long needs the regime, and a regime that no rule names is counted all the same.
        Assert.All(trades.Where(t => (string)t!["side"]! == "long"), t => Assert.Equal("rising_fast", (string?)t!["regime"]));
        using var raw = new SqliteConnection($"Data Source={store};Pooling=false");
        Assert.Equal(trades.Select(t => (string?)t!["regime"]), raw.Query<string?>("SELECT regime FROM trades ORDER BY id"));
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
        Assert.Equal(480, job.Descriptions[0].Data.Bars);
        using var ownJob = BacktestJob.Prepare(Library.Inputs(own, Library.Sample(20)), TimeProvider.System);
        Assert.NotEqual(ownJob.Descriptions[0].ProgramHash, job.Descriptions[0].ProgramHash);
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
        Assert.Equal((1, 10L), (job.Descriptions[0].Data.Holes, job.Descriptions[0].Data.MissingBars));
        Assert.Contains(job.Descriptions[0].Warnings, w => w.Contains("simulated"));
        Assert.Contains(job.Descriptions[0].Warnings, w => w.Contains("a hole of 10 bars"));
    }

    public void Dispose() => _folder.Dispose();

    private static BacktestReport Run(string strategy, AccountSettings? account = null)
    {
        using var job = BacktestJob.Prepare(Library.Inputs(Library.Strategy(strategy), Library.Sample(20), account), TimeProvider.System);
        return job.Run(null);
    }
}
