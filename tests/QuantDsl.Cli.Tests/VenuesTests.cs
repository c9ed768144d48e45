using QuantDsl.Data;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>Venues on the command line: listed, shown, copied, chosen, refused.</summary>
public sealed class VenuesTests : IDisposable
{
    private const string Strategy = "strategy s\ntimeframe 1h\nenter short when close > open\nexit after 5 bars\n";

    // Three days of hours from 2024-01-01; every second bar rises.
    private static readonly string Bars = "timestamp,open,high,low,close,volume\n" + string.Concat(Enumerable.Range(0, 72)
        .Select(i => $"{1_704_067_200_000 + i * 3_600_000L},100,101,99,{(i % 2 == 0 ? 100.5 : 99.5)},10\n"));

    private readonly Qdsl _qdsl = new();

    public void Dispose() => _qdsl.Dispose();

    [Fact]
    public void The_shipped_venues_are_listed_with_and_without_the_word()
    {
        var plain = _qdsl.Run("venues");
        Assert.Equal(0, plain.Code);
        Assert.Equal(plain, _qdsl.Run("venues", "list"));
        Assert.Contains("binance-usdm  0.04 %  0.02 %  8 h      BTCUSDT, ETHUSDT, SOLUSDT, any other", plain.Out);
        Assert.Contains("ethereal      0.03 %     0 %  1 h      BTCUSD, ETHUSD, SOLUSD", plain.Out);
        var json = _qdsl.Run("venues", "--json").Json;
        Assert.Equal(1, json.GetProperty("schema").GetInt32());
        Assert.Equal(Venues.Names, json.GetProperty("venues").EnumerateArray().Select(v => v.GetProperty("name").GetString()!));
    }

    [Fact]
    public void A_venue_is_shown_with_every_tier_and_its_file_can_be_copied_and_used()
    {
        var shown = _qdsl.Run("venues", "show", "ethereal");
        Assert.Contains("retail: 200 ms and 100 ms for a new order", shown.Out);
        Assert.Contains("every hour from 00:00 UTC", shown.Out);
        string yaml = _qdsl.Run("venues", "show", "binance-usdm", "--yaml").Out;
        Assert.StartsWith("# Binance USD-M perpetual futures.", yaml);
        _qdsl.Write("my.yaml", yaml.Replace("name: binance-usdm", "name: mine"));
        Assert.Empty(_qdsl.Run("check", "my.yaml", "--json").Json.GetProperty("diagnostics").EnumerateArray());
        var own = _qdsl.Run("venues", "show", "my.yaml", "--json").Json;
        Assert.Equal("mine", own.GetProperty("name").GetString());
        Assert.Equal(10, own.GetProperty("instruments")[0].GetProperty("marginTables")[0].GetProperty("tiers").GetArrayLength());
        Assert.Equal(File.ReadAllText(Repository.PathOf("docs", "venue.schema.json")).ReplaceLineEndings("\n"), _qdsl.Run("venues", "schema").Out);
    }

    [Theory]
    [InlineData("venues show etherael", 3, "QD5317", "did you mean `ethereal`?")]
    [InlineData("venues show mine", 3, "QD5317", "`binance-usdm`, `ethereal`")]
    [InlineData("venues show mine.yaml", 3, "QD5001", "`binance-usdm`, `ethereal`")]
    [InlineData("backtest s.qstrat --sample --venue etherael", 3, "QD5317", "did you mean `ethereal`?")]
    [InlineData("backtest s.qstrat --sample --venue ethereal", 3, "QD5318", "did you mean `BTCUSD`? it has BTCUSD, ETHUSD, SOLUSD")]
    [InlineData("backtest s.qstrat --bars XYZ.csv --funding none --venue ethereal", 3, "QD5318", "it has BTCUSD, ETHUSD, SOLUSD")]
    [InlineData("backtest s.qstrat --sample --latency retial", 2, "QD0002", "did you mean `retail`?")]
    [InlineData("backtest s.qstrat --sample --latency custom", 2, "QD0002", "give its nanoseconds, such as `custom:50000000`")]
    [InlineData("backtest s.qstrat --sample --latency custom:-1", 2, "QD0002", "nanoseconds are meant")]
    [InlineData("backtest s.qstrat --sample --latency custom:60000000000", 2, "QD0002", "nanoseconds are meant")]
    [InlineData("backtest s.qstrat --sample --latency custom:30000000000,30000000000,0,0", 2, "QD0002", "nanoseconds are meant")]
    [InlineData("backtest s.qstrat --sample --latency custom:1,2", 2, "QD0002", "for example `custom:20000000,10000000,10000000,10000000`")]
    [InlineData("backtest s.qstrat --sample --latency custom:1ms", 2, "QD0002", "for example `custom:50000000`, which is 50 ms")]
    [InlineData("backtest s.qstrat --sample --liquidation exakt", 2, "QD0002", "did you mean `exact`?")]
    public void What_is_not_there_is_said_with_what_is(string command, int code, string diagnostic, string help)
    {
        _qdsl.Write("s.qstrat", Strategy);
        _qdsl.Write("XYZ.csv", Bars);
        var outcome = _qdsl.Run(command.Split(' '));
        Assert.Equal(code, outcome.Code);
        Assert.Contains(diagnostic, outcome.Error);
        Assert.Contains(help, outcome.ErrorUnwrapped);
    }

    [Theory]
    [InlineData("custom:50000000", 50_000_000, 0, 0, 0)]
    [InlineData("custom:1,2,3,4", 1, 2, 3, 4)]
    [InlineData("co_located", 1_000_000, 500_000, 500_000, 500_000)]
    [InlineData("none", 0, 0, 0, 0)]
    public void A_latency_is_a_preset_or_its_own_numbers(string text, long baseNanos, long insert, long update, long cancel)
    {
        var latency = OptionValue.Latency("--latency", text);
        Assert.Equal((baseNanos, insert, update, cancel), (latency.BaseNanos, latency.InsertNanos, latency.UpdateNanos, latency.CancelNanos));
    }

    [Fact]
    public void A_run_takes_fees_steps_and_formula_from_its_venue_and_the_command_line_overrides()
    {
        _qdsl.Write("s.qstrat", Strategy);
        _qdsl.Write("b.csv", Bars);
        string[] run = ["backtest", "s.qstrat", "--bars", "b.csv", "--funding", "none", "--symbol", "BTCUSD", "--venue", "ethereal", "--fills", "neutral", "--json"];
        var account = _qdsl.Run(run).Json.GetProperty("assumptions");
        Assert.Equal((0.0003, 0, "simple", "ethereal", 0.1, 20), (account.GetProperty("takerFee").GetDouble(), account.GetProperty("makerFee").GetDouble(),
            account.GetProperty("liquidationFormula").GetString(), account.GetProperty("venue").GetString(), account.GetProperty("tickSize").GetDouble(), account.GetProperty("leverageCap").GetDouble()));
        var other = _qdsl.Run([.. run, "--liquidation", "exact", "--taker", "0.001"]).Json.GetProperty("assumptions");
        Assert.Equal((0.001, 0, "exact"), (other.GetProperty("takerFee").GetDouble(), other.GetProperty("makerFee").GetDouble(), other.GetProperty("liquidationFormula").GetString()));
        // 21 is over the cap of 20: every entry is refused, and counted.
        var refused = _qdsl.Run([.. run, "--leverage", "21"]).Json;
        Assert.Equal(0, refused.GetProperty("metrics").GetProperty("trades").GetInt32());
        Assert.True(refused.GetProperty("refusals").GetProperty("leverage").GetInt32() > 5);
    }

    [Fact]
    public void Bars_of_another_symbol_stand_in_for_an_instrument_that_is_named()
    {
        _qdsl.Write("s.qstrat", Strategy);
        _qdsl.Write("b.csv", Bars);
        string[] run = ["backtest", "s.qstrat", "--bars", "b.csv", "--funding", "none", "--symbol", "BTCUSDT", "--venue", "ethereal", "--fills", "neutral"];
        var refused = _qdsl.Run(run);
        Assert.Equal(3, refused.Code);
        Assert.Contains("say `--instrument BTCUSD`", refused.ErrorUnwrapped);
        var document = _qdsl.Run([.. run, "--instrument", "SOLUSD", "--json"]).Json;
        Assert.Equal(("BTCUSDT", 1), (document.GetProperty("data").GetProperty("symbol").GetString(), document.GetProperty("assumptions").GetProperty("lotSize").GetDouble()));
        Assert.Contains("the bars of BTCUSDT stand in for SOLUSD of ethereal, whose steps, limits and margins hold", document.GetProperty("data").GetProperty("notes").EnumerateArray().Select(n => n.GetString()));
        // Lots of one: every quantity is whole.
        Assert.All(document.GetProperty("trades").EnumerateArray(), t => Assert.Equal(0, t.GetProperty("quantity").GetDouble() % 1));
        Assert.Equal(3, _qdsl.Run([.. run, "--instrument", "SOLUSDT"]).Code);
    }

    /// <summary>RULES R3: the ratio of two Sharpe ratios is the root of that of the days.</summary>
    [Fact]
    public void A_run_is_annualised_by_the_calendar_of_its_venue()
    {
        _qdsl.Write("s.qstrat", Strategy);
        _qdsl.Write("b.csv", Bars);
        _qdsl.Write("short.yaml", Venues.YamlOf("binance-usdm").ReplaceLineEndings("\n").Replace("funding_interval_hours: 8\n", "funding_interval_hours: 8\ntrading_days: 252\n"));
        string[] run = ["backtest", "s.qstrat", "--bars", "b.csv", "--funding", "none", "--symbol", "BTCUSDT", "--fills", "neutral", "--json"];
        var (whole, part) = (_qdsl.Run(run).Json, _qdsl.Run([.. run, "--venue", "short.yaml"]).Json);
        foreach (string section in (string[])["metrics", "buyAndHold"])
        {
            double all = whole.GetProperty(section).GetProperty("sharpe").GetDouble();
            Assert.NotEqual(0, all);
            Assert.Equal(all * Math.Sqrt(252.0 / 365), part.GetProperty(section).GetProperty("sharpe").GetDouble(), 1e-9 * Math.Abs(all));
        }
    }

    /// <summary>RULES X9: before the first dated table it holds, with a warning; strict, the run is refused.</summary>
    [Fact]
    public void Before_the_first_dated_table_and_fees_a_run_warns_and_strict_it_is_refused()
    {
        string yaml = Venues.YamlOf("binance-usdm").ReplaceLineEndings("\n")
            .Replace("fees: {taker: 0.0004, maker: 0.0002}", "fees:\n  - {from: 2024-01-02, taker: 0.0004, maker: 0.0002}\n  - {from: 2024-01-03, taker: 0.001, maker: 0.0002}")
            .Replace("from: 2021-03-18", "from: 2024-01-02");
        _qdsl.Write("dated.yaml", yaml);
        _qdsl.Write("s.qstrat", Strategy);
        _qdsl.Write("b.csv", Bars);
        string[] run = ["backtest", "s.qstrat", "--bars", "b.csv", "--funding", "none", "--symbol", "BTCUSDT", "--venue", "dated.yaml", "--fills", "neutral"];
        var document = _qdsl.Run([.. run, "--json"]).Json;
        string[] warnings = [.. document.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()!)];
        Assert.Equal(["QD6101: the first margin table used for `BTCUSDT` holds from 2024-01-02 00:00, and is used from 2024-01-01 01:00 on",
            "QD6110: the first fees known of `binance-usdm` hold from 2024-01-02 00:00, and are used from 2024-01-01 01:00 on"], warnings);
        // The stored run says so too.
        var stored = _qdsl.Run("data", "query", "SELECT warnings FROM runs", "--json").Out;
        Assert.All(warnings, warning => Assert.Contains(warning, stored));
        Assert.Equal(["2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z"], document.GetProperty("assumptions").GetProperty("fees").EnumerateArray().Select(f => f.GetProperty("from").GetString()));
        // A trade is paid at the rates of its own days.
        Assert.Equal([0.0004, 0.001], document.GetProperty("trades").EnumerateArray()
            .Select(t => Math.Round(t.GetProperty("entryFee").GetDouble() / t.GetProperty("quantity").GetDouble() / t.GetProperty("entryPrice").GetDouble(), 12)).Distinct());
        Assert.Contains("QD6101", _qdsl.Run(run).Out);
        Assert.Contains("fees from 2024-01-02 taker 0.04 %, maker 0.02 %; from 2024-01-03 taker 0.1 %, maker 0.02 % of notional (binance-usdm)", _qdsl.Run(run).OutUnwrapped);
        _qdsl.Write("qdsl.yaml", "venue: dated.yaml\n");
        Assert.Contains("from 2024-01-02 taker 0.04% on market fills and stops", _qdsl.Run("explain", "s.qstrat").OutUnwrapped);
        _qdsl.Write("qdsl.yaml", "# a test's project\n");

        var strict = _qdsl.Run([.. run, "--strict-venue"]);
        Assert.Equal(4, strict.Code);
        int table = 1 + yaml.Split('\n').ToList().FindIndex(line => line == "  BTCUSDT_2021-03-18:"), fees = 1 + yaml.Split('\n').ToList().FindIndex(line => line.Contains("{from: 2024-01-02"));
        Assert.Contains($"dated.yaml, row {table}", strict.Error);
        Assert.Contains($"dated.yaml, row {fees}", strict.Error);
        Assert.Contains("begin later, as with `--trade-from 2024-01-02`", strict.ErrorUnwrapped);
        Assert.Equal(0, _qdsl.Run([.. run, "--strict-venue", "--trade-from", "2024-01-02"]).Code);
    }
}
