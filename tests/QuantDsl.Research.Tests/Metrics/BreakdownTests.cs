using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Research.Tests.Metrics;

public sealed class BreakdownTests
{
    private static readonly ImmutableArray<RunMember> Members =
    [
        new("trend", "BTCUSDT", new(Timeframe.Hour)) { Regimes = ["calm", "wild"] },
        new("trend", "ETHUSDT", new(Timeframe.Hour)) { Regimes = ["calm", "wild"] },
        new("revert", "BTCUSDT", new(Timeframe.Hour)) { Regimes = ["wild", "quiet"] },
    ];

    [Fact]
    public void Groups_add_up_to_the_whole()
    {
        int trades = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            var run = MadeRun.Random(seed, Members.Length);
            var whole = Whole(run.Result.Trades);
            var all = Breakdown.All(run.Trades, Members);
            Assert.Equal(["strategy", "symbol", "pair", "regime", "side", "exitReason", "month", "weekday", "hour"], all.Select(b => b.By));
            foreach (var breakdown in all)
            {
                Assert.Equal(breakdown.Groups.Length, breakdown.Groups.Select(g => g.Name).Distinct().Count());
                Assert.Equal((whole.Trades, whole.Wins, whole.Losses), (breakdown.Groups.Sum(g => g.Trades), breakdown.Groups.Sum(g => g.Wins), breakdown.Groups.Sum(g => g.Losses)));
                Assert.Equal(whole.NetPnl, breakdown.Groups.Sum(g => g.NetPnl), 1e-9);
                Assert.Equal(whole.Fees, breakdown.Groups.Sum(g => g.Fees), 1e-9);
                Assert.Equal(whole.Funding, breakdown.Groups.Sum(g => g.Funding), 1e-9);
                Assert.Equal(whole.Slippage, breakdown.Groups.Sum(g => g.Slippage), 1e-9);
            }

            trades += whole.Trades;
        }

        Assert.True(trades > 5000, $"only {trades} trades");
    }

    [Fact]
    public void A_group_of_all_trades_has_the_numbers_of_the_run_to_the_last_bit()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var made = MadeRun.Random(seed);
            var run = MadeRun.Of(made.Result.Trades.Select(t => t with { Side = Side.Short }), made.Bars, made.Marks, made.Held);
            var (m, s) = (run.Metrics, run.Statistics);
            var group = Breakdown.All(run.Trades, [Members[0]]).Single(b => b.By == "side").Groups[1];
            Assert.Equal(new("short", m.Trades, m.Wins, m.Losses, m.WinRate, m.ProfitFactor, group.NetPnl, s.Trades.Expectancy, s.RiskMultiples.Mean, m.Fees, m.Funding, m.Slippage), group);
            Assert.Equal(s.Costs.BeforeCosts - s.Costs.Total, group.NetPnl, 1e-9);
        }
    }

    [Fact]
    public void Every_group_is_worked_out_again_from_the_trades_it_names()
    {
        for (int seed = 1; seed < 40; seed++)
        {
            var run = MadeRun.Random(seed, Members.Length);
            foreach (var breakdown in Breakdown.All(run.Trades, Members))
            {
                foreach (var group in breakdown.Groups)
                {
                    Trade[] own = [.. run.Result.Trades.Where(t => KeyOf(breakdown.By, t) == group.Name)];
                    double[] net = [.. own.Select(t => t.NetPnl)];
                    Assert.Equal((own.Length, net.Count(n => n > 0), net.Count(n => n < 0)), (group.Trades, group.Wins, group.Losses));
                    Near(net.Sum(), group.NetPnl);
                    Near(net.Length > 0 ? net.Average() : null, group.Expectancy);
                    Near(net.Length > 0 ? net.Count(n => n > 0) / (double)net.Length : null, group.WinRate);
                    Near(net.Any(n => n < 0) ? net.Where(n => n > 0).Sum() / -net.Where(n => n < 0).Sum() : null, group.ProfitFactor);
                    double?[] multiples = [.. own.Where(t => t.FirstStop is not null).Select(t => t.NetPnl / (Math.Abs(t.FirstPrice - (t.FirstStop ?? 0)) * t.FirstQuantity))];
                    Near(multiples.Average(), group.MeanR);
                    Near(own.Sum(t => t.EntryFee + t.ExitFee), group.Fees);
                    Near(own.Sum(t => t.Funding), group.Funding);
                    Near(own.Sum(t => t.Slippage), group.Slippage);
                }
            }
        }
    }

    [Fact]
    public void One_strategy_on_one_symbol_without_regimes_is_not_broken_down_by_them()
    {
        var run = MadeRun.Random(3);
        Assert.Equal(["side", "exitReason", "month", "weekday", "hour"], Breakdown.All(run.Trades, [Members[0] with { Regimes = [] }]).Select(b => b.By));
    }

    [Fact]
    public void Without_a_trade_what_is_fixed_is_there_and_empty()
    {
        var all = Breakdown.All([], Members);
        Assert.Empty(all.Single(b => b.By == "month").Groups);
        Assert.Equal(["long", "short"], all.Single(b => b.By == "side").Groups.Select(g => g.Name));
        Assert.Equal(7, all.Single(b => b.By == "weekday").Groups.Length);
        Assert.Equal(24, all.Single(b => b.By == "hour").Groups.Length);
        Assert.Equal(["calm", "wild", "quiet", null], all.Single(b => b.By == "regime").Groups.Select(g => g.Name));
        Assert.All(all.SelectMany(b => b.Groups), g => Assert.Equal(new(g.Name, 0, 0, 0, null, null, 0, null, null, 0, 0, 0), g));
    }

    [Fact]
    public void Months_without_an_exit_between_two_with_one_are_named()
    {
        Trade[] trades = [At("2024-11-30T22:00Z", "2024-11-30T23:00Z"), At("2025-01-31T23:00Z", "2025-02-01T00:00Z")];
        var all = Breakdown.All(trades, [Members[0]]);
        Assert.Equal([("2024-11", 1), ("2024-12", 0), ("2025-01", 0), ("2025-02", 1)], all.Single(b => b.By == "month").Groups.Select(g => (g.Name!, g.Trades)));
        // 2024-11-30 was a Saturday, 2025-01-31 a Friday: the day and the hour are of the entry.
        Assert.Equal([("friday", 1), ("saturday", 1)], all.Single(b => b.By == "weekday").Groups.Where(g => g.Trades > 0).Select(g => (g.Name!, g.Trades)));
        Assert.Equal([("22", 1), ("23", 1)], all.Single(b => b.By == "hour").Groups.Where(g => g.Trades > 0).Select(g => (g.Name!, g.Trades)));
    }

    private static BreakdownGroup Whole(List<Trade> trades) => new(null, trades.Count, trades.Count(t => t.NetPnl > 0), trades.Count(t => t.NetPnl < 0), null, null,
        trades.Sum(t => t.NetPnl), null, null, trades.Sum(t => t.EntryFee + t.ExitFee), trades.Sum(t => t.Funding), trades.Sum(t => t.Slippage));

    private static Trade At(string entry, string exit) => MadeRun.Random(1).Result.Trades[0] with
    {
        EntryTime = DateTimeOffset.Parse(entry, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(),
        ExitTime = DateTimeOffset.Parse(exit, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(),
    };

    /// <summary>The group a trade belongs to, from the definition on <c>docs/metrics.md</c>.</summary>
    private static string? KeyOf(string by, Trade trade)
    {
        string entry = UtcTime.Print(trade.EntryTime), exit = UtcTime.Print(trade.ExitTime);
        var member = Members[trade.Member];
        return by switch
        {
            "strategy" => member.Strategy,
            "symbol" => member.Symbol,
            "pair" => member.Strategy + " " + member.Symbol,
            "regime" => trade.Regime is { } regime ? member.Regimes[regime] : null,
            "side" => trade.Side == Side.Long ? "long" : "short",
            "exitReason" => ResultNames.Of(trade.ExitReason),
            "month" => exit[..7],
            // 1970-01-01 was a Thursday.
            "weekday" => new[] { "thursday", "friday", "saturday", "sunday", "monday", "tuesday", "wednesday" }[trade.EntryTime / Timeframe.Day % 7],
            "hour" => entry[11..13],
            _ => throw new ArgumentOutOfRangeException(nameof(by)),
        };
    }

    private static void Near(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } number && actual is { } other) Assert.Equal(number, other, 1e-9 * Math.Max(1, Math.Abs(number)));
    }
}
