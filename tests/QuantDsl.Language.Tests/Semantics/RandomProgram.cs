using System.Globalization;
using System.Text;

namespace QuantDsl.Language.Tests.Semantics;

/// <summary>Random strategies that are right: every name known, every unit and range kept.</summary>
internal sealed class RandomProgram(int seed)
{
    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private readonly List<string> _prices = [], _oscillators = [], _conditions = [], _periods = [], _percents = [];
    private int _names;

    public static string Text(int seed) => new RandomProgram(seed).Write();

    private string Write()
    {
        _text.Append("strategy sample\ntimeframe 5m\n");
        for (int i = _random.Next(3); i > 0; i--) _periods.Add(Declare("param", $"{_random.Next(2, 20)} in [{_random.Next(2, 20)}, {_random.Next(20, 40)}]"));
        for (int i = _random.Next(2); i > 0; i--) _percents.Add(Declare("param", $"{_random.Next(1, 9)}% in 1%..5% step 0.5%"));
        for (int i = _random.Next(6); i > 0; i--)
        {
            switch (_random.Next(3))
            {
                case 0: _prices.Add(Declare("let", Price(2))); break;
                case 1: _oscillators.Add(Declare("let", Oscillator(1))); break;
                default: _conditions.Add(Declare("let", Condition(1))); break;
            }
        }

        if (_periods.Count > 1) Line($"require {_periods[0]} + {_periods[1]} > 0");
        foreach (string side in new[] { "long", "short" })
        {
            for (int i = _random.Next(1, 3); i > 0; i--) Line($"enter {side} when {Condition(3)}");
            if (_random.Next(2) == 0) Line($"exit {side} when {Exit()}");
        }

        if (_random.Next(3) == 0) Line($"exit after {_random.Next(1, 99)} bars");
        Line(Pick([$"stop {Percent()}", $"stop atr_trailing(ATR({Period()}), {Number()})", $"stop atr_fixed({Distance(1)}, {Number()}) from signal", $"stop pct_trailing({Percent()})"]));
        if (_random.Next(2) == 0) Line(Pick([$"target {Percent()}", $"target risk_reward({Number()})", $"target atr_fixed(ATR({Period()}), {Number()})"]));
        if (_random.Next(4) == 0) Line("trade 08:00-20:00 UTC");
        return _text.ToString();
    }

    private string Declare(string word, string value)
    {
        string name = $"n{_names++}";
        Line($"{word} {name} = {value}");
        return name;
    }

    private void Line(string line) => _text.Append(line).Append('\n');

    private string Period() => _periods.Count > 0 && _random.Next(2) == 0 ? Pick(_periods) : _random.Next(2, 30).ToString();

    private string Percent() => _percents.Count > 0 && _random.Next(2) == 0 ? Pick(_percents) : $"{_random.Next(1, 20)}%";

    private string Number() => (_random.Next(1, 40) / 4.0).ToString(CultureInfo.InvariantCulture);

    private string Field() => Pick(["open", "high", "low", "close", "hl2", "hlc3", "ohlc4"]);

    /// <summary>A price without names, so that it may stand inside <c>on</c>.</summary>
    private string PlainPrice() => Pick([Field(), $"EMA({Field()}, {Period()})", $"SMA({Field()}, {Period()})[{_random.Next(4)}]", $"BBANDS(close, {Period()}, 2).lower", $"highest({Field()}, {_random.Next(1, 20)})"]);

    private string Price(int depth) => _random.Next(depth > 0 ? 8 : 3) switch
    {
        0 => Field(),
        1 => _prices.Count > 0 ? Pick(_prices) : "close",
        2 => $"({PlainPrice()} on {Pick(["15m", "1h", "4h"])})",
        3 => $"WMA({Field()}, {Period()})",
        4 => $"({Price(depth - 1)} + {Distance(depth - 1)})",
        5 => $"({Price(depth - 1)} * (1 + {Percent()}))",
        6 => $"(({Price(depth - 1)} + {Price(depth - 1)}) / 2)[{_random.Next(3)}]",
        _ => $"max({Price(depth - 1)}, {Price(depth - 1)})",
    };

    private string Distance(int depth) => _random.Next(depth > 0 ? 5 : 2) switch
    {
        0 => $"ATR({Period()})",
        1 => "(high - low)",
        2 => $"{Number()} * {Distance(depth - 1)}",
        3 => $"abs({Price(0)} - {Price(0)})",
        _ => $"STDDEV(close, {Period()})",
    };

    private string Oscillator(int depth) => _random.Next(depth > 0 ? 4 : 3) switch
    {
        0 => $"RSI({Field()}, {Period()})",
        1 => _oscillators.Count > 0 ? Pick(_oscillators) : $"MFI({Period()})",
        2 => $"(STOCH({Period()}, 3, 3).d on 1h)",
        _ => $"SMA({Oscillator(0)}, {Period()})",
    };

    private string Condition(int depth) => _random.Next(depth > 0 ? 13 : 6) switch
    {
        0 => $"{Price(1)} {Pick([">", "<", ">=", "<="])} {Price(1)}",
        1 => $"{Oscillator(1)} {Pick([">", "<"])} {_random.Next(10, 90)}",
        2 => _conditions.Count > 0 ? Pick(_conditions) : $"volume > VOLSMA({Period()})",
        3 => $"{Pick(["rising", "falling"])}({Price(1)}, {_random.Next(1, 5)})",
        4 => $"{Price(1)} {Pick(["crosses_above", "crosses below"])} {Price(1)}",
        5 => $"{Oscillator(0)} between {_random.Next(10, 40)} and {_random.Next(50, 90)}",
        6 => $"({Condition(depth - 1)} and {Condition(depth - 1)})",
        7 => $"({Condition(depth - 1)} or {Condition(depth - 1)})",
        8 => $"(not {Condition(depth - 1)})",
        9 => $"(({Condition(depth - 1)}) within {_random.Next(1, 9)} bars)",
        10 => $"2 of ({Condition(depth - 1)}, {Condition(depth - 1)}, {Condition(depth - 1)})",
        11 => $"(not ({Condition(depth - 1)} within {_random.Next(1, 9)} bars))",
        _ => $"{Distance(2)} > {Distance(1)}",
    };

    private string Exit() => Pick([Condition(2), $"profit > {Percent()}", $"bars_in_trade >= {_random.Next(1, 50)} and {Condition(1)}", $"close < entry_price * {Number()}", $"not (profit < -{Percent()} or {Condition(1)})"]);

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
