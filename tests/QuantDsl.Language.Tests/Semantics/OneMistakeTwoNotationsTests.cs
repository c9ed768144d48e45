using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;
using Xunit.Abstractions;

namespace QuantDsl.Language.Tests.Semantics;

/// <summary>L1: the same mistake in text and in YAML is told with the same code and the same words.</summary>
public sealed class OneMistakeTwoNotationsTests(ITestOutputHelper output)
{
    private const string Rule = "enter long when close > open", YamlRule = "entry_conditions: {long: [close > open]}";

    /// <summary>The code, and the mistake in either notation, without the header.</summary>
    private static readonly (string Code, string Text, string Yaml)[] Mistakes =
    [
        ("QD1001", "enter long when close > open $ 2", "entry_conditions: {long: [\"close > open $ 2\"]}"),
        ("QD1001", "enter long when close × 2 > open", "entry_conditions: {long: [\"close × 2 > open\"]}"),
        ("QD1003", "enter long when close > open * .5", "entry_conditions: {long: [\"close > open * .5\"]}"),
        ("QD1016", "enter long when close > EMA(close, 20) on 1H", "entry_conditions: {long: [\"close > EMA(close, 20) on 1H\"]}"),
        ("QD1005", "enter long when close > stop", "entry_conditions: {long: [\"close > stop\"]}"),
        ("QD1005", "let stop = close - 2\nenter long when close > open", "indicators: {stop: {expression: close - 2}}\nentry_conditions: {long: [close > open]}"),
        ("QD1006", "enter long when close > and open > 2", "entry_conditions: {long: [\"close > and open > 2\"]}"),
        ("QD1007", "enter long when close > open adn volume > 100", "entry_conditions: {long: [\"close > open adn volume > 100\"]}"),
        ("QD1007", "enter long when close > open)", "entry_conditions: {long: [\"close > open)\"]}"),
        ("QD1007", "enter long when close > open volume > 100", "entry_conditions: {long: [\"close > open volume > 100\"]}"),
        ("QD1009", "enter long when 30 < RSI(close, 14) < 70", "entry_conditions: {long: [\"30 < RSI(close, 14) < 70\"]}"),
        ("QD1010", "enter long when close > open && volume > 100", "entry_conditions: {long: [\"close > open && volume > 100\"]}"),
        ("QD1010", "enter long when RSI(close, 14) => 70", "entry_conditions: {long: [\"RSI(close, 14) => 70\"]}"),
        ("QD1013", "enter long when close > EMA(close, period = 12)", "entry_conditions: {long: [\"close > EMA(close, period = 12)\"]}"),
        ("QD1014", Rule + "\ntrade 08:00-25:00 UTC", YamlRule + "\ntime_filters: {allowed_sessions: [{start: \"08:00\", end: \"25:00\", timezone: UTC}]}"),
        ("QD1015", Rule + "\nblock Saturady", YamlRule + "\ntime_filters: {blocked_days: [Saturady]}"),
        ("QD1015", Rule + "\nblock Holiday", YamlRule + "\ntime_filters: {blocked_days: [Holiday]}"),
        ("QD1016", "timeframe 0m\n" + Rule, "timeframe: 0m\n" + YamlRule),
        ("QD1016", "timeframe 5min\n" + Rule, "timeframe: 5min\n" + YamlRule),
        ("QD1016", "let e = EMA(close, 20) on 2hours\nenter long when close > e", "indicators: {e: {type: EMA, period: 20, timeframe: 2hours}}\nentry_conditions: {long: [close > e]}"),
        ("QD1020", "enter long when close > 1e40", "entry_conditions: {long: [\"close > 1e40\"]}"),
        ("QD1023", "let größe = close - 2\nenter long when close > open", "indicators: {größe: {expression: close - 2}}\nentry_conditions: {long: [close > open]}"),
        ("QD1025", "enter long when close between open[1] high", "entry_conditions: {long: [\"close between open[1] high\"]}"),
        ("QD1026", "enter long when RSI(close, 14) of (close > open, close > high[1])", "entry_conditions: {long: [\"RSI(close, 14) of (close > open, close > high[1])\"]}"),
        ("QD1028", "strategy sample version 1.5\ntimeframe 5m\n" + Rule, "name: sample\nversion: 1.5\ntimeframe: 5m\n" + YamlRule),
        ("QD2001", "enter long when clsoe > open", "entry_conditions: {long: [clsoe > open]}"),
        ("QD2001", "enter long when close > threshold", "entry_conditions: {long: [close > threshold]}"),
        ("QD2002", "enter long when close > EMMA(close, 20)", "entry_conditions: {long: [\"close > EMMA(close, 20)\"]}"),
        ("QD2002", "let e = EMMA(close, 20)\nenter long when close > e", "indicators: {e: {type: EMMA, period: 20}}\nentry_conditions: {long: [close > e]}"),
        ("QD2003", "param a = 2\nlet a = close * 2\nenter long when open > a", "parameters: {a: 2}\nindicators: {a: {expression: close * 2}}\nentry_conditions: {long: [open > a]}"),
        ("QD2004", "let fast = EMA(close, 10)\nlet Fast = EMA(close, 20)\nenter long when fast > Fast", "indicators: {fast: {type: EMA, period: 10}, Fast: {type: EMA, period: 20}}\nentry_conditions: {long: [fast > Fast]}"),
        ("QD2005", "let close = EMA(open, 3)\nenter long when close > open", "indicators: {close: {type: EMA, source: open, period: 3}}\nentry_conditions: {long: [close > open]}"),
        ("QD2006", "let a = b + 1\nlet b = a + 1\nenter long when close > a", "indicators: {a: {expression: b + 1}, b: {expression: a + 1}}\nentry_conditions: {long: [close > a]}"),
        ("QD2007", "enter long when profit > 2%", "entry_conditions: {long: [profit > 2%]}"),
        ("QD2008", "let b = BBANDS(close, 20, 2)\nenter long when close > b.uper", "indicators: {b: {type: BBANDS, period: 20, std: 2}}\nentry_conditions: {long: [close > b.uper]}"),
        ("QD2009", "let fsat = EMA(close, 10)\nenter long when close > fast\nexit long when close < fast", "indicators: {fsat: {type: EMA, period: 10}}\nentry_conditions: {long: [close > fast]}\nexit_conditions: {long: [close < fast]}"),
        ("QD2101", "enter long when close > EMA(close, 20, 2)", "entry_conditions: {long: [\"close > EMA(close, 20, 2)\"]}"),
        ("QD2102", "let e = EMA(close, 1)\nenter long when close > e", "indicators: {e: {type: EMA, period: 1}}\nentry_conditions: {long: [close > e]}"),
        ("QD2103", "let e = EMA(close, 20.5)\nenter long when close > e", "indicators: {e: {type: EMA, period: 20.5}}\nentry_conditions: {long: [close > e]}"),
        ("QD2104", "param loss = 2\n" + Rule + "\nstop loss", "parameters: {loss: 2}\n" + YamlRule + "\nstop_loss: {type: fixed_pct, percent: loss}"),
        ("QD2104", Rule + "\nstop 2 * ATR(14)", YamlRule + "\nstop_loss: {expression: 2 * ATR(14)}"),
        ("QD2105", "enter long when close > EMA(20)", "entry_conditions: {long: [close > EMA(20)]}"),
        ("QD2106", "enter long when close > close[volume]", "entry_conditions: {long: [\"close > close[volume]\"]}"),
        ("QD2107", Rule + "\nexit long when profit crosses_above 2%", YamlRule + "\nexit_conditions: {long: [profit crosses_above 2%]}"),
        ("QD2201", "enter long when close", "entry_conditions: {long: [close]}"),
        ("QD2202", "let up = close > open\nenter long when up > 0", "indicators: {up: {expression: close > open}}\nentry_conditions: {long: [up > 0]}"),
        ("QD2203", "enter long when volume > close", "entry_conditions: {long: [volume > close]}"),
        ("QD2203", "enter long when ROC(close, 10) > 2%", "entry_conditions: {long: [\"ROC(close, 10) > 2%\"]}"),
        ("QD2204", "enter long when close == open", "entry_conditions: {long: [close == open]}"),
        ("QD2205", "enter long when close + volume > open", "entry_conditions: {long: [close + volume > open]}"),
        ("QD2206", "require close > 10\n" + Rule, "constraints: [close > 10]\n" + YamlRule),
        ("QD2302", "let e = EMA(close, 20) on 7m\nenter long when close > e", "indicators: {e: {type: EMA, period: 20, timeframe: 7m}}\nentry_conditions: {long: [close > e]}"),
        ("QD2303", "let t = EMA(close, 20)\nenter long when close > t and close > t on 1h", "indicators: {t: {type: EMA, period: 20}}\nentry_conditions: {long: [close > t and close > t on 1h]}"),
        ("QD2304", "enter long when close > EMA(close on 4h, 20) on 1h", "entry_conditions: {long: [\"close > EMA(close on 4h, 20) on 1h\"]}"),
        ("QD2350", "regime wild when NATR(14) > 3\nenter long in wlid when close > open", "regimes: {wild: NATR(14) > 3}\nentry_conditions: {long: {in: wlid, when: close > open}}"),
        ("QD2351", "regime wild when NATR(14) > 3\nenter long when wild and close > open", "regimes: {wild: NATR(14) > 3}\nentry_conditions: {long: [wild and close > open]}"),
        ("QD2381", "define UP(x) = DOWN(x) + 1\ndefine DOWN(x) = UP(x) - 1\nenter long when close > UP(open)", "definitions: {UP(x): DOWN(x) + 1, DOWN(x): UP(x) - 1}\nentry_conditions: {long: [close > UP(open)]}"),
        ("QD2382", "define EMA(x, n) = SMA(x, n)\nenter long when close > EMA(close, 20)", "definitions: {\"EMA(x, n)\": \"SMA(x, n)\"}\nentry_conditions: {long: [\"close > EMA(close, 20)\"]}"),
        ("QD2384", "use \"libary.qstrat\"\n" + Rule, "use: libary.qstrat\n" + YamlRule),
        ("QD2401", "exit long when close < open", "exit_conditions: {long: [close < open]}"),
        ("QD2403", Rule + "\nstop atr_trialing(ATR(14), 2)", YamlRule + "\nstop_loss: {type: atr_trialing, indicator: ATR(14), atr_multiplier: 2}"),
        ("QD2403", Rule + "\ntarget pct_trailing(2%)", YamlRule + "\ntake_profit: {type: pct_trailing, percent: 2}"),
        ("QD2404", Rule + "\ntarget risk_reward(2)", YamlRule + "\ntake_profit: {type: risk_reward, ratio: 2}"),
        ("QD2405", Rule + "\ntrade 08:00-20:00 Europe/Lodnon", YamlRule + "\ntime_filters: {allowed_sessions: [{start: \"08:00\", end: \"20:00\", timezone: Europe/Lodnon}]}"),
        ("QD2410", "symbols BTCUSDT, ETHUSDT\nenter long when close of ETHUSD > open of ETHUSDT", "symbols: [BTCUSDT, ETHUSDT]\nentry_conditions: {long: [close of ETHUSD > open of ETHUSDT]}"),
        ("QD2411", "symbols BTCUSDT, BTCUSDT\n" + Rule, "symbols: [BTCUSDT, BTCUSDT]\n" + YamlRule),
        ("QD2414", "symbols BTCUSDT, \"ETH USDT\"\n" + Rule, "symbols: [BTCUSDT, ETH USDT]\n" + YamlRule),
        ("QD2420", Rule + "\ntrade live max_slipage_pct 0.05", YamlRule + "\nlive_settings: {max_slipage_pct: 0.05}"),
        ("QD2421", Rule + "\ntrade live order_type limits", YamlRule + "\nlive_settings: {order_type: limits}"),
        ("QD2501", "param goal = 3% in [2%, 3]\n" + Rule + "\ntarget goal", "parameters: {goal: {default: 3%, values: [2%, 3]}}\n" + YamlRule + "\ntake_profit: {type: fixed_pct, percent: goal}"),
        ("QD2502", "param n = 20 in 30..10 step 5\nenter long when close > EMA(close, n)", "parameters: {n: {default: 20, values: {from: 30, to: 10, step: 5}}}\nentry_conditions: {long: [\"close > EMA(close, n)\"]}"),
        ("QD2503", "param n = 1 in 0..1000 step 0.0001\nenter long when close > n", "parameters: {n: {default: 1, values: {from: 0, to: 1000, step: 0.0001}}}\nentry_conditions: {long: [close > n]}"),
        ("QD2504", "param n = 20 range 30..100\nenter long when close > EMA(close, n)", "parameters: {n: {default: 20, range: [30, 100]}}\nentry_conditions: {long: [\"close > EMA(close, n)\"]}"),
        ("QD3001", "enter long when close[-1] > close", "entry_conditions: {long: [\"close[-1] > close\"]}"),
        ("QD3002", "enter long when RSI(close, 14) > 120", "entry_conditions: {long: [\"RSI(close, 14) > 120\"]}"),
        ("QD3003", "enter long when RSI(close, 14) > -5", "entry_conditions: {long: [\"RSI(close, 14) > -5\"]}"),
        ("QD3004", "param n = 20 in [10, 20]\n" + Rule, "parameters: {n: 20}\nsweep: {n: [10, 20]}\n" + YamlRule),
        ("QD3005", "param n = 20\n" + Rule, "parameters: {n: 20}\n" + YamlRule),
        ("QD3006", "let t = EMA(close, 50)\n" + Rule, "indicators: {t: {type: EMA, period: 50}}\n" + YamlRule),
        ("QD3007", "enter long when close > EMA(close on 1h, 20)", "entry_conditions: {long: [\"close > EMA(close on 1h, 20)\"]}"),
        ("QD3008", Rule + "\nexit short when close > open", YamlRule + "\nexit_conditions: {short: [close > open]}"),
        ("QD3009", "param n = 20 in 10..25 step 10\nenter long when close > EMA(close, n)", "parameters: {n: {default: 20, values: {from: 10, to: 25, step: 10}}}\nentry_conditions: {long: [\"close > EMA(close, n)\"]}"),
        ("QD3010", "param a = 30\nparam b = 20\nrequire a < b\nenter long when EMA(close, a) > EMA(close, b)", "parameters: {a: 30, b: 20}\nconstraints: [a < b]\nentry_conditions: {long: [\"EMA(close, a) > EMA(close, b)\"]}"),
        ("QD3050", "enter long when RSI(close, 14) < 60\nenter short when RSI(close, 14) > 40", "entry_conditions: {long: [\"RSI(close, 14) < 60\"], short: [\"RSI(close, 14) > 40\"]}"),
    ];

    [Fact]
    public void The_same_mistake_has_the_same_code_and_words_in_both_notations()
    {
        var differ = new List<string>();
        foreach (var (code, text, yaml) in Mistakes)
        {
            var inText = Told("sample.qstrat", text.StartsWith("strategy", StringComparison.Ordinal) ? text : $"strategy sample\n{(text.StartsWith("timeframe", StringComparison.Ordinal) ? "" : "timeframe 5m\n")}{text}\n");
            var inYaml = Told("sample.yaml", yaml.StartsWith("name", StringComparison.Ordinal) ? yaml : $"name: sample\n{(yaml.StartsWith("timeframe", StringComparison.Ordinal) ? "" : "timeframe: 5m\n")}{yaml}\n");
            bool same = inText.SequenceEqual(inYaml) && inText is [{ } only] && only.StartsWith(code, StringComparison.Ordinal);
            if (!same) differ.Add($"{code} {text.Replace('\n', ';')}\n    {string.Join("\n    ", inText)}\n  yaml\n    {string.Join("\n    ", inYaml)}");
        }

        output.WriteLine($"{Mistakes.Length - differ.Count} of {Mistakes.Length} mistakes, {Mistakes.Select(m => m.Code).Distinct().Count()} codes");
        Assert.True(differ.Count == 0, string.Join("\n", differ));
        Assert.True(Mistakes.Length >= 40);
    }

    private static List<string> Told(string path, string text) =>
        [.. Binder.Bind(StrategyReader.Read(new(path, text)) with { Files = new MemoryFiles((path, text), ("library.qstrat", "define F(x) = x")) }).Diagnostics
            // A sample of another rule need not close its positions.
            .Where(d => d.Descriptor != LintDiagnostics.NeverClosed).Select(d => $"{d.Code} {d.Message} | {d.Help}")];
}
