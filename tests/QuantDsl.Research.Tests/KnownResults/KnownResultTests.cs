using QuantDsl.Backtest;
using QuantDsl.Data;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Testing;

namespace QuantDsl.Research.Tests.KnownResults;

/// <summary>Whole runs with stored exact results, so that no later change moves a number unseen.</summary>
/// <remarks>The market is simulated, so the files hold nobody's data. A changed file is explained in the change that brings it.</remarks>
public sealed class KnownResultTests
{
    private static readonly Dictionary<string, Func<BacktestReport>> Runs = new()
    {
        ["ema-cross"] = () => Run("ema_cross", 14),
        ["rsi-mean-reversion-mtf"] = () => Run("rsi_mean_reversion_mtf", 40),
        ["macd-cross-session"] = () => Run("macd_cross_session", 60),
        ["bollinger-squeeze-breakout"] = () => Run("bollinger_squeeze_breakout", 30),
        ["donchian-breakout"] = () => Run("donchian_breakout", 60),
        ["zscore-mean-reversion"] = () => Run("zscore_mean_reversion", 20),
        // Leverage at which stops lie beyond liquidation; the position left open is marked.
        ["ema-cross-liquidated"] = () => Run("ema_cross", 14, ["stop_mult=5.5"], new()
        {
            Leverage = 100,
            Sizing = new Sizing.EquityFraction(0.02),
            Fills = FillMode.Neutral,
            EndOfData = EndOfData.Mark,
        }),
        // Quantity from the distance of the stop, without funding, deciding only from bar 500 on.
        ["donchian-breakout-fixed-fractional"] = () => Run("donchian_breakout", 60, [], new()
        {
            Sizing = new Sizing.FixedFractional(0.02),
            Leverage = 5,
            TradeFromBar = 500,
        }, funding: false),
        // Bars are missing, and positions are flat over the hole.
        ["zscore-mean-reversion-flat-over-a-hole"] = () => Run("zscore_mean_reversion", 20, ["exit_z=0", "hold=24", "loss=3%"],
            new() { Gaps = GapPolicy.Flat, Sizing = new Sizing.FixedNotional(5000) },
            hole: true),
        // Everything is staked; the first liquidation takes it, and the entry fee is owed.
        ["ema-cross-ruined"] = () => Run("ema_cross", 20, ["fast=5", "slow=30", "stop_mult=5.5"], new()
        {
            Equity = 1000,
            Leverage = 100,
            Sizing = new Sizing.EquityFraction(1),
            Fills = FillMode.Neutral,
        }),
    };

    public static TheoryData<string> Names => [.. Runs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_gives_the_stored_result_to_the_last_digit(string name)
    {
        var report = Runs[name]();
        Assert.NotEmpty(report.Result.Trades);
        Snapshot.Matches(Documents.Of(report), name + ".json");
    }

    [Fact]
    public void The_known_runs_meet_every_reason_to_leave_a_position()
    {
        var reasons = Runs.Values.SelectMany(run => run().Result.Trades.Select(t => t.ExitReason)).ToHashSet();
        Assert.Equal([ExitReason.Signal, ExitReason.StopLoss, ExitReason.TakeProfit, ExitReason.TimeStop, ExitReason.Liquidation, ExitReason.EndOfData], reasons.Order());
    }

    private static BacktestReport Run(string strategy, int days, string[]? settings = null, AccountSettings? account = null, bool funding = true, bool hole = false)
    {
        var history = Library.Sample(days);
        if (!funding) history = history with { Funding = null };
        if (hole)
        {
            // Half a day is missing from noon of the eleventh day on.
            int start = 10 * 1440 + 720, end = 11 * 1440;
            var (before, after) = (history.Base.Slice(0, start), history.Base.Slice(end, history.Base.Count));
            history = history with { Base = Joined(before, after), Mark = null };
        }
        history = history with { ContentHash = ContentHash.Of(history.Base, history.Mark, history.Funding) };
        using var job = BacktestJob.Prepare(Library.Inputs(Library.Strategy(strategy, settings ?? []), history, account), TimeProvider.System);
        return job.Run(null);
    }

    private static BarSeries Joined(BarSeries a, BarSeries b) => new(a.Symbol, a.Timeframe, [.. a.OpenTimes, .. b.OpenTimes], [.. a.Open, .. b.Open],
        [.. a.High, .. b.High], [.. a.Low, .. b.Low], [.. a.Close, .. b.Close], [.. a.Volume, .. b.Volume]);
}
