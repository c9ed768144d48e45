using System.Text;
using System.Text.RegularExpressions;

namespace QuantDsl.Testing.Generation;

/// <summary>Damage to a text, by characters, words and lines; the same seed is the same damage.</summary>
public sealed class TextMutator
{
    private const string Marks = "()[]{}<>=!+-*/%.,:;#\"'\\&|?~_ \t\n\r09azAZ\0\uFEFF§\u2028\uD83D";

    private static readonly string[] Words =
    [
        "strategy", "timeframe", "param", "let", "enter long when", "exit", "stop", "target", "regime", "define", "use", "extends", "symbols", "and", "or", "not",
        "within 3 bars", "between", "crosses_above", "on 1h", "of", "in", "(", ")", "[1]", "5m", "08:00", "1e30", "-1", "3%", "//", "/*", "null", "true", "[]", "{}",
        "any:", "enabled:", "- ", "key: ", "&a", "*a", "!!x", "|", ">", "---", "close", "rsi", "RSI(close, 14)",
    ];

    private static readonly Regex Word = new(@"[\w.]+%?|[^\s\w]", RegexOptions.Compiled | RegexOptions.CultureInvariant);

    private static readonly Regex Number = new(@"\b\d+(\.\d+)?\b", RegexOptions.Compiled | RegexOptions.CultureInvariant);

    private readonly Random _random;
    private readonly IReadOnlyList<string> _words;

    /// <param name="seed">Chooses the damage.</param>
    /// <param name="text">What is damaged.</param>
    /// <param name="words">Words to put in other places, such as its own.</param>
    public TextMutator(int seed, string text, IReadOnlyList<string> words)
    {
        (_random, _words) = (new(seed), words);
        Content = text;
        for (int edits = 1 + _random.Next(3) * _random.Next(2); edits > 0 && Content.Length > 0; edits--) Content = Damaged(Content);
    }

    public string Content { get; }

    /// <summary>The words of a text, as this class counts them.</summary>
    public static IReadOnlyList<string> WordsOf(string text) => [.. Word.Matches(text).Select(m => m.Value)];

    private string Damaged(string text)
    {
        int at = _random.Next(text.Length);
        return _random.Next(16) switch
        {
            0 => text.Remove(at, Math.Min(_random.Next(1, 12), text.Length - at)),
            1 => text.Insert(at, Marks[_random.Next(Marks.Length)].ToString()),
            2 => Replaced(text, at, 1, Marks[_random.Next(Marks.Length)].ToString()),
            3 => text.Insert(at, text.Substring(at, Math.Min(_random.Next(1, 60), text.Length - at))),
            4 => _random.Next(4) == 0 ? text[..at] : text.Insert(at, " "),
            5 => text.Insert(at, $" {Words[_random.Next(Words.Length)]} "),
            6 => AtWord(text, at, _ => ""),
            7 => AtWord(text, at, word => $"{word} {word}"),
            8 => AtWord(text, at, _ => _words[_random.Next(_words.Count)]),
            9 => AtWord(text, at, word => char.IsAsciiLetter(word[0]) ? word[..^1] : word),
            10 or 11 => AtNumber(text, at),
            12 => Line(text, at, (before, line, after) => before + after),
            13 => Line(text, at, (before, line, after) => before + line + line + after),
            14 => Line(text, at, (before, line, after) => before + after + line),
            _ => Line(text, at, (before, line, after) => $"{before}{(_random.Next(2) == 0 ? "// out " : "# out ")}{line}{after}"),
        };
    }

    private static string Replaced(string text, int at, int length, string by) => new StringBuilder(text).Remove(at, length).Insert(at, by).ToString();

    private static string AtWord(string text, int at, Func<string, string> change) =>
        Word.Match(text, at) is { Success: true } word ? Replaced(text, word.Index, word.Length, change(word.Value)) : text;

    private string AtNumber(string text, int at) => Number.Match(text, at) is { Success: true } number
        ? Replaced(text, number.Index, number.Length, _random.Next(3) switch { 0 => "0", 1 => number.Value + "0", _ => _random.Next(1, 60).ToString(System.Globalization.CultureInfo.InvariantCulture) })
        : text;

    private static string Line(string text, int at, Func<string, string, string, string> change)
    {
        int start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1, end = text.IndexOf('\n', at);
        end = end < 0 ? text.Length : end + 1;
        return change(text[..start], text[start..end], text[end..]);
    }
}
