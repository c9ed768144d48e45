using System.Text.Json;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>Several strategies on several symbols in one account, from the command line; the account itself is held to plain loops in <c>Backtest.Tests</c>.</summary>
public sealed class PortfolioTests : IDisposable
{
    private static readonly string[] Files = ["--bars", "AAAUSDT=a.csv", "--bars", "BBBUSDT=b.csv", "--funding", "none"];

    private readonly Qdsl _qdsl = new();

    public PortfolioTests()
    {
        _qdsl.Write("cross.qstrat", """
            strategy cross timeframe 5m
            param fast = 5 in [3, 5, 8]
            enter long when EMA(close, fast) crosses_above EMA(close, 20)
            exit long when close < EMA(close, 20)
            stop 2%
            """);
        _qdsl.Write("swing.qstrat", """
            strategy swing timeframe 15m
            param fast = 4
            enter short when close crosses_below SMA(close, fast)
            exit after 6 bars
            stop 1%
            """);
        Assert.Equal(0, _qdsl.Run("convert", "swing.qstrat", "swing.yaml").Code);
        _qdsl.Write("idle.qstrat", "strategy idle timeframe 1h enter long when close < 0 exit long when close > 0 stop 2%");
        _qdsl.Write("a.csv", RandomBars.Csv(3000));
        _qdsl.Write("b.csv", RandomBars.Csv(2500, seed: 11));
    }

    public void Dispose() => _qdsl.Dispose();

    [Fact]
    public void Every_strategy_runs_on_every_symbol_in_one_account()
    {
        var json = Json(["cross.qstrat", "swing.yaml", .. Files]);
        var members = json.GetProperty("members").EnumerateArray().Select(m => $"{m.GetProperty("strategy").GetProperty("name").GetString()} {m.GetProperty("data").GetProperty("symbol").GetString()}");
        Assert.Equal(["cross AAAUSDT", "cross BBBUSDT", "swing AAAUSDT", "swing BBBUSDT"], members);
        var trades = json.GetProperty("trades").EnumerateArray().ToArray();
        Assert.Equal(4, trades.Select(t => t.GetProperty("strategy").GetString() + t.GetProperty("symbol").GetString()).Distinct().Count());
        double net = trades.Sum(t => t.GetProperty("netPnl").GetDouble());
        Assert.Equal(10_000 + net, json.GetProperty("finalEquity").GetDouble(), 1e-6);
        // What each member made adds up to what the account made.
        Assert.Equal(net, json.GetProperty("members").EnumerateArray().Sum(m => m.GetProperty("netPnl").GetDouble()), 1e-6);
        Assert.Equal(Enumerable.Range(1, trades.Length), trades.Select(t => t.GetProperty("positionId").GetInt32()).Order());
        // One account: of the same entries those of a member alone are larger or smaller.
        var alone = Json(["cross.qstrat", "--bars", "AAAUSDT=a.csv", "--funding", "none"]);
        Assert.NotEqual(alone.GetProperty("trades")[5].GetProperty("quantity").GetDouble(),
            trades.Where(t => t.GetProperty("strategy").GetString() == "cross" && t.GetProperty("symbol").GetString() == "AAAUSDT").ElementAt(5).GetProperty("quantity").GetDouble());
    }

    [Fact]
    public void A_portfolio_of_one_is_the_single_run_bit_for_bit()
    {
        string[] run = ["cross.qstrat", "--bars", "AAAUSDT=a.csv", "--funding", "none", "--leverage", "7"];
        JsonElement single = Json(run), portfolio = Json([.. run, "--symbols", "AAAUSDT"]);
        Assert.Equal(single.GetProperty("trades").GetArrayLength(), portfolio.GetProperty("trades").GetArrayLength());
        foreach (var (own, shared) in single.GetProperty("trades").EnumerateArray().Zip(portfolio.GetProperty("trades").EnumerateArray()))
            foreach (var field in own.EnumerateObject()) Assert.Equal(field.Value.GetRawText(), shared.GetProperty(field.Name).GetRawText());
        foreach (string part in new[] { "finalEquity", "metrics", "statistics", "refusals" }) Assert.Equal(single.GetProperty(part).GetRawText(), portfolio.GetProperty(part).GetRawText());
        var member = portfolio.GetProperty("members")[0].GetProperty("metrics");
        foreach (var field in single.GetProperty("metrics").EnumerateObject()) Assert.Equal(field.Value.GetRawText(), member.GetProperty(field.Name).GetRawText());
    }

    [Fact]
    public void The_order_of_symbols_changes_nothing()
    {
        string first = Document(["cross.qstrat", "swing.yaml", .. Files, "--symbols", "AAAUSDT,BBBUSDT"]), second = Document(["cross.qstrat", "swing.yaml", .. Files, "--symbols", "BBBUSDT,AAAUSDT"]);
        Assert.Equal(first, second);
    }

    [Fact]
    public void A_strategy_that_never_trades_changes_nothing()
    {
        JsonElement two = Json(["cross.qstrat", "swing.yaml", .. Files]), three = Json(["idle.qstrat", "cross.qstrat", "swing.yaml", .. Files]);
        foreach (string part in new[] { "finalEquity", "metrics", "statistics", "trades", "refusals" }) Assert.Equal(two.GetProperty(part).GetRawText(), three.GetProperty(part).GetRawText());
    }

    [Fact]
    public void Settings_are_for_every_strategy_that_has_the_parameter_or_for_one()
    {
        double[] Fast(params string[] set) => [.. Json(["cross.qstrat", "swing.yaml", .. Files, .. set]).GetProperty("members").EnumerateArray().Select(m => m.GetProperty("strategy").GetProperty("parameters").GetProperty("fast").GetDouble())];
        Assert.Equal([8, 8, 8, 8], Fast("--set", "fast=8"));
        Assert.Equal([5, 5, 3, 3], Fast("--set", "swing.fast=3"));
        Assert.Equal([8, 8, 3, 3], Fast("--set", "swing.fast=3", "--set", "fast=8"));
        Assert.Equal([8], [.. Json(["cross.qstrat", "--bars", "AAAUSDT=a.csv", "--funding", "none", "--symbols", "AAAUSDT", "--set", "cross.fast=8"]).GetProperty("members").EnumerateArray().Select(m => m.GetProperty("strategy").GetProperty("parameters").GetProperty("fast").GetDouble())]);
        Refused("did you mean `fast`?", ["cross.qstrat", "swing.yaml", .. Files, "--set", "fats=3"]);
    }

    [Fact]
    public void Limits_of_the_account_act_and_are_told()
    {
        _qdsl.Write("risk.yaml", "portfolio_level:\n  max_total_exposure_pct: 1.5\n  max_symbol_exposure_pct: {AAAUSDT: 0.4, others: 1.2}\n");
        string[] run = ["cross.qstrat", "swing.yaml", .. Files, "--risk", "risk.yaml"];
        var json = Json(run);
        Assert.True(json.GetProperty("refusals").GetProperty("symbolExposure").GetInt32() > 0);
        Assert.True(json.GetProperty("refusals").GetProperty("totalExposure").GetInt32() > 0);
        Assert.DoesNotContain(json.GetProperty("warnings").EnumerateArray(), w => w.GetString()!.Contains("QD6121", StringComparison.Ordinal));
        var printed = _qdsl.Run(["backtest", .. run]);
        Assert.Contains("exposure up to 150 % of equity, up to 40 % in AAAUSDT, up to 120 % in any other symbol", printed.OutUnwrapped);
        Assert.All(printed.Out.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void A_cap_of_nobody_is_told()
    {
        _qdsl.Write("risk.yaml", "portfolio_level:\n  max_symbol_exposure_pct: {AAUSDT: 0.4}\n  max_regime_exposure_pct: {wild: 0.2}\n  max_sector_exposure_pct: 0.8\n  sectors: {ZZZ: layer1}\n");
        var warnings = Json(["cross.qstrat", "swing.yaml", .. Files, "--risk", "risk.yaml"]).GetProperty("warnings").EnumerateArray().Select(w => w.GetString() ?? "").ToArray();
        Assert.Equal(["QD6122: `max_symbol_exposure_pct` names `AAUSDT`, and nothing in this portfolio is of that name", "QD6122: `max_sector_exposure_pct` names `ZZZ`, and nothing in this portfolio is of that name",
            "QD6122: `max_regime_exposure_pct` names `wild`, and nothing in this portfolio is of that name"], warnings);
    }

    [Fact]
    public void Weights_and_rebalancing_are_told_and_change_the_run()
    {
        string[] run = ["cross.qstrat", "swing.yaml", .. Files];
        var json = Json([.. run, "--weight", "swing=0.5", "--weight", "cross/BBBUSDT=20%", "--rebalance", "daily", "--max-turnover", "5%"]);
        Assert.Equal([1, 0.2, 0.5, 0.5], json.GetProperty("members").EnumerateArray().Select(m => m.GetProperty("weight").GetDouble()));
        Assert.Equal("daily", json.GetProperty("portfolio").GetProperty("rebalancing").GetProperty("period").GetString());
        Assert.True(json.GetProperty("portfolio").GetProperty("rebalancedValue").GetDouble() > 0);
        double all = Quantity(Json(run)), half = Quantity(Json([.. run, "--weight", "swing=0.5", "--sizing", "equity_fraction:0.1"]));
        Assert.True(half < 0.6 * all, $"{half} of {all}");

        // Of the first trade of `swing`, before the accounts differ much.
        static double Quantity(JsonElement run) => run.GetProperty("trades").EnumerateArray().First(t => t.GetProperty("strategy").GetString() == "swing").GetProperty("quantity").GetDouble();
    }

    [Theory]
    [InlineData("two of the strategies are named `cross`", "cross.qstrat cross.qstrat")]
    [InlineData("CCCUSDT is to be traded, but none of the bars are of it", "cross.qstrat --symbols AAAUSDT,CCCUSDT")]
    [InlineData("a name is missing", "cross.qstrat --symbols AAAUSDT,,BBBUSDT")]
    [InlineData("AAAUSDT is named twice", "cross.qstrat --symbols AAAUSDT,AAAUSDT")]
    [InlineData("`--symbol AAAUSDT` and `--symbols` both say what is traded", "cross.qstrat --symbols AAAUSDT --symbol AAAUSDT")]
    [InlineData("did you mean `cross`?", "cross.qstrat swing.yaml --weight crss=0.5")]
    [InlineData("`--max-turnover` limits a rebalancing, and there is none", "cross.qstrat --symbols AAAUSDT --max-turnover 20%")]
    [InlineData("it is one of daily, weekly, monthly", "cross.qstrat --rebalance hourly")]
    [InlineData("NAME=SHARE is expected", "cross.qstrat --weight 0.5")]
    [InlineData("it must be above 0", "cross.qstrat --rebalance daily --max-turnover 0")]
    public void What_means_nothing_is_refused(string message, string line) => Refused(message, [.. line.Split(' '), .. Files]);

    [Fact]
    public void Bars_of_several_symbols_say_whose_they_are() =>
        Refused("`--bars b.csv` does not say of which symbol it is", ["cross.qstrat", "--symbols", "AAAUSDT,BBBUSDT", "--bars", "AAAUSDT=a.csv", "--bars", "b.csv", "--funding", "none"]);

    /// <summary>Two strategies that name their symbols themselves are two symbols as well.</summary>
    [Fact]
    public void Symbols_that_strategies_name_are_told_apart_too()
    {
        _qdsl.Write("one.qstrat", "strategy one symbols AAAUSDT timeframe 5m enter long when close > SMA(close, 5) exit long when close < SMA(close, 5) stop 2%");
        _qdsl.Write("two.qstrat", "strategy two symbols BBBUSDT timeframe 5m enter long when close > SMA(close, 5) exit long when close < SMA(close, 5) stop 2%");
        _qdsl.Write("f.csv", "timestamp,rate\n1735689600000,0.0001\n");
        Refused("`--funding f.csv` does not say of which symbol it is", ["one.qstrat", "two.qstrat", "--bars", "AAAUSDT=a.csv", "--bars", "BBBUSDT=b.csv", "--funding", "f.csv"]);
        Assert.Equal(2, Json(["one.qstrat", "two.qstrat", .. Files]).GetProperty("members").GetArrayLength());
    }

    [Fact]
    public void Funding_of_several_symbols_says_whose_it_is()
    {
        _qdsl.Write("f.csv", "timestamp,rate\n1735689600000,0.0001\n");
        Refused("`--funding f.csv` does not say of which symbol it is", ["cross.qstrat", "--bars", "AAAUSDT=a.csv", "--bars", "BBBUSDT=b.csv", "--funding", "f.csv"]);
        Refused("no funding is named for BBBUSDT", ["cross.qstrat", "--bars", "AAAUSDT=a.csv", "--bars", "BBBUSDT=b.csv", "--funding", "AAAUSDT=f.csv"]);
    }

    /// <summary>The store, its log and its export know who traded what.</summary>
    [Fact]
    public void A_stored_portfolio_is_listed_and_its_log_gives_the_trades()
    {
        var json = Json(["cross.qstrat", "swing.yaml", .. Files]);
        string list = _qdsl.Run("runs", "list").Out;
        var validated = _qdsl.Run("validate", json.GetProperty("runId").GetRawText());
        Assert.Equal(3, validated.Code);
        Assert.Contains("it is a portfolio of 4 members", validated.ErrorUnwrapped);
        Assert.Contains("2 strategies", list);
        var export = _qdsl.Run("runs", "export", "last", "--format", "json").Json;
        Assert.Equal(json.GetProperty("trades").GetArrayLength(), export.GetProperty("trades").GetArrayLength());
        var events = _qdsl.Run("runs", "events", "last", "--event", "POSITION_CLOSE", "--top", "100000", "--json").Json.GetProperty("events").EnumerateArray().ToArray();
        Assert.Equal(json.GetProperty("trades").EnumerateArray().Select(t => t.GetProperty("netPnl").GetDouble()), events.Select(e => e.GetProperty("net_pnl").GetDouble()));
        Assert.Equal(2, events.Select(e => e.GetProperty("strategy").GetString()).Distinct().Count());
    }

    private JsonElement Json(string[] run)
    {
        var outcome = _qdsl.Run(["backtest", .. run, "--json"]);
        Assert.True(outcome.Code == 0, outcome.Error);
        return outcome.Json;
    }

    /// <summary>Without what differs between equal runs.</summary>
    private string Document(string[] run) =>
        string.Join('\n', Json(run).EnumerateObject().Where(p => p.Name is not ("runId" or "timing")).Select(p => $"{p.Name}: {p.Value.GetRawText()}"));

    private void Refused(string message, string[] run)
    {
        var outcome = _qdsl.Run(["backtest", .. run]);
        Assert.Equal(2, outcome.Code);
        Assert.Contains(message, outcome.ErrorUnwrapped);
    }
}
