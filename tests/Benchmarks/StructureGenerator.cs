using System.Globalization;

namespace QuantDsl.Benchmarks;

/// <summary>Strategies as a search over structures would breed them: two to four indicators on two or three timeframes, rules of one to three conditions, a stop, mostly a target.</summary>
/// <param name="seed">The same seed is the same strategy.</param>
public sealed class StructureGenerator(int seed)
{
    private static readonly string[] s_timeframes = ["", "", "", " on 15m", " on 1h", " on 4h"];

    private readonly Random _random = new(seed);

    /// <summary>One strategy on five-minute bars.</summary>
    public string Make()
    {
        string trend = Trend(), confirmation = Confirmation();
        List<string> lines = [$"strategy bred_{seed} timeframe 5m", $"let average = {Average()}", $"let other = {Average()}", "let atr = ATR(14)"];
        lines.Add($"enter long when {Trigger(isLong: true)} and {trend.Replace("?", ">", StringComparison.Ordinal)} and {confirmation.Replace("?", ">", StringComparison.Ordinal)}");
        if (_random.Next(4) > 0) lines.Add($"enter short when {Trigger(isLong: false)} and {trend.Replace("?", "<", StringComparison.Ordinal)}");
        lines.Add($"exit long when {Trigger(isLong: false)}");
        if (_random.Next(3) > 0) lines.Add($"exit long when {Oscillator()} > {_random.Next(60, 90)}");
        lines.Add(_random.Next(2) == 0 ? $"exit short when {Trigger(isLong: true)}" : $"exit short when bars_in_trade > {_random.Next(6, 120)} or profit > {Number(1, 4)}%");
        lines.Add(_random.Next(3) switch { 0 => $"stop {Number(1, 4)}%", 1 => $"stop atr_fixed(atr, {Number(1, 5)})", _ => $"stop atr_trailing(atr, {Number(2, 6)})" });
        if (_random.Next(3) > 0) lines.Add($"target {Number(1, 6)}%");
        if (_random.Next(4) == 0) lines.Add("block Saturday, Sunday");
        return string.Join('\n', lines);
    }

    private string Trigger(bool isLong) => _random.Next(5) switch
    {
        0 => $"average {(isLong ? "crosses_above" : "crosses_below")} other",
        1 => $"{Oscillator()} {(isLong ? '<' : '>')} {(isLong ? _random.Next(15, 40) : _random.Next(60, 85))}",
        2 => $"close {(isLong ? '>' : '<')} {(isLong ? "highest(high" : "lowest(low")}, {_random.Next(10, 100)})[1]",
        3 => $"close {(isLong ? '<' : '>')} average {(isLong ? '-' : '+')} {Number(1, 4)} * atr",
        _ => $"close {(isLong ? "crosses_above" : "crosses_below")} average within {_random.Next(2, 6)} bars",
    };

    private string Trend() => _random.Next(3) switch
    {
        0 => $"close ? {Average()}",
        1 => $"({Average()}) ? ({Average()})",
        _ => $"MACD(close, {_random.Next(8, 16)}, {_random.Next(20, 40)}, 9).histogram{Timeframe()} ? 0",
    };

    private string Confirmation() => _random.Next(3) switch
    {
        0 => $"{Oscillator()} ? {_random.Next(35, 65)}",
        1 => $"volume ? SMA(volume, {_random.Next(10, 60)}) * {Number(1, 3)}",
        _ => $"ADX({_random.Next(10, 30)}){Timeframe()} ? {_random.Next(15, 30)}",
    };

    private string Average() => $"{Pick("EMA", "SMA", "WMA", "EMA")}(close, {_random.Next(5, 200)}){Timeframe()}";

    private string Oscillator() => $"RSI(close, {_random.Next(5, 30)}){Timeframe()}";

    private string Timeframe() => s_timeframes[_random.Next(s_timeframes.Length)];

    private string Pick(params string[] items) => items[_random.Next(items.Length)];

    private string Number(int least, int most) => (least + _random.NextDouble() * (most - least)).ToString("F2", CultureInfo.InvariantCulture);
}
