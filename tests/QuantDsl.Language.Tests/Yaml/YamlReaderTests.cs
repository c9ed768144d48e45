using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;

namespace QuantDsl.Language.Tests.Yaml;

public sealed class YamlReaderTests
{
    private static ReadResult Read(string text) => YamlReader.Read(new("test.yaml", text));

    /// <summary>Reads without a diagnostic and prints in the text notation, without the header.</summary>
    private static string Canonical(string keys)
    {
        var result = Read($"name: test\n{keys}");
        Assert.Empty(result.Diagnostics.Select(d => $"{d.Code} {d.Message}"));
        string print = SyntaxPrinter.Print(result.Strategy);
        return string.Join('\n', print.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1));
    }

    private static string At(ReadResult result, TextSpan span) => result.Source.Content.Substring(span.Start, span.Length);

    [Fact]
    public void The_header_keys()
    {
        var result = Read("name: my_strategy\ndescription: >\n  two lines\n  of prose\nversion: 7\ntimeframe: 15m\n");
        Assert.Empty(result.Diagnostics);
        Assert.Equal(("my_strategy", 7, "two lines of prose"), (result.Strategy.Name.Text, result.Strategy.Version, result.Strategy.Description));
        Assert.Equal("my_strategy", At(result, result.Strategy.Name.Span));
        Assert.Equal("15m", At(result, result.Strategy.Statements[0].Span));
    }

    // L12: every key of the YAML notation has a text form.
    [Theory]
    [InlineData("timeframe: 4h", "timeframe 4h")]
    [InlineData("parameters: {n: 14, goal: 3%, m: -0.5}", "param n = 14\nparam goal = 3%\nparam m = -0.5")]
    [InlineData("parameters:\n  n: {default: 14, range: [2, 100], doc: \"a \\\"b\\\"\"}", "param n = 14 range 2..100 \"a \\\"b\\\"\"")]
    [InlineData("parameters:\n  n: {default: 14, values: [7, 14]}", "param n = 14 in [7, 14]")]
    [InlineData("parameters: {n: 14}\nsweep: {n: [7, 14]}", "param n = 14 in [7, 14]")]
    [InlineData("parameters: {k: 2}\nsweep: {k: {from: 1.5, to: 3.0, step: 0.5}}", "param k = 2 in 1.5..3 step 0.5")]
    [InlineData("parameters: {k: 2}\nsweep: {k: {from: 10, to: 1000, count: 5, scale: log}}", "param k = 2 in 10..1000 count 5 log")]
    [InlineData("parameters: {k: 2}\nsweep: {k: {from: 10, to: 50, count: 5}}", "param k = 2 in 10..50 count 5")]
    [InlineData("parameters: {k: 2%}\nsweep: {k: [1%, 2%]}", "param k = 2% in [1%, 2%]")]
    [InlineData("parameters: {a: 1, b: 2}\nconstraints: [a < b, \"a != b\"]", "param a = 1\nparam b = 2\nrequire a < b\nrequire a != b")]
    [InlineData("indicators:\n  r: {type: RSI, period: 10, source: hlc3}", "let r = RSI(hlc3, 10)")]
    [InlineData("indicators:\n  r: {type: rsi}", "let r = RSI(close, 14)")]
    [InlineData("indicators:\n  a: {type: ATR, period: 20}", "let a = ATR(20)")]
    [InlineData("indicators:\n  m: {type: MACD, signal: 5}", "let m = MACD(close, 12, 26, 5)")]
    [InlineData("indicators:\n  b: {type: BB, std: 2.5, period: n}\nparameters: {n: 30}", "param n = 30\nlet b = BBANDS(close, n, 2.5)")]
    [InlineData("timeframe: 5m\nindicators:\n  r: {type: RSI, timeframe: 1h}", "timeframe 5m\nlet r = RSI(close, 14) on 1h")]
    [InlineData("timeframe: 5m\nindicators:\n  r: {type: RSI, timeframe: 5m}", "timeframe 5m\nlet r = RSI(close, 14)")]
    [InlineData("indicators:\n  w: {expression: (high - low) / close}", "let w = (high - low) / close")]
    [InlineData("indicators:\n  w: {expression: \"EMA(close, 9)\", timeframe: 1h}", "let w = EMA(close, 9) on 1h")]
    [InlineData("entry_conditions: {long: [close > open, volume > 3], short: close < open}", "enter long when close > open and volume > 3\nenter short when close < open")]
    [InlineData("entry_conditions:\n  long:\n    - close > open or high > low\n    - volume > 3 and low > 2", "enter long when (close > open or high > low) and volume > 3 and low > 2")]
    [InlineData("entry_conditions:\n  long:\n    any:\n      - close > open\n      - [high > low, low > 2]", "enter long when close > open\nenter long when high > low and low > 2")]
    [InlineData("entry_conditions: {long: [], short: }", "")]
    [InlineData("exit_conditions:\n  short: [close > open]\n  after_bars: 12", "exit short when close > open\nexit after 12 bars")]
    [InlineData("position_management: {reverse: true, scale_in: {enabled: false, levels: [1]}, partial_exit: {enabled: false}}", "reverse true")]
    [InlineData("time_filters:\n  allowed_sessions: [{start: \"22:00\", end: \"24:00\"}, {start: 8:00, end: 09:30, timezone: Europe/London}]", "trade 22:00-24:00 UTC, 08:00-09:30 Europe/London")]
    [InlineData("time_filters: {blocked_days: [Saturday, sunday], blocked_days_timezone: Asia/Tokyo}", "block Saturday, Sunday Asia/Tokyo")]
    [InlineData("time_filters: {blocked_days: []}", "")]
    [InlineData("time_filters: {avoid_around_funding: {enabled: true, minutes_before: 5, minutes_after: 10}}", "avoid funding 5m before, 10m after")]
    [InlineData("time_filters: {avoid_around_funding: {enabled: false, minutes_before: 5}}", "")]
    [InlineData("stop_loss: {type: fixed_pct, percent: 3.0}", "stop 3%")]
    [InlineData("stop_loss: {type: fixed_pct, percent: 3%}", "stop 3%")]
    [InlineData("stop_loss: {type: pct_trailing, percent: 1.5, measured_from: signal}", "stop pct_trailing(1.5%) from signal")]
    [InlineData("stop_loss: {type: atr_fixed, indicator: atr, atr_multiplier: 2.0, measured_from: fill}", "stop atr_fixed(atr, 2)")]
    [InlineData("stop_loss: {type: atr_trailing, indicator: ATR(14), atr_multiplier: 2 * k}", "stop atr_trailing(ATR(14), 2 * k)")]
    [InlineData("stop_loss: {expression: fixed_pct(2%)}", "stop fixed_pct(2%)")]
    [InlineData("take_profit: {type: risk_reward, ratio: 2}", "target risk_reward(2)")]
    [InlineData("take_profit: {type: atr_fixed, indicator: atr, atr_multiplier: 3}", "target atr_fixed(atr, 3)")]
    [InlineData("take_profit: {type: fixed_pct, percent: goal}", "target goal")]
    public void L12_each_key_is_a_statement(string keys, string expected) => Assert.Equal(expected, Canonical(keys));

    // L8: `rsi.period` declares the parameter `rsi_period`.
    [Theory]
    [InlineData("indicators: {rsi: {type: RSI, period: 14}}\nsweep: {rsi.period: [7, 14]}", "param rsi_period = 14 in [7, 14]\nlet rsi = RSI(close, rsi_period)")]
    [InlineData("indicators: {rsi: {type: RSI}}\nsweep: {rsi.period: [7, 14]}", "param rsi_period = 14 in [7, 14]\nlet rsi = RSI(close, rsi_period)")]
    [InlineData("take_profit: {type: fixed_pct, percent: 3.0}\nsweep: {take_profit.percent: [2.0, 4]}", "param take_profit_percent = 3% in [2%, 4%]\ntarget take_profit_percent")]
    [InlineData("stop_loss: {type: pct_trailing, percent: 3.0}\nsweep: {stop_loss.percent: {from: 1, to: 3, step: 0.5}}", "param stop_loss_percent = 3% in 1%..3% step 0.5%\nstop pct_trailing(stop_loss_percent)")]
    [InlineData("take_profit: {type: risk_reward, ratio: 2}\nsweep: {take_profit.ratio: [1, 2]}", "param take_profit_ratio = 2 in [1, 2]\ntarget risk_reward(take_profit_ratio)")]
    [InlineData("stop_loss: {type: atr_fixed, indicator: a, atr_multiplier: 2}\nsweep: {stop_loss.atr_multiplier: [1, 2]}", "param stop_loss_atr_multiplier = 2 in [1, 2]\nstop atr_fixed(a, stop_loss_atr_multiplier)")]
    [InlineData("exit_conditions: {after_bars: 12}\nsweep: {exit_conditions.after_bars: [6, 12]}", "param exit_conditions_after_bars = 12 in [6, 12]\nexit after exit_conditions_after_bars bars")]
    [InlineData("sweep: {b.period: [1, 2], n: [3], a.period: [4, 5]}\nparameters: {n: 3}\nindicators: {a: {type: ATR}, b: {type: ATR}}",
        "param n = 3 in [3]\nparam b_period = 14 in [1, 2]\nparam a_period = 14 in [4, 5]\nlet a = ATR(a_period)\nlet b = ATR(b_period)")]
    public void L8_a_swept_path_declares_a_parameter(string keys, string expected) => Assert.Equal(expected, Canonical(keys));

    [Theory]
    [InlineData("indicators: {rsi: {type: RSI, period: 14}}\nparameters_schema: {rsi.period: {type: integer, min: 2, max: 100, default: 14, description: look-back}}",
        "param rsi_period = 14 range 2..100 \"look-back\"\nparam form \"rsi_period\" type integer\nlet rsi = RSI(close, rsi_period)")]
    [InlineData("indicators: {rsi: {type: RSI}}\nsweep: {rsi.period: [7]}\nparameters_schema: {rsi.period: {min: 2, max: 100, default: 21}}",
        "param rsi_period = 21 in [7] range 2..100\nlet rsi = RSI(close, rsi_period)")]
    [InlineData("parameters: {goal: 3%}\nparameters_schema: {goal: {min: 1, max: 9, step: 0.5, description: target}}", "param goal = 3% range 1%..9% \"target\"\nparam form \"goal\" step 0.5")]
    [InlineData("parameters_schema: {time_filters.allowed_sessions: {type: session_list, default: [{start: \"00:00\", end: \"23:59\"}], description: sessions}}",
        "param form \"time_filters.allowed_sessions\" type session_list, default \"[{\\\"start\\\": \\\"00:00\\\", \\\"end\\\": \\\"23:59\\\"}]\", description \"sessions\"")]
    [InlineData("stop_loss: {type: fixed_pct, percent: 2}\nparameters_schema: {stop_loss.percent: {type: float, default: 2}}", "param stop_loss_percent = 2%\nparam form \"stop_loss_percent\" type float\nstop stop_loss_percent")]
    [InlineData("parameters: {n: 14}\nindicators: {rsi: {type: RSI, period: n}}\nparameters_schema: {rsi.period: {min: 2, max: 100, step: 2, description: look-back}}",
        "param n = 14 range 2..100 \"look-back\"\nparam form \"n\" step 2\nlet rsi = RSI(close, n)")]
    [InlineData("indicators: {rsi: {type: RSI, period: 14}}\nparameters_schema: {rsi.period: {min: 2, default: 21}}",
        "param rsi_period = 14\nparam form \"rsi_period\" min 2, default 21\nlet rsi = RSI(close, rsi_period)")]
    public void L12_what_is_said_for_forms_is_kept(string keys, string expected) => Assert.Equal(expected, Canonical(keys));

    [Theory]
    [InlineData("nmae: x", "QD1113", "nmae", "did you mean `name`?")]
    [InlineData("name: my strategy", "QD1202", "my strategy", "write `my_strategy`")]
    [InlineData("name: 3x", "QD1202", "3x", "write `my_3x`")]
    [InlineData("name: [x]", "QD1114", "[x]", null)]
    [InlineData("version: 1.5", "QD1028", "1.5", null)]
    [InlineData("version: 0", "QD1028", "0", null)]
    [InlineData("timeframe: 5M", "QD1016", "5M", "write `5m`")]
    [InlineData("timeframe: soon", "QD1016", "soon", "write a count and m, h, d or w, such as `5m`")]
    [InlineData("timeframe: ", "QD1114", "timeframe", null)]
    [InlineData("timefrme: 5m", "QD1113", "timefrme", "did you mean `timeframe`?")]
    [InlineData("extends: [base]", "QD1114", "[base]", "write a file, or the name of one beside this one behind `extends:`")]
    [InlineData("use: {file: base}", "QD1114", "{file: base}", "write a file or a list of files behind `use:`")]
    [InlineData("use: []", "QD1114", "[]", "write a file or a list of files behind `use:`")]
    [InlineData("symbols: [[A]]", "QD1114", "[A]", "write a list of symbols such as `[BTCUSDT, ETHUSDT]` behind `symbols:`")]
    [InlineData("symbols: []", "QD1114", "[]", "write a list of symbols such as `[BTCUSDT, ETHUSDT]` behind `symbols:`")]
    [InlineData("regimes: {up: {}}", "QD1115", "up", "add `when: ...`")]
    [InlineData("regimes: {up: {when: close > open, sise: 50%}}", "QD1113", "sise", "did you mean `size`?")]
    [InlineData("regimes: {up: }", "QD1114", "up", null)]
    [InlineData("definitions: [1]", "QD1114", "[1]", "write a mapping behind `definitions:`")]
    [InlineData("definitions: {\"F(x)\": []}", "QD1114", "[]", "write an expression behind `F(x):`")]
    [InlineData("definitions: {F: close}", "QD1171", "F", null)]
    [InlineData("definitions: {F(1): close}", "QD1171", "F(1)", null)]
    [InlineData("definitions: {F(: close}", "QD1171", "F(", null)]
    [InlineData("live_settings: [1]", "QD1114", "[1]", "write a mapping behind `live_settings:`")]
    [InlineData("live_settings: {order_type: {}}", "QD1114", "{}", "write a number, a word or a list of words behind `order_type:`")]
    [InlineData("schema_version: 2", "QD1190", "2", "write `1.0`, or use a newer compiler")]
    [InlineData("schema_version: 1.1", "QD1190", "1.1", "write `1.0`, or use a newer compiler")]
    [InlineData("schema_version: [1]", "QD1114", "[1]", "write a version such as `1.0` behind `schema_version:`")]
    [InlineData("confirmations: {}", "QD1114", "{}", "write a list behind `confirmations:`")]
    [InlineData("confirmations: [a > b]", "QD1114", "a > b", "write a confirmation such as `{timeframe: 1h, condition: close > open}`")]
    [InlineData("confirmations: [{timeframe: 1h}]", "QD1115", "{timeframe: 1h}", "add `condition: ...`")]
    [InlineData("confirmations: [{timeframe: 1h, condition: a > b, side: long}]", "QD1113", "side", "known here: `timeframe`, `condition`")]
    [InlineData("confirmations: [{timeframe: 1H, condition: a > b}]", "QD1016", "1H", "write `1h`")]
    [InlineData("position_management: {scale_in: {enabled: true, at: 1%}}", "QD1115", "scale_in", "add `times: ...`")]
    [InlineData("position_management: {partial_exit: {at: 1%}}", "QD1115", "partial_exit", "add `share: ...`")]
    [InlineData("position_management: {revers: true}", "QD1113", "revers", "did you mean `reverse`?")]
    [InlineData("position_management: {reverse: maybe}", "QD1114", "maybe", null)]
    [InlineData("indicators: {r: {type: RSI, perid: 3}}", "QD1113", "perid", "did you mean `period`?")]
    [InlineData("indicators: {a: {type: ATR, source: close}}", "QD1113", "source", "known here: `type`, `period`, `timeframe`")]
    [InlineData("indicators: {r: {period: 3}}", "QD1208", "r", "give it a `type:` such as `RSI`")]
    [InlineData("indicators: {r: {type: RSI, expression: close}}", "QD1208", "r", "give it a `type:` such as `RSI`")]
    [InlineData("indicators: {r: {expression: close, period: 3}}", "QD1113", "period", "known here: `expression`, `timeframe`")]
    [InlineData("indicators: {r: RSI}", "QD1114", "RSI", null)]
    [InlineData("indicators: {my-rsi: {type: RSI}}", "QD1202", "my-rsi", "write `my_rsi`")]
    [InlineData("indicators: {r: {type: RSI, timeframe: 1H}}", "QD1016", "1H", "write `1h`")]
    [InlineData("indicators: {r: {type: }}\nsweep: {r.period: [1]}", "QD1114", "type", null)]
    [InlineData("indicators: {r: {type: NOPE}}\nsweep: {r.period: [1]}", null, "", null)]
    [InlineData("entry_conditions: {lnog: [a > b]}", "QD1113", "lnog", "did you mean `long`?")]
    [InlineData("entry_conditions: [a > b]", "QD1114", "[a > b]", null)]
    [InlineData("entry_conditions: {long: [{a: b}]}", "QD1114", "{a: b}", null)]
    [InlineData("entry_conditions: {long: {all: [a > b]}}", "QD1115|QD1113", "long|all", "add `any: ...`|known here: `any`")]
    [InlineData("entry_conditions: {long: [\"a >\"]}", "QD1006", null, null)]
    [InlineData("constraints: a < b", "QD1114", "a < b", null)]
    [InlineData("exit_conditions: {after_bars: }", "QD1114", "after_bars", null)]
    [InlineData("time_filters: {allowed_sessions: [{start: \"08:00\", end: \"25:00\"}]}", "QD1014", "25:00", "write hours and minutes such as `08:00`")]
    [InlineData("time_filters: {allowed_sessions: [{start: \"24:00\", end: \"08:00\"}]}", "QD1014", "24:00", "write hours and minutes such as `08:00`")]
    [InlineData("time_filters: {allowed_sessions: [{start: \"08:00\"}]}", "QD1115", "{start: \"08:00\"}", "add `end: ...`")]
    [InlineData("time_filters: {allowed_sessions: [\"08:00-20:00\"]}", "QD1114", "08:00-20:00", null)]
    [InlineData("time_filters: {blocked_days: [Saturady]}", "QD1015", "Saturady", "did you mean `Saturday`?")]
    [InlineData("time_filters: {blocked_days: [6]}", "QD1015", "6", "write a day such as `Saturday`")]
    [InlineData("time_filters: {avoid_around_funding: {minutes_before: -5}}", "QD1114", "-5", null)]
    [InlineData("time_filters: {avoid_around_funding: {minutes_before: 5m}}", "QD1114", "5m", null)]
    [InlineData("stop_loss: {percent: 2}", "QD1208", "stop_loss", "give it a `type:`: `fixed_pct`, `atr_fixed`, `atr_trailing` or `pct_trailing`")]
    [InlineData("stop_loss: {type: fixed_pct}", "QD1115", "stop_loss", "add `percent: ...`")]
    [InlineData("stop_loss: {type: fixed_pct, percent: }", "QD1114", "percent", null)]
    [InlineData("stop_loss: {type: fixed_pct, atr_multiplier: 2, percent: 1}", "QD1113", "atr_multiplier", "known here: `type`, `percent`, `measured_from`")]
    [InlineData("stop_loss: {type: atr_fixed, atr_multiplier: 2}", "QD1115", "stop_loss", "add `indicator: ...`")]
    [InlineData("stop_loss: {type: fixed_pct, percent: 1, measured_from: open}", "QD1114", "open", null)]
    [InlineData("parameters: {n: many}", "QD1114", "many", null)]
    [InlineData("parameters: {n: {range: [1, 2]}}", "QD1115", "n", "add `default: ...`")]
    [InlineData("parameters: {n: {default: 1, range: 3}}", "QD1114", "3", null)]
    [InlineData("parameters: {n: {default: 1, values: [1]}}\nsweep: {n: [2]}", "QD1206", "n", "remove one of the two lists")]
    [InlineData("sweep: {n: [1]}", "QD1204", "n", null)]
    [InlineData("parameters: {fast: 1}\nsweep: {fsat: [1]}", "QD1204", "fsat", "did you mean `fast`?")]
    [InlineData("indicators: {rsi: {type: RSI}}\nsweep: {rsi.perid: [1]}", "QD1204", "rsi.perid", "did you mean `rsi.period`?")]
    [InlineData("indicators: {rsi: {type: RSI, period: n}}\nparameters: {n: 3}\nsweep: {rsi.period: [1]}", "QD1205", "rsi.period", "it follows `n`: sweep that instead")]
    [InlineData("indicators: {rsi: {type: RSI, period: 2 * 7}}\nsweep: {rsi.period: [1]}", "QD1205", "rsi.period", "write a number there, or declare a parameter and sweep that")]
    [InlineData("parameters: {n: 3}\nsweep: {n: []}", "QD1114", "[]", null)]
    [InlineData("parameters: {n: 3}\nsweep: {n: 5}", "QD1114", "5", null)]
    [InlineData("parameters: {n: 3}\nsweep: {n: [1, x]}", "QD1114", "x", null)]
    [InlineData("parameters: {n: 3}\nsweep: {n: {from: 1, to: 2}}", "QD1208", "n", null)]
    [InlineData("parameters: {n: 3}\nsweep: {n: {from: 1, to: 2, count: 2, scale: exp}}", "QD1114", "exp", null)]
    [InlineData("parameters_schema: {rsi.period: {min: 1}}", "QD1210", "rsi.period", null)]
    [InlineData("parameters: {n: 1}\nparameters_schema: {n: {minimum: 1}}", "QD1113", "minimum", "known here: `type`, `min`, `max`, `step`, `default`, `description`")]
    [InlineData("timeframe: 5m\nadditional_timeframes: [1h]", "QD1207", "1h", "remove it, or give an indicator this `timeframe:`")]
    [InlineData("additional_timeframes: [1 hour]", "QD1016", "1 hour", "write `1h`")]
    [InlineData("additional_timeframes: 1h", "QD1114", "1h", null)]
    public void One_mistake_gives_one_diagnostic(string keys, string? codes, string? shown, string? help)
    {
        string text = keys.Contains("name:", StringComparison.Ordinal) ? keys : $"{keys}\n{(keys.Contains("nmae", StringComparison.Ordinal) ? "" : "name: test\n")}";
        var result = Read(text);
        var diagnostics = result.Diagnostics.Where(d => !(keys == "nmae: x" && d.Code == "QD1115")).ToArray();
        Assert.Equal(codes ?? "", string.Join('|', diagnostics.Select(d => d.Code)));
        if (shown is not null) Assert.Equal(shown, string.Join('|', diagnostics.Select(d => At(result, d.Span))));
        if (help is not null) Assert.Equal(help, string.Join('|', diagnostics.Select(d => d.Help)));
    }

    [Theory]
    [InlineData("regimes: {up: {when: close > open, stop_loss: {type: fixed}}}", "fixed", "use a percent, or one of `fixed_pct`, `atr_fixed`, `atr_trailing`, `pct_trailing`")]
    [InlineData("stop_loss: {type: fixed_percent, percent: 2}\nsweep: {stop_loss.percent: [1, 2]}", "fixed_percent", "did you mean `fixed_pct`?")]
    [InlineData("stop_loss: {type: risk_reward, ratio: 2}", "risk_reward", "use a percent, or one of `fixed_pct`, `atr_fixed`, `atr_trailing`, `pct_trailing`")]
    [InlineData("take_profit: {type: atr_trailing}", "atr_trailing", "use a percent, or one of `fixed_pct`, `atr_fixed`, `risk_reward`")]
    public void A_kind_of_stop_that_is_none_is_told_once_as_in_text(string keys, string shown, string help)
    {
        var result = Read($"name: test\ntimeframe: 5m\nentry_conditions: {{long: [close > open]}}\n{keys}\n");
        var diagnostic = Assert.Single(Binder.Bind(result).Diagnostics);
        Assert.Equal(("QD2403", shown, help), (diagnostic.Code, At(result, diagnostic.Span), diagnostic.Help));
    }

    [Fact]
    public void A_used_timeframe_needs_no_mention_and_a_mentioned_one_no_use_when_it_is_the_primary()
    {
        Assert.Equal("timeframe 5m\nlet r = RSI(close, 14) on 1h", Canonical("timeframe: 5m\nindicators: {r: {type: RSI, timeframe: 1h}}"));
        Assert.Equal("timeframe 5m\nenter long when close > EMA(close, 9) on 1h",
            Canonical("timeframe: 5m\nadditional_timeframes: [5m, 1h]\nentry_conditions: {long: [\"close > EMA(close, 9) on 1h\"]}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("- a\n- b")]
    [InlineData("just text")]
    [InlineData("name: x\nindicators:\n\tr: 1")]
    [InlineData("name: \"x\ntimeframe: 5m")]
    [InlineData("{\"name\": \"x\", \"timeframe\": ")]
    public void What_is_no_strategy_at_all_gives_one_error_and_an_empty_tree(string text)
    {
        var result = Read(text);
        Assert.Equal(Severity.Error, Assert.Single(result.Diagnostics).Severity);
        Assert.Empty(result.Strategy.Statements);
    }

    [Fact]
    public void Json_with_escaped_operators_reads_and_points_into_the_file()
    {
        const string Text = "{\"name\": \"j\", \"timeframe\": \"5m\", \"entry_conditions\": {\"long\": [\"close \\u003E\\u003d opne + 1\", \"volume \\u003C 3\"]}}";
        var result = Read(Text);
        Assert.Empty(result.Diagnostics);
        Assert.Contains("enter long when close >= opne + 1 and volume < 3", SyntaxPrinter.Print(result.Strategy), StringComparison.Ordinal);
        var name = SyntaxWalk.SelfAndDescendants(result.Strategy.OfKind<EnterSyntax>().Single().Condition).OfType<NameSyntax>().Single(n => n.Name == "opne");
        Assert.Equal("opne", At(result, name.Span));
    }

    [Fact]
    public void A_mistake_inside_a_condition_is_shown_at_its_place_in_the_file()
    {
        var result = Read("name: x\nentry_conditions:\n  long:\n    - close > open\n    - \"rsi < 30 &\"\n");
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(5, result.Source.Position(diagnostic.Span.Start).Line);
    }

    [SharedFact]
    public void The_specification_s_example_has_exactly_three_mistakes()
    {
        string path = Path.Combine(Repository.Shared!, "spec", "rsi_mean_reversion_mtf.yaml");
        var result = Binder.Bind(StrategyReader.Read(new(path, File.ReadAllText(path))));
        Assert.Equal([(Severity.Error, 85, 3), (Severity.Error, 86, 3), (Severity.Warning, 87, 3)], result.Diagnostics.Select(d =>
        {
            var (line, column) = d.Source!.Position(d.Span.Start);
            return (d.Severity, line, column);
        }));
    }

    [SharedFact]
    public void The_specification_s_example_has_two_swept_names_bound_to_nothing()
    {
        string path = Path.Combine(Repository.Shared!, "spec", "rsi_mean_reversion_mtf.yaml");
        var result = YamlReader.Read(new(path, File.ReadAllText(path)));
        Assert.Equal([("QD1204", 85, 3), ("QD1204", 86, 3)], result.Diagnostics.Select(d =>
        {
            var (line, column) = result.Source.Position(d.Span.Start);
            return (d.Code, line, column);
        }));

        // The binder's warning about the swept indicator no rule reads stands at the name of this parameter.
        var dead = result.Strategy.OfKind<ParameterSyntax>().Single(p => p.Name.Text == "ema_fast_period");
        Assert.Equal((87, 3), result.Source.Position(dead.Name.Span.Start));
        Assert.Equal("ema_fast.period", At(result, dead.Name.Span));
        Assert.Equal(
            """
            strategy rsi_mean_reversion_mtf version 1
                "Enter on RSI extremes with EMA trend confirmation on higher TF"

            timeframe 5m

            param rsi_period = 14 in [7, 10, 14, 21, 28]
            param ema_fast_period = 20 in [10, 15, 20, 25]
            param ema_trend_4h_period = 50 in [30, 50, 80]
            param stop_loss_atr_multiplier = 2 in [1.5, 2, 2.5, 3]
            param take_profit_percent = 3% in [2%, 3%, 4%, 5%]

            let rsi = RSI(close, rsi_period)
            let ema_fast = EMA(close, ema_fast_period)
            let atr = ATR(14)
            let rsi_1h = RSI(close, 14) on 1h
            let ema_trend_4h = EMA(close, ema_trend_4h_period) on 4h

            enter long when rsi < 30 and rsi_1h > 40 and close > ema_trend_4h
            enter short when rsi > 70 and rsi_1h < 60 and close < ema_trend_4h

            exit long when rsi > 50
            exit short when rsi < 50

            stop atr_trailing(atr, stop_loss_atr_multiplier)
            target take_profit_percent

            trade 08:00-20:00 UTC
            avoid funding 5m before, 5m after

            """.ReplaceLineEndings("\n"), SyntaxPrinter.Print(result.Strategy));
    }
}
