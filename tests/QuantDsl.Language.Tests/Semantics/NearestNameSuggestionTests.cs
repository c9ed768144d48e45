using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;

namespace QuantDsl.Language.Tests.Semantics;

/// <summary>Every kind of name a strategy has, with one slip: what was meant is said, and the fix writes it.</summary>
public sealed class NearestNameSuggestionTests
{
    private const string Rule = "enter long when close > open", YamlRule = "entry_conditions: {long: [close > open]}";

    [Theory]
    [InlineData("indicator", "RSI", "enter long when RIS(close, 14) < 30", "entry_conditions: {long: [\"RIS(close, 14) < 30\"]}")]
    [InlineData("indicator type", "BBANDS", "let b = BBNADS(close)\nenter long when close > b", "indicators: {b: {type: BBNADS}}\nentry_conditions: {long: [close > b]}")]
    [InlineData("indicator output", "upper", "enter long when close > BBANDS(close, 20, 2).uppr", "entry_conditions: {long: [\"close > BBANDS(close, 20, 2).uppr\"]}")]
    [InlineData("function", "highest", "enter long when close > highst(high, 20)[1]", "entry_conditions: {long: [\"close > highst(high, 20)[1]\"]}")]
    [InlineData("condition function", "rising", "enter long when risng(close, 3)", "entry_conditions: {long: [\"risng(close, 3)\"]}")]
    [InlineData("parameter", "level", "param level = 30\nenter long when RSI(close, 14) < levle", "parameters: {level: 30}\nentry_conditions: {long: [\"RSI(close, 14) < levle\"]}")]
    [InlineData("let", "trend", "let trend = EMA(close, 50)\nenter long when close > trned", "indicators: {trend: {type: EMA, period: 50}}\nentry_conditions: {long: [close > trned]}")]
    [InlineData("define", "DISTANCE", "define DISTANCE(x) = x - SMA(x, 20)\nenter long when DISTNCE(close) > 0", "definitions: {DISTANCE(x): \"x - SMA(x, 20)\"}\nentry_conditions: {long: [DISTNCE(close) > 0]}")]
    [InlineData("regime", "trending", "regime trending when ADX(14) > 25\nenter long in trendign when close > open", "regimes: {trending: ADX(14) > 25}\nentry_conditions: {long: {in: trendign, when: close > open}}")]
    [InlineData("timeframe", "5m", "timeframe 5min\n" + Rule, "timeframe: 5min\n" + YamlRule)]
    [InlineData("timeframe of an indicator", "1h", "let e = EMA(close, 20) on 1hr\nenter long when close > e", "indicators: {e: {type: EMA, period: 20, timeframe: 1hr}}\nentry_conditions: {long: [close > e]}")]
    [InlineData("timeframe by case", "4h", "enter long when close > EMA(close, 20) on 4H", "entry_conditions: {long: [\"close > EMA(close, 20) on 4H\"]}")]
    [InlineData("series", "close", "enter long when cloze > open", "entry_conditions: {long: [cloze > open]}")]
    [InlineData("position value", "bars_in_trade", Rule + "\nexit long when bars_in_trad > 5", YamlRule + "\nexit_conditions: {long: [bars_in_trad > 5]}")]
    [InlineData("unit", "2%", Rule + "\nstop 2pct", YamlRule + "\nstop_loss: {expression: 2pct}")]
    [InlineData("unit in basis points", "0.5%", Rule + "\nstop 50bps", YamlRule + "\nstop_loss: {expression: 50bps}")]
    [InlineData("operator", "and", "enter long when close > open adn volume > 5", "entry_conditions: {long: [close > open adn volume > 5]}")]
    [InlineData("operator", "crosses_above", "enter long when close crosses_abov open", "entry_conditions: {long: [close crosses_abov open]}")]
    [InlineData("stop form", "atr_fixed", Rule + "\nstop atr_fxied(ATR(14), 2)", YamlRule + "\nstop_loss: {type: atr_fxied, indicator: ATR(14), atr_multiplier: 2}")]
    [InlineData("target form", "risk_reward", Rule + "\nstop 2%\ntarget risk_rewrad(2)", YamlRule + "\nstop_loss: {type: fixed_pct, percent: 2}\ntake_profit: {type: risk_rewrad, ratio: 2}")]
    [InlineData("symbol", "ETHUSDT", "symbols BTCUSDT, ETHUSDT\nenter long when close of ETHUSTD > open of ETHUSDT", "symbols: [BTCUSDT, ETHUSDT]\nentry_conditions: {long: [close of ETHUSTD > open of ETHUSDT]}")]
    [InlineData("day", "Saturday", Rule + "\nblock Saturdya", YamlRule + "\ntime_filters: {blocked_days: [Saturdya]}")]
    [InlineData("zone", "Europe/London", Rule + "\ntrade 08:00-20:00 Europe/Lonndon", YamlRule + "\ntime_filters: {allowed_sessions: [{start: \"08:00\", end: \"20:00\", timezone: Europe/Lonndon}]}")]
    [InlineData("live setting", "max_slippage_pct", Rule + "\ntrade live max_slippage_pc 0.05", YamlRule + "\nlive_settings: {max_slippage_pc: 0.05}")]
    [InlineData("word of a live setting", "limit", Rule + "\ntrade live order_type limt", YamlRule + "\nlive_settings: {order_type: limt}")]
    [InlineData("file", "library.qstrat", "use \"libary.qstrat\"\n" + Rule, "use: libary.qstrat\n" + YamlRule)]
    [InlineData("base", "library", "extends libary\n" + Rule, "extends: libary\n" + YamlRule)]
    [InlineData("statement", "enter", "entre long when close > open", null)]
    [InlineData("statement", "timeframe", "timefrmae 5m\n" + Rule, null)]
    [InlineData("side", "long", "enter lnog when close > open", null)]
    [InlineData("word of a statement", "funding", Rule + "\navoid fundign 5m before", null)]
    [InlineData("key", "entry_conditions", null, "entry_condition: {long: [close > open]}")]
    [InlineData("key of a section", "short", null, "entry_conditions: {long: [close > open], shrot: [close < open]}")]
    [InlineData("key of an indicator", "period", null, "indicators: {e: {type: EMA, perod: 20}}\nentry_conditions: {long: [close > e]}")]
    [InlineData("swept path", "e.period", null, "indicators: {e: {type: EMA, period: 20}}\nentry_conditions: {long: [close > e]}\nsweep: {e.perod: [10, 20]}")]
    [InlineData("swept parameter", "level", null, "parameters: {level: 30}\nentry_conditions: {long: [\"RSI(close, 14) < level\"]}\nsweep: {levle: [20, 30]}")]
    public void A_slip_in_a_name_is_answered_with_the_name_that_was_meant(string kind, string meant, string? text, string? yaml)
    {
        if (text is not null) Suggested(kind, meant, "sample.qstrat", $"strategy sample\n{(text.StartsWith("timef", StringComparison.Ordinal) ? "" : "timeframe 5m\n")}{text}\n");
        if (yaml is not null) Suggested(kind, meant, "sample.yaml", $"name: sample\n{(yaml.StartsWith("timeframe", StringComparison.Ordinal) ? "" : "timeframe: 5m\n")}{yaml}\n");
    }

    private static void Suggested(string kind, string meant, string path, string content)
    {
        var errors = Check(path, content).Where(d => d.Severity == Severity.Error).ToList();
        var error = errors.Find(d => d.Help?.Contains($"`{meant}`", StringComparison.Ordinal) == true);
        Assert.True(error is not null, $"{kind}\n{DiagnosticRenderer.Render(errors)}");
        Assert.True(error.Help == $"did you mean `{meant}`?" || error.Help == $"write `{meant}`", error.Help);
        // The fix writes it, and with it the error is gone.
        var fix = Assert.Single(error.Fixes);
        string put = DiagnosticSamples.Applied(content, fix);
        Assert.Contains(meant, put);
        Assert.DoesNotContain(Check(path, put), d => d.Code == error.Code && d.Message == error.Message);
    }

    private static IEnumerable<Diagnostic> Check(string path, string content) => Binder.Bind(StrategyReader.Read(new(path, content)) with
    {
        Files = new MemoryFiles((path, content), ("library.qstrat", "strategy library\ntimeframe 5m\nenter long when close > high[1]\n")),
    }).Diagnostics;
}
