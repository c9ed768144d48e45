using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Tests.Yaml;

/// <summary>L12: what older documents say, and what the language says in its place.</summary>
public sealed class OlderDocumentTests
{
    private const string Entries = "entry_conditions: {long: [close > open]}\nexit_conditions: {long: [close < open]}\n";

    private static BoundStrategy Bind(string file, string text)
    {
        var bound = Binder.Bind(StrategyReader.Read(new(file, text)));
        Assert.Empty(bound.Diagnostics.Select(d => $"{d.Code} {d.Message}"));
        return bound.Strategy!;
    }

    // Each reading is written out by the rules of `on`: history inside counts the higher bars (L5), a cross is two comparisons (L4).
    [Theory]
    [InlineData("close > open", "close on 1h > open on 1h")]
    [InlineData("rsi > level", "RSI(close, 14) on 1h > level")]
    [InlineData("rsi[2] > 50", "RSI(close, 14)[2] on 1h > 50")]
    [InlineData("bands.upper > close", "BBANDS(close, 20, 2).upper on 1h > close on 1h")]
    [InlineData("rsi_4h > rsi", "RSI(close, 14) on 4h > RSI(close, 14) on 1h")]
    [InlineData("rsi_4h - rsi > 10", "(RSI(close, 14) on 4h) - (RSI(close, 14) on 1h) > 10")]
    [InlineData("rsi_1h > 50", "RSI(close, 14) on 1h > 50")]
    [InlineData("rsi_1h[1] > 50", "RSI(close, 14)[1] on 1h > 50")]
    [InlineData("strong", "RSI(close, 14) on 1h > 50")]
    [InlineData("not strong and close > open", "not RSI(close, 14) on 1h > 50 and close on 1h > open on 1h")]
    [InlineData("close crosses_above SMA(close, 5) * level", "close[1] on 1h <= (SMA(close, 5) * level)[1] on 1h and close on 1h > (SMA(close, 5) * level) on 1h")]
    [InlineData("rsi crosses_below 30", "RSI(close, 14)[1] on 1h >= 30 and RSI(close, 14) on 1h < 30")]
    [InlineData("close > open within 3 bars", "close on 1h > open on 1h or close[1] on 1h > open[1] on 1h or close[2] on 1h > open[2] on 1h")]
    [InlineData("rising(close, 3)", "lowest(close - close[1], 3) on 1h > 0")]
    [InlineData("falling(close, level)", "highest(close - close[1], level) on 1h < 0")]
    [InlineData("2 of (close > open, rsi between level and 80, level > 10)", "2 of (close on 1h > open on 1h, RSI(close, 14) on 1h between level and 80, level > 10)")]
    public void A_confirmation_reads_as_if_its_timeframe_were_the_primary(string condition, string text)
    {
        const string Names = """
            let rsi = RSI(close, 14)
            let rsi_1h = RSI(close, 14) on 1h
            let rsi_4h = RSI(close, 14) on 4h
            let bands = BBANDS(close, 20, 2)
            let strong = rsi > 50
            """;
        string yaml = $$"""
            name: older
            schema_version: 1.0
            timeframe: 5m
            parameters: {level: 20}
            indicators:
              rsi: {type: RSI}
              rsi_1h: {type: RSI, timeframe: 1h}
              rsi_4h: {type: RSI, timeframe: 4h}
              bands: {type: BBANDS}
              strong: {expression: rsi > 50}
            {{Entries}}
            confirmations:
              - {timeframe: 1h, condition: "{{condition}}"}
            """;
        string qstrat = $"strategy older timeframe 5m param level = 20\n{Names}\nenter long when close > open and ({text})\nexit long when close < open";
        var read = StrategyReader.Read(new("older.yaml", yaml));
        var bound = Binder.Bind(read);
        Assert.DoesNotContain(bound.Diagnostics, d => d.Severity == QuantDsl.Diagnostics.Severity.Error);
        var expected = Binder.Bind(StrategyReader.Read(new("older.qstrat", qstrat)));
        Assert.Equal(ProgramHash.Of(expected.Strategy!), ProgramHash.Of(bound.Strategy!));
        // It prints as what it means, in both notations.
        Assert.Equal(ProgramHash.Of(bound.Strategy!), ProgramHash.Of(Binder.Bind(StrategyReader.Read(new("printed.qstrat", SyntaxPrinter.Print(read.Strategy)))).Strategy!));
        Assert.Equal(ProgramHash.Of(bound.Strategy!), ProgramHash.Of(Binder.Bind(StrategyReader.Read(new("printed.yaml", YamlPrinter.Print(read.Strategy)))).Strategy!));
    }

    [Fact]
    public void Confirmations_join_every_entry_of_both_sides()
    {
        var read = StrategyReader.Read(new("both.yaml", """
            name: both
            timeframe: 5m
            entry_conditions:
              long: {any: [close > open, ["close > high[1]", volume > 3]]}
              short: close < open
            confirmations:
              - {timeframe: 1h, condition: close > open}
              - {timeframe: 1h, condition: volume > 100}
              - {timeframe: 5m, condition: high > low}
            """));
        Assert.Empty(read.Diagnostics);
        Assert.Equal("""
            strategy both version 1

            timeframe 5m

            let confirmed_1h = close on 1h > open on 1h
            let confirmed_1h_2 = volume on 1h > 100
            let confirmed_5m = high > low

            enter long when close > open and confirmed_1h and confirmed_1h_2 and confirmed_5m
            enter long when close > high[1] and volume > 3 and confirmed_1h and confirmed_1h_2 and confirmed_5m
            enter short when close < open and confirmed_1h and confirmed_1h_2 and confirmed_5m

            """, SyntaxPrinter.Print(read.Strategy));
    }

    [Theory]
    [InlineData("")]
    [InlineData("schema_version: 1\n")]
    [InlineData("schema_version: 1.0\n")]
    [InlineData("schema_version: \"1.0.0\"\n")]
    public void The_version_that_is_understood_is_the_one_that_holds_when_none_is_written(string version) =>
        Assert.Equal("older", Bind("older.yaml", $"{version}name: older\ntimeframe: 5m\n{Entries}").Name);

    [Fact]
    public void Json_is_read_like_yaml_with_every_older_key()
    {
        const string Json = """
            {
              "schema_version": "1.0",
              "name": "older",
              "timeframe": "5m",
              "indicators": {"rsi": {"type": "RSI", "period": 14}},
              "entry_conditions": {"long": ["rsi < 30"]},
              "exit_conditions": {"long": ["rsi > 50"]},
              "confirmations": [{"timeframe": "1h", "condition": "rsi > 40"}],
              "live_settings": {"allowed_modes": ["paper"], "max_slippage_pct": 0.1, "order_type": "market", "cancel_if_latency_ms": 500, "hellmoon_compatible": false}
            }
            """;
        const string Text = """
            strategy older timeframe 5m let rsi = RSI(close, 14)
            enter long when rsi < 30 and RSI(close, 14) on 1h > 40
            exit long when rsi > 50
            trade live hellmoon_compatible false, max_slippage_pct 0.10, order_type market, cancel_if_latency_ms 500, allowed_modes [paper]
            """;
        Assert.Equal(ProgramHash.Of(Bind("older.qstrat", Text)), ProgramHash.Of(Bind("older.json", Json)));
    }

    [Fact]
    public void Settings_of_live_trading_go_through_both_notations_and_are_no_part_of_the_program()
    {
        const string Plain = "strategy s timeframe 5m enter long when close > open exit long when close < open ";
        const string Live = Plain + "trade live order_type limit, allowed_modes [paper, live], max_slippage_pct 0.050";
        var read = StrategyReader.Read(new("s.qstrat", Live));
        string print = SyntaxPrinter.Print(read.Strategy), yaml = YamlPrinter.Print(read.Strategy);
        Assert.EndsWith("trade live allowed_modes [paper, live], max_slippage_pct 0.05, order_type limit\n", print);
        Assert.Equal(print, SyntaxPrinter.Print(StrategyReader.Read(new("s.yaml", yaml)).Strategy));
        Assert.Equal(ProgramHash.Of(Bind("s.qstrat", Plain)), ProgramHash.Of(Bind("s.qstrat", Live)));
        Assert.NotEqual(DocumentHash.Of(StrategyReader.Read(new("s.qstrat", Plain)).Strategy), DocumentHash.Of(read.Strategy));
    }

    [Fact]
    public void A_confirmation_without_an_entry_beside_it_says_so_where_there_is_a_base()
    {
        var read = StrategyReader.Read(new("s.json", """{"name": "s", "extends": "base", "confirmations": [{"timeframe": "1h", "condition": "close > open"}]}"""));
        Assert.Contains("QD1192", read.Diagnostics.Select(d => d.Code));
    }

    [Fact]
    public void Bombs_and_repeated_keys_in_json_are_one_diagnostic()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 5_000));
        Assert.Equal(["QD1112"], StrategyReader.Read(new("bomb.json", deep)).Diagnostics.Select(d => d.Code));
        Assert.Equal(["QD1112"], StrategyReader.Read(new("bomb.json", string.Concat(Enumerable.Repeat("[", 100_000)))).Diagnostics.Select(d => d.Code));
        Assert.Equal(["QD1109"], StrategyReader.Read(new("laughs.json", "{\"a\": &a [1, 1], \"b\": [*a, *a]}")).Diagnostics.Select(d => d.Code));
        var twice = StrategyReader.Read(new("twice.json", """{"name": "one", "timeframe": "5m", "name": "two", "entry_conditions": {"long": ["close > open"], "long": ["close < open"]}}""")).Diagnostics;
        Assert.Equal(["QD1108", "QD1108"], twice.Select(d => d.Code));
    }
}
