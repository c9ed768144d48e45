using QuantDsl.Backtest;
using QuantDsl.Data;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Validation;
using QuantDsl.Testing;
using Xunit.Abstractions;

namespace QuantDsl.Research.Tests.Validation;

/// <summary>RULES X11: the same program and the same account rules run in both tiers, so with every model neutral the trades are the same, field for field.</summary>
public sealed class NeutralEqualityTests(ITestOutputHelper output)
{
    private static readonly string[] Stops = ["stop 1%", "stop atr_fixed(atr, 2)", "stop atr_trailing(atr, 2)", "stop pct_trailing(1%)", "stop 1% from signal"];
    private static readonly string[] Targets = ["target 2%", "target risk_reward(2)", "target atr_fixed(atr, 3)", "target 2% from signal", ""];

    [Fact]
    public void The_library_trades_the_same_in_both_tiers()
    {
        var market = Market(365);
        int trades = 0;
        foreach (string name in Library.Names)
        {
            var strategy = Library.Strategy(name);
            var history = market.With(strategy.Bound, Library.Sample(365, seed: 2));
            foreach (double leverage in (double[])[3, 60])
            {
                int found = Compared(strategy, history, leverage).Count;
                output.WriteLine($"{name}, leverage {leverage}: {found} trades");
                trades += found;
            }
        }

        output.WriteLine($"{trades} trades compared");
        Assert.True(trades >= 5_000, $"{trades} trades");
    }

    [Fact]
    public void Every_stop_and_target_trades_the_same_in_both_tiers()
    {
        var market = Market();
        List<Trade> all = [];
        foreach (string stop in Stops)
            foreach (string target in Targets)
            {
                all.AddRange(Compared(Library.Input($$"""
                    strategy kinds timeframe 15m
                    let atr = ATR(14)
                    enter long when RSI(close, 7) < 25
                    enter short when RSI(close, 7) > 75
                    exit after 200 bars
                    {{stop}}
                    {{target}}
                    """), market, leverage: 40));
            }

        output.WriteLine($"{all.Count} trades compared: {string.Join(", ", all.GroupBy(t => t.ExitReason).Select(g => $"{g.Key} {g.Count()}"))}");
        Assert.Superset(new HashSet<ExitReason> { ExitReason.StopLoss, ExitReason.TakeProfit, ExitReason.TimeStop }, all.Select(t => t.ExitReason).ToHashSet());
        // Both sides of the change of the interval are met.
        long change = market.Funding!.Times[market.Funding.Count / 2];
        Assert.Contains(all, t => t.ExitTime < change && t.Funding != 0);
        Assert.Contains(all, t => t.EntryTime > change && t.Funding != 0);
    }

    [Fact]
    public void A_liquidation_is_the_same_in_both_tiers()
    {
        var trades = Compared(Library.Input("""
            strategy held timeframe 1h
            enter long when RSI(close, 7) < 30
            exit long when RSI(close, 7) > 80
            """), Market(), leverage: 100);
        Assert.Contains(trades, t => t.ExitReason == ExitReason.Liquidation);
    }

    [SharedFact]
    public void Five_years_of_real_hours_trade_the_same_in_both_tiers()
    {
        string folder = Path.Combine(Repository.Shared!, "data", "futures", "um", "monthly", "klines", "BTCUSDT", "1h");
        string[] files = [.. Directory.GetFiles(folder, "BTCUSDT-1h-*.zip").Order().Where(f => string.CompareOrdinal(Path.GetFileName(f), "BTCUSDT-1h-2024") < 0)];
        var history = HistoryReader.Read(new() { BarFiles = [.. files], FundingFiles = null, Symbol = "BTCUSDT", Venue = Venues.BinanceUsdM });
        int trades = 0;
        foreach (string name in Library.Names)
        {
            var strategy = StrategyInput.Of(Language.Syntax.StrategyReader.Read(new Diagnostics.SourceText(name, File.ReadAllText(Repository.PathOf("strategies", name + ".qstrat")))), new Timeframe(Timeframe.Hour));
            if (strategy.Bound.Symbols.Length > 1) continue;
            trades += Compared(strategy, history, leverage: 5).Count;
        }

        output.WriteLine($"{trades} trades compared over {history.Base.Count} hours from {files.Length} months");
        Assert.True(trades > 1_000, $"{trades} trades");
    }

    /// <summary>The sample market with funding that comes every eight hours at first and every four from the middle on.</summary>
    private static MarketHistory Market(int days = 90)
    {
        var history = Library.Sample(days);
        var funding = history.Funding ?? throw new InvalidOperationException("the sample has funding");
        int half = funding.Count / 2;
        List<long> times = [.. funding.Times.Take(half)];
        List<double> rates = [.. funding.Rates.Take(half)];
        for (int i = half; i < funding.Count; i++)
        {
            times.AddRange(funding.Times[i], funding.Times[i] + 4 * Timeframe.Hour);
            rates.AddRange(funding.Rates[i], -funding.Rates[i] / 2);
        }

        return history with { Funding = funding with { Times = [.. times], Rates = [.. rates] } };
    }

    private static List<Trade> Compared(StrategyInput strategy, MarketHistory history, double leverage)
    {
        var account = new AccountSettings { Leverage = leverage, Fills = FillMode.Neutral, Gaps = GapPolicy.Carry };
        using var screening = BacktestJob.Prepare(Library.Inputs(strategy, history, account), TimeProvider.System);
        var neutral = screening.Run(store: null);
        using var validation = ValidationJob.Prepare(Library.Inputs(strategy, history, account with { Fills = FillMode.Realistic, Models = ExecutionModels.None }), account, TimeProvider.System);
        var candidate = validation.Run([new(null, neutral.Parameters.Values)], store: null).Candidates[0];
        Assert.Equal(neutral.Result.Trades, candidate.Trades);
        Assert.Equal(neutral.Metrics, candidate.Validated);
        Assert.Equal(1, candidate.Decisions.Share);
        return neutral.Result.Trades;
    }
}
