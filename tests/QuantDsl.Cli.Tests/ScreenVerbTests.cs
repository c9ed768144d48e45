using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace QuantDsl.Cli.Tests;

public sealed class ScreenVerbTests : IDisposable
{
    private const string Cross = """
        strategy cross timeframe 5m
        param fast = 5 in [3, 5, 8]
        param slow = 20 in [15, 20, 30]
        param goal = 1% in [1%, 2%]
        enter long when EMA(close, fast) crosses_above EMA(close, slow)
        enter short when EMA(close, fast) crosses_below EMA(close, slow)
        exit long when close < EMA(close, slow)
        exit short when close > EMA(close, slow)
        stop 2%
        target goal
        """;

    private static readonly string[] Metrics =
        ["finalEquity", "totalReturn", "cagr", "sharpe", "sortino", "maxDrawdown", "profitFactor", "winRate", "trades", "fees", "funding"];

    private readonly Qdsl _qdsl = new();

    public ScreenVerbTests()
    {
        _qdsl.Write("cross.qstrat", Cross);
        _qdsl.Write("bars.csv", RandomBars.Csv(4000));
    }

    public void Dispose() => _qdsl.Dispose();

    [Fact]
    public void The_hint_is_a_backtest_with_the_metrics_of_its_row_bit_for_bit()
    {
        string[] options = ["--bars", "bars.csv", "--funding", "none", "--leverage", "5", "--seed", "3"];
        var screen = _qdsl.Run(["screen", "cross.qstrat", .. options]);
        Assert.Equal(0, screen.Code);
        string hint = screen.Out.Split('\n').Single(line => line.TrimStart().StartsWith("qdsl backtest", StringComparison.Ordinal)).Trim();
        var parameters = Regex.Matches(hint, @"--set (\w+)=(\S+)").ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        Assert.Equal(["fast", "goal", "slow"], parameters.Keys.Order());
        var row = _qdsl.Run(["screen", "cross.qstrat", .. options, "--json", "--all"]).Json.GetProperty("rows").EnumerateArray().Single(candidate =>
            candidate.GetProperty("parameters").EnumerateObject().All(p =>
                p.Value.GetDecimal() == (parameters[p.Name].EndsWith('%') ? decimal.Parse(parameters[p.Name][..^1]) / 100 : decimal.Parse(parameters[p.Name]))));
        var backtest = _qdsl.Run([.. hint.Split(' ')[1..], "--json"]);
        Assert.Equal(0, backtest.Code);
        var metrics = backtest.Json.GetProperty("metrics");
        foreach (string name in Metrics)
        {
            var found = name == "finalEquity" ? backtest.Json.GetProperty(name) : metrics.GetProperty(name);
            Assert.Equal(row.GetProperty(name).GetRawText(), found.GetRawText());
        }
    }

    [Fact]
    public void Every_row_is_its_backtest()
    {
        var rows = _qdsl.Run("screen", "cross.qstrat", "--bars", "bars.csv", "--funding", "none", "--all", "--json").Json.GetProperty("rows");
        Assert.Equal(18, rows.GetArrayLength());
        foreach (var row in rows.EnumerateArray())
        {
            var set = row.GetProperty("parameters").EnumerateObject().SelectMany(p => new[] { "--set", $"{p.Name}={p.Value.GetRawText()}" });
            var backtest = _qdsl.Run(["backtest", "cross.qstrat", "--bars", "bars.csv", "--funding", "none", "--json", .. set]).Json;
            Assert.Equal(row.GetProperty("finalEquity").GetRawText(), backtest.GetProperty("finalEquity").GetRawText());
            Assert.Equal(row.GetProperty("trades").GetInt32(), backtest.GetProperty("trades").GetArrayLength());
            Assert.Equal(row.GetProperty("sharpe").GetRawText(), backtest.GetProperty("metrics").GetProperty("sharpe").GetRawText());
        }
    }

    [Fact]
    public void X9_A_leverage_below_one_puts_up_more_than_the_value()
    {
        var half = _qdsl.Run("backtest", "cross.qstrat", "--bars", "bars.csv", "--funding", "none", "--leverage", "0.5", "--json");
        Assert.Equal(0, half.Code);
        var first = half.Json.GetProperty("trades")[0];
        double notional = first.GetProperty("quantity").GetDouble() * first.GetProperty("entryPrice").GetDouble();
        Assert.Equal(10_000 * 0.1 * 0.5, notional, 1e-9);
    }

    [Fact]
    public void The_number_of_workers_never_shows()
    {
        string one = Stable("--workers", "1");
        Assert.Equal(one, Stable("--workers", "2"));
        Assert.Equal(one, Stable("--workers", "7"));
        string Stable(params string[] options) =>
            WithoutTiming(_qdsl.Run(["screen", "cross.qstrat", "--bars", "bars.csv", "--funding", "none", "--all", "--json", .. options]).Out);
    }

    [Fact]
    public void A_dead_axis_and_duplicates_are_counted_and_not_run()
    {
        _qdsl.Write("dead.qstrat", """
            strategy dead timeframe 5m
            param unused = 1 in [1, 2, 3, 4]
            param a = 1 in 1..10 step 1
            param b = 1 in 1..100 step 1
            enter long when close > open * (1 + (100 * a + b) / 100000)
            exit long when close < open
            """);
        var outcome = _qdsl.Run("screen", "dead.qstrat", "--bars", "bars.csv", "--funding", "none", "--json", "--top", "1");
        Assert.Equal(0, outcome.Code);
        var combinations = outcome.Json.GetProperty("combinations");
        Assert.Equal((4000, 1000, 1000), (combinations.GetProperty("declared").GetInt32(), combinations.GetProperty("unique").GetInt32(), combinations.GetProperty("run").GetInt32()));
        Assert.Contains("unused", outcome.Error);
    }

    [Fact]
    public void When_nothing_passes_the_nearest_rows_and_the_front_of_all_are_shown_and_the_exit_code_is_0()
    {
        var outcome = _qdsl.Run("screen", "cross.qstrat", "--bars", "bars.csv", "--funding", "none", "--min-trades", "100000");
        Assert.Equal(0, outcome.Code);
        Assert.Contains("0 of 18 pass", outcome.Out);
        Assert.Contains("trades ≥ 100000 refuses 18", outcome.Out);
        Assert.Contains("the 10 nearest to passing", outcome.Out);
        Assert.Contains("none passes the filters", outcome.Out);
    }

    [Fact]
    public void What_ran_and_every_assumption_is_printed()
    {
        string text = _qdsl.Run("screen", "cross.qstrat", "--bars", "bars.csv", "--funding", "none").Out;
        foreach (string part in new[]
        {
            "4,000 bars", "2025-01-01 00:00 to 2025-01-14 21:20", "18 declared, 18 unique, 18 run", "equity 10,000.00", "leverage 10×", "sizing equity_fraction:0.1",
            "taker 0.04 %, maker 0.02 %", "screening:", "funding      none", "entry × (1 − 1/L + MMR)", "buy and hold", "filters", "Pareto front", "look further:",
        })
            Assert.Contains(part, text);
    }

    [Fact]
    public void A_finished_run_is_run_again_under_a_new_number()
    {
        long first = RunId(), second = RunId();
        Assert.NotEqual(first, second);
        Assert.Equal(2, _qdsl.Run("runs", "list", "--json").Json.GetProperty("runs").GetArrayLength());
        long RunId() => _qdsl.Run("screen", "cross.qstrat", "--bars", "bars.csv", "--funding", "none", "--json").Json.GetProperty("runId").GetInt64();
    }

    [Theory]
    [InlineData("--bars nothere.csv --funding none", 3, "nothere.csv")]
    [InlineData("--bars bars.csv", 3, "--funding none")]
    [InlineData("--bars bars.csv --funding none --from 2030-01-01", 3, "2025-01-01")]
    [InlineData("--bars bars.csv --funding none --to 2025-01-01T00:30Z", 3, "")]
    [InlineData("--bars bars.csv --funding none --timeframe 1m", 3, "--timeframe")]
    [InlineData("", 2, "--sample")]
    [InlineData("--bars bars.csv --sample --funding none", 2, "--bars")]
    [InlineData("--bars bars.csv --funding none --set fsat=3", 2, "did you mean `fast`?")]
    [InlineData("--bars bars.csv --funding none --set fast=x", 2, "fast")]
    [InlineData("--bars cross.qstrat --funding none", 3, "cross.qstrat")]
    public void Bad_input_ends_with_its_code_and_a_remedy(string options, int code, string named)
    {
        var outcome = _qdsl.Run(["screen", "cross.qstrat", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(code, outcome.Code);
        Assert.Contains(named, outcome.Error);
        Assert.Contains("help:", outcome.Error);
        Assert.DoesNotContain("   at ", outcome.Error);
        Assert.Empty(outcome.Out);
    }

    [Fact]
    public void A_store_that_cannot_be_written_is_said_and_nothing_is_left()
    {
        _qdsl.Write(".qdsl", "a file where the folder should be");
        var outcome = _qdsl.Run("screen", "cross.qstrat", "--bars", "bars.csv", "--funding", "none");
        Assert.NotEqual(0, outcome.Code);
        Assert.Contains("help:", outcome.Error);
        Assert.Equal("a file where the folder should be", _qdsl.Read(".qdsl"));
    }

    /// <summary>The document without what may differ between equal runs.</summary>
    internal static string WithoutTiming(string document)
    {
        var json = JsonNode.Parse(document)!.AsObject();
        Assert.True(json.Remove("timing") && json.Remove("runId"));
        return json.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }
}
