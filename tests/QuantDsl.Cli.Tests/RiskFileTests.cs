using System.Text.Json;
using System.Text.RegularExpressions;
using QuantDsl.Backtest.Risk;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>Risk files from the command line to the results; the limits themselves are held to fixtures in <c>Backtest.Tests</c>.</summary>
public sealed class RiskFileTests : IDisposable
{
    private const string Cross = """
        strategy cross timeframe 5m
        param fast = 5 in [3, 5, 8]
        enter long when EMA(close, fast) crosses_above EMA(close, 20)
        enter short when EMA(close, fast) crosses_below EMA(close, 20)
        exit long when close < EMA(close, 20)
        exit short when close > EMA(close, 20)
        stop 2%
        """;

    private static readonly string[] Run = ["cross.qstrat", "--bars", "bars.csv", "--funding", "none", "--leverage", "5"];

    private readonly Qdsl _qdsl = new();

    public RiskFileTests()
    {
        _qdsl.Write("cross.qstrat", Cross);
        _qdsl.Write("bars.csv", RandomBars.Csv(3000));
    }

    public void Dispose() => _qdsl.Dispose();

    [Fact]
    public void The_example_of_the_page_is_checked_run_and_shown()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "risk.md"));
        string example = Regex.Match(page, "```yaml\n(?<file>.*?)```", RegexOptions.Singleline).Groups["file"].Value;
        _qdsl.Write("risk.yaml", example);
        Assert.Equal(0, _qdsl.Run("check", "risk.yaml").Code);
        var printed = _qdsl.Run(["backtest", .. Run, "--risk", "risk.yaml"]);
        Assert.Equal(0, printed.Code);
        string shown = Regex.Replace(printed.Out, "\\s+", " ");
        foreach (Match line in Regex.Matches(Regex.Match(page, "```text\n(?<text>.*?)```", RegexOptions.Singleline).Groups["text"].Value, "[^\n]+"))
            Assert.Contains(line.Value.Trim(), shown);
        Assert.Contains("QD6121", shown);
        var json = _qdsl.Run(["backtest", .. Run, "--risk", "risk.yaml", "--json"]).Json;
        var account = json.GetProperty("assumptions");
        Assert.Equal("atr:0.01,2,14", account.GetProperty("sizing").GetString());
        Assert.Equal(3, account.GetProperty("maxLeverage").GetDouble());
        Assert.Equal(500, account.GetProperty("limits").GetProperty("maxDailyLoss").GetProperty("money").GetDouble());
        Assert.Equal(0.15, account.GetProperty("limits").GetProperty("maxDrawdownHalt").GetProperty("fraction").GetDouble());
        Assert.Equal(0.5, account.GetProperty("portfolioLimits").GetProperty("maxTotalExposure").GetDouble());
        Assert.Contains(json.GetProperty("warnings").EnumerateArray(), w => w.GetString()!.StartsWith("QD6121", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_names_every_key_and_every_method()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "risk.md"));
        var keys = RiskKeys.File.Keys.Concat(RiskKeys.Sizing.Keys).Concat(RiskKeys.Strategy.Keys).Concat(RiskKeys.Portfolio.Keys).Select(k => k.Name);
        Assert.All(keys.Concat(RiskKeys.Methods.Keys), name => Assert.Contains($"`{name}`", page));
    }

    [Theory]
    [InlineData("atr:0.01,2", "atr:0.01,2,14")]
    [InlineData("atr:0.01,2,5", "atr:0.01,2,5")]
    [InlineData("kelly:0.5", "kelly:0.5,30,0.1")]
    [InlineData("kelly:0.5,10,0.05", "kelly:0.5,10,0.05")]
    [InlineData("vol_target:0.2", "vol_target:0.2,20")]
    public void A_sizing_by_flag_is_shown_whole(string typed, string shown)
    {
        var json = _qdsl.Run(["backtest", .. Run, "--sizing", typed, "--json"]).Json;
        Assert.Equal(shown, json.GetProperty("assumptions").GetProperty("sizing").GetString());
        Assert.NotEmpty(json.GetProperty("trades").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("assumptions").GetProperty("limits").ValueKind);
    }

    [Theory]
    [InlineData("method: vol_target\nconfig: {target_volatility: 20%}\n", "vol_target:0.2,20")]
    [InlineData("method: kelly\n", "kelly:0.5,30,0.1")]
    [InlineData("method: fixed_notional\nconfig: {notional: 1000 USDT}\n", "fixed_notional:1000")]
    [InlineData("method: fixed_fractional\nconfig: {risk_per_trade: 1%}\n", "fixed_fractional:0.01")]
    public void A_method_of_a_file_is_the_sizing_of_its_flag(string file, string flag)
    {
        _qdsl.Write("risk.yaml", file);
        string byFile = _qdsl.Run(["backtest", .. Run, "--risk", "risk.yaml", "--json"]).Json.GetProperty("trades").GetRawText();
        Assert.Equal(_qdsl.Run(["backtest", .. Run, "--sizing", flag, "--json"]).Json.GetProperty("trades").GetRawText(), byFile);
        Assert.NotEqual("[]", byFile);
    }

    [Fact]
    public void Refusals_are_counted_with_their_reasons_in_print_and_json()
    {
        _qdsl.Write("risk.yaml", "strategy_level:\n  max_consecutive_losses: 2\n  pause_after_losses_minutes: 600\n  max_orders_per_minute: 1\n  cooldown_after_exit_minutes: 10\n");
        var refusals = _qdsl.Run(["backtest", .. Run, "--risk", "risk.yaml", "--json"]).Json.GetProperty("refusals");
        int losses = refusals.GetProperty("consecutiveLosses").GetInt32(), cool = refusals.GetProperty("coolDown").GetInt32();
        Assert.True(losses > 0 && cool > 0);
        Assert.Contains($"{losses} for consecutiveLosses, {cool} for coolDown", Regex.Replace(_qdsl.Run(["backtest", .. Run, "--risk", "risk.yaml"]).Out, "\\s+", " "));
    }

    [Fact]
    public void A_screen_under_limits_is_another_run_and_each_row_its_backtest()
    {
        _qdsl.Write("risk.yaml", "method: atr\nconfig: {risk_per_trade: 0.01, atr_multiplier: 2}\nstrategy_level:\n  max_daily_loss: 100 USDT\n  stop: 1%\n");
        var screen = _qdsl.Run(["screen", .. Run, "--risk", "risk.yaml", "--all", "--json"]).Json;
        Assert.Equal(3, screen.GetProperty("rows").GetArrayLength());
        foreach (var row in screen.GetProperty("rows").EnumerateArray())
        {
            string fast = row.GetProperty("parameters").GetProperty("fast").GetRawText();
            var backtest = _qdsl.Run(["backtest", .. Run, "--risk", "risk.yaml", "--set", $"fast={fast}", "--json"]).Json;
            Assert.Equal(row.GetProperty("finalEquity").GetRawText(), backtest.GetProperty("finalEquity").GetRawText());
            Assert.Contains(backtest.GetProperty("trades").EnumerateArray(), t => t.GetProperty("exitReason").GetString() == "risk_halt");
        }

        var without = _qdsl.Run(["screen", .. Run, "--all", "--json"]).Json;
        Assert.NotEqual(without.GetProperty("rows")[0].GetProperty("finalEquity").GetRawText(), screen.GetProperty("rows")[0].GetProperty("finalEquity").GetRawText());
    }

    [Fact]
    public void A_screen_is_validated_under_the_limits_it_was_screened_with()
    {
        _qdsl.Write("qdsl.yaml", "risk: limits.yaml\n");
        _qdsl.Write("limits.yaml", "strategy_level:\n  max_daily_loss: 100 USDT\n");
        Assert.Equal(0, _qdsl.Run(["screen", .. Run]).Code);
        Assert.Equal(0, _qdsl.Run("validate", "last", "--top", "1").Code);
        _qdsl.Write("limits.yaml", "strategy_level:\n  max_daily_loss: 90 USDT\n");
        var changed = _qdsl.Run("validate", "last", "--top", "1");
        Assert.Equal(3, changed.Code);
        Assert.Contains("its risk file is not what it was", changed.Error);
    }

    [Fact]
    public void The_project_names_a_file_beside_its_settings()
    {
        _qdsl.Write("qdsl.yaml", "risk: limits.yaml\n");
        _qdsl.Write("limits.yaml", "strategy_level:\n  max_contracts: 0.25\n");
        Assert.Equal(0.25, _qdsl.Run(["backtest", .. Run, "--json"]).Json.GetProperty("assumptions").GetProperty("limits").GetProperty("maxContracts").GetDouble());
    }

    [Fact]
    public void Two_sizings_a_missing_file_and_a_wrong_one_are_told_apart()
    {
        _qdsl.Write("risk.yaml", "method: atr\nconfig: {risk_per_trade: 0.01, atr_multiplier: 2}\n");
        var twice = _qdsl.Run(["backtest", .. Run, "--risk", "risk.yaml", "--sizing", "kelly:0.5"]);
        Assert.Equal(2, twice.Code);
        Assert.Contains("error[QD6120]: `risk.yaml` has a sizing method, and the sizing `kelly:0.5` is another", twice.Error);
        var missing = _qdsl.Run(["backtest", .. Run, "--risk", "none.yaml"]);
        Assert.Equal(2, missing.Code);
        Assert.Contains("QD0003", missing.Error);
        _qdsl.Write("wrong.yaml", "strategy_level:\n  max_daily_loss: 3\n");
        var wrong = _qdsl.Run(["backtest", .. Run, "--risk", "wrong.yaml"]);
        Assert.Equal(1, wrong.Code);
        Assert.Contains("wrong.yaml:2:19", wrong.Error);
        Assert.Equal(2, _qdsl.Run(["backtest", .. Run, "--sizing", "atr:0.01"]).Code);
        Assert.Equal(2, _qdsl.Run(["backtest", .. Run, "--sizing", "atr:0.01,2,999"]).Code);
        Assert.Equal(2, _qdsl.Run(["backtest", .. Run, "--sizing", "kelly:0.5,0"]).Code);
    }
}
