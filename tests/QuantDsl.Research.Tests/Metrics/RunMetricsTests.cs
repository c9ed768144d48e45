using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Research.Tests.Metrics;

/// <summary>R3: every metric of whole runs, worked out again from their trades and days.</summary>
public sealed class RunMetricsTests
{
    [Theory]
    [InlineData("zscore_mean_reversion")]
    [InlineData("ema_cross")]
    [InlineData("macd_cross_session")]
    public void R3_every_metric_follows_from_trades_and_daily_marks(string strategy)
    {
        using var job = BacktestJob.Prepare(Library.Inputs(Library.Strategy(strategy), Library.Sample(60)), TimeProvider.System);
        var report = job.Run(null);
        var (m, run) = (report.Metrics, report.Result);
        double[] net = [.. run.Trades.Select(t => t.NetPnl)], wins = [.. net.Where(n => n > 0)], losses = [.. net.Where(n => n < 0)];
        double[] marks = [run.InitialEquity, .. run.Days.Select(d => d.Equity)];
        double[] returns = [.. marks.Skip(1).Zip(marks, (now, before) => now / before - 1)];
        double mean = returns.Average(), deviation = Math.Sqrt(returns.Sum(r => (r - mean) * (r - mean)) / (returns.Length - 1));
        double downside = Math.Sqrt(returns.Sum(r => r < 0 ? r * r : 0) / returns.Length), cagr = Math.Pow(run.FinalEquity / run.InitialEquity, 365.0 / returns.Length) - 1;

        // Sixty days, less the warm-up, the first of them in part.
        Assert.InRange(returns.Length, 57, 60);
        Near(run.FinalEquity, m.FinalEquity);
        Near(run.InitialEquity + net.Sum(), m.FinalEquity);
        Near(run.FinalEquity / run.InitialEquity - 1, m.TotalReturn);
        Near(cagr, m.Cagr);
        Near(mean / deviation * Math.Sqrt(365), m.Sharpe);
        Near(mean / downside * Math.Sqrt(365), m.Sortino);
        Near(cagr / run.MaxDrawdown, m.Calmar);
        Near(deviation * Math.Sqrt(365), m.Volatility);
        Near(run.MaxDrawdownDurationMs / 86_400_000.0, m.MaxDrawdownDays);
        Near(wins.Sum() / -losses.Sum(), m.ProfitFactor);
        Near(wins.Length / (double)net.Length, m.WinRate);
        Assert.Equal((net.Length, wins.Length, losses.Length), (m.Trades, m.Wins, m.Losses));
        Near(run.Trades.Sum(t => t.EntryFee + t.ExitFee), m.Fees);
        Near(run.Trades.Sum(t => t.Funding), m.Funding);
        Near(run.Trades.Sum(t => t.Slippage), m.Slippage);
        Near(wins.Average(), m.AverageWin);
        Near(losses.Average(), m.AverageLoss);
        Near(net.Max(), m.LargestWin);
        Near(net.Min(), m.LargestLoss);
        string signs = string.Concat(net.Select(n => n > 0 ? 'w' : n < 0 ? 'l' : '0'));
        Assert.Equal(Longest(signs, 'w'), m.LongestWinStreak);
        Assert.Equal(Longest(signs, 'l'), m.LongestLossStreak);
        Near(run.Trades.Average(t => (t.ExitTime - t.EntryTime) / 3_600_000.0), m.AverageTradeHours);
        var data = report.Description.Data;
        Near(run.BarsInMarket / (double)(data.Bars - data.FirstDecisionBar), m.Exposure);
    }

    [Fact]
    public void R3_without_a_trade_ratios_are_null_and_the_equity_is_untouched()
    {
        var metrics = Run("enter long when close < 1");
        Assert.Equal((10_000.0, 0.0, 0.0, 0.0), (metrics.FinalEquity, metrics.TotalReturn, metrics.MaxDrawdown, metrics.Exposure));
        Assert.Equal(0, metrics.Trades);
        Assert.Equal(0, metrics.Cagr);
        // Returns that never vary have no Sharpe, no Sortino and no Calmar, and no trade gives no profit factor.
        Assert.Equal([null, null, null, null, null, null], (double?[])[metrics.Sharpe, metrics.Sortino, metrics.Calmar, metrics.ProfitFactor, metrics.WinRate, metrics.AverageTradeHours]);
        Assert.Equal(0, metrics.Volatility);
    }

    [Fact]
    public void R3_without_a_loss_the_profit_factor_is_null_and_the_win_rate_is_one()
    {
        var history = Library.Sample(3);
        // A market that only rises.
        var rising = history.Base with
        {
            Open = [.. Enumerable.Range(0, history.Base.Count).Select(i => 50_000 + i * 1.0)],
            High = [.. Enumerable.Range(0, history.Base.Count).Select(i => 50_001.0 + i)],
            Low = [.. Enumerable.Range(0, history.Base.Count).Select(i => 50_000.0 + i)],
            Close = [.. Enumerable.Range(0, history.Base.Count).Select(i => 50_001.0 + i)],
        };
        var metrics = Run("enter long when close > 1", history with { Base = rising, Funding = null, Mark = null });
        Assert.Equal((1, 1, 0), (metrics.Trades, metrics.Wins, metrics.Losses));
        Assert.Null(metrics.ProfitFactor);
        Assert.Equal(1, metrics.WinRate);
        Assert.Null(metrics.AverageLoss);
    }

    private static RunMetrics Run(string rule, MarketHistory? history = null)
    {
        using var job = BacktestJob.Prepare(Library.Inputs(Library.Input($"strategy one timeframe 1h {rule}"), history ?? Library.Sample(3), new() { Leverage = 1 }), TimeProvider.System);
        return job.Run(null).Metrics;
    }

    private static int Longest(string signs, char sign) => signs.Split(signs.Distinct().Where(c => c != sign).ToArray()).Max(s => s.Length);

    private static void Near(double expected, double? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected, actual.Value, 1e-10 * Math.Max(1, Math.Abs(expected)));
    }
}
