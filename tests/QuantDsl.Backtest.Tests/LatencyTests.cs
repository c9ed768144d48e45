using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using Xunit.Abstractions;

namespace QuantDsl.Backtest.Tests;

/// <summary>RULES V3 over many fills: how far prices move while an order is on its way.</summary>
public sealed class LatencyTests(ITestOutputHelper output)
{
    private const int Bars = 15_000;

    private static readonly Timeframe Minute = new(Timeframe.Minute);

    private static readonly MarketHistory History = TestMarket.Walk(Minute, Bars, seed: 11);

    /// <summary>One order at every open: in and out in turn.</summary>
    private static List<(int Bar, double Price)> Fills(long nanos, ulong seed)
    {
        var strategy = new ScriptedStrategy { ExitAtBarsInTrade = 1 };
        strategy.EnterLongAt.UnionWith(Enumerable.Range(0, Bars));
        var account = TestMarket.Account with { Fills = FillMode.Realistic, Seed = seed, Models = ExecutionModels.None with { LatencyNanos = nanos } };
        var result = new AccountWalk(TestMarket.Context(History, account)).Run(strategy);
        return [.. result.Trades.Where(t => t.ExitReason == ExitReason.Signal).SelectMany(t => new[] { (t.EntryBar, t.EntryPrice), (t.ExitBar, t.ExitPrice) })];
    }

    private static long Nanos(string preset) => LatencyProfile.Named(preset)?.InsertDelayNanos ?? throw new ArgumentException(preset);

    private static double RootMeanSquare(IReadOnlyCollection<(int Bar, double Price)> fills) =>
        Math.Sqrt(fills.Average(f => Math.Pow(f.Price / History.Base.Open[f.Bar] - 1, 2)));

    [Fact]
    public void Two_hundred_times_the_delay_shifts_prices_by_its_root()
    {
        Assert.Equal((1_500_000, 300_000_000), (Nanos("co_located"), Nanos("retail")));
        // Of two seeds, so that the draws of one are not those of the other.
        var near = Fills(Nanos("co_located"), seed: 1);
        var far = Fills(Nanos("retail"), seed: 2);
        Assert.True(near.Count >= 10_000 && far.Count >= 10_000);
        double close = RootMeanSquare(near), distant = RootMeanSquare(far), ratio = distant / close;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{near.Count} and {far.Count} fills; root mean square shift: co_located {close * 1e4:F4} bps, retail {distant * 1e4:F4} bps, ratio {ratio:F3}, of sqrt(200) = {Math.Sqrt(200):F3} {ratio / Math.Sqrt(200):P1}"));
        Assert.InRange(ratio, 0.9 * Math.Sqrt(200), 1.1 * Math.Sqrt(200));
    }

    /// <summary>The size itself, worked out from the definition: the deviation of the last twenty one-minute returns times √(delay ÷ 60 s).</summary>
    [Theory]
    [InlineData("co_located")]
    [InlineData("domestic")]
    [InlineData("international")]
    [InlineData("retail")]
    public void The_shift_is_as_large_as_the_rule_says(string preset)
    {
        var fills = Fills(Nanos(preset), seed: 3).Where(f => f.Bar > 21).ToList();
        var close = History.Base.Close;
        double variance = fills.Average(f =>
        {
            double[] returns = [.. Enumerable.Range(f.Bar - 20, 20).Select(i => close[i] / close[i - 1] - 1)];
            double mean = returns.Average();
            return returns.Sum(r => (r - mean) * (r - mean)) / 19;
        });
        double expected = Math.Sqrt(variance * Nanos(preset) / 60e9), actual = RootMeanSquare(fills);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{preset}: {actual * 1e4:F4} bps, by the rule {expected * 1e4:F4} bps"));
        Assert.InRange(actual / expected, 0.9, 1.1);
    }

    [Theory]
    [InlineData(300_000_000)]
    [InlineData(59_000_000_000)]
    public void A_delayed_order_fills_inside_its_bar_and_visibly_elsewhere(long nanos)
    {
        var delayed = Fills(nanos, seed: 4);
        var prompt = Fills(0, seed: 4);
        Assert.All(prompt, fill => Assert.Equal(History.Base.Open[fill.Bar], fill.Price));
        Assert.All(delayed, fill => Assert.InRange(fill.Price, History.Base.Low[fill.Bar], History.Base.High[fill.Bar]));
        Assert.Equal(prompt.Select(f => f.Bar), delayed.Select(f => f.Bar));
        int moved = prompt.Zip(delayed, (a, b) => a.Price != b.Price).Count(differs => differs);
        // The first fills see fewer than two returns, and a few bars have not moved against their order at all.
        Assert.True(moved > 0.95 * prompt.Count, $"{moved} of {prompt.Count}");
    }

    [Theory]
    [InlineData(-1, "-1E-06 ms")]
    [InlineData(60_000_000_000, "60000 ms")]
    public void A_delay_of_a_bar_or_of_less_than_nothing_is_refused(long nanos, string shown)
    {
        var failure = Assert.Throws<InputException>(() => Fills(nanos, seed: 1));
        var problem = Assert.Single(failure.Diagnostics);
        Assert.Equal(("QD6140", $"`latency` of realistic execution must be 0 ms or more and shorter than a bar of 1m, but is {shown}"), (problem.Code, problem.Message));
        Assert.NotNull(problem.Help);
    }

    [Theory]
    [InlineData(-0.1, 0.1, "`queue probability` of realistic execution must be between 0 and 1, but is -0.1")]
    [InlineData(double.NaN, 0.1, "`queue probability` of realistic execution must be between 0 and 1, but is NaN")]
    [InlineData(1.01, 0.1, "`queue probability` of realistic execution must be between 0 and 1, but is 1.01")]
    [InlineData(0.8, 0, "`queue share` of realistic execution must be a number above 0, but is 0")]
    [InlineData(0.8, double.PositiveInfinity, "`queue share` of realistic execution must be a number above 0, but is Infinity")]
    public void A_queue_that_has_no_meaning_is_refused(double probability, double share, string message)
    {
        var account = TestMarket.Account with { Fills = FillMode.Realistic, Models = new() { Queue = new(probability, share) } };
        var failure = Assert.Throws<InputException>(() => TestMarket.Context(History, account));
        Assert.Equal(("QD6140", message), (failure.Diagnostics[0].Code, failure.Diagnostics[0].Message));
        // Where it is not used it is not looked at.
        TestMarket.Context(History, account with { Fills = FillMode.Neutral });
    }
}
