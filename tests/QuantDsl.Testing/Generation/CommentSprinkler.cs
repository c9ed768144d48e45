using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace QuantDsl.Testing.Generation;

/// <summary>A text with comments and empty lines put into it at random, in all the places where they may stand.</summary>
public sealed class CommentSprinkler
{
    private const string Word = "\"(?:[^\"\\\\]|\\\\.)*\"|in \\w+ ?:|\\.\\.|[<>=!]=|[\\w.%:]+|[^\\w\\s]";

    private static readonly string[] Prose = [" plain", "", " ends with blanks", " // twice # twice", " \"quoted\" and {brackets}: [1, 2]", " größe – 価格 🚀", "!no blank before", " a\tb"];

    private readonly Random _random;
    private readonly string _marker;
    private readonly List<string> _comments = [];

    private CommentSprinkler(int seed, string marker) => (_random, _marker) = (new(seed), marker);

    /// <summary>What stands behind the marker of each comment, in order; every one is different.</summary>
    public IReadOnlyList<string> Comments => _comments;

    public string Content { get; private set; } = "";

    /// <summary>A text of the <c>.qstrat</c> notation: comments stand between any two words of some lines.</summary>
    public static CommentSprinkler Text(string text, int seed)
    {
        var sprinkler = new CommentSprinkler(seed, "//");
        sprinkler.Content = sprinkler.Lines(text, (line, builder) =>
        {
            bool inside = sprinkler._random.Next(8) == 0;
            int at = 0;
            foreach (Match word in Regex.Matches(line, Word))
            {
                builder.Append(line, at, word.Index - at);
                at = word.Index;
                if (inside && word.Index > 0 && sprinkler._random.Next(6) == 0) builder.Append(' ').Append(sprinkler.Next()).Append(sprinkler.Break()).Append("   ");
            }

            builder.Append(line, at, line.Length - at);
        });
        return sprinkler;
    }

    /// <summary>A YAML document of one line an entry: comments stand between lines, in from the margin or not, and behind them.</summary>
    public static CommentSprinkler Yaml(string yaml, int seed)
    {
        var sprinkler = new CommentSprinkler(seed, "#");
        sprinkler.Content = sprinkler.Lines(yaml, (line, builder) => builder.Append(line));
        return sprinkler;
    }

    private string Lines(string text, Action<string, StringBuilder> write)
    {
        var builder = new StringBuilder();
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            while (_random.Next(6) == 0)
            {
                if (_random.Next(3) == 0) builder.Append("  \n\n"[_random.Next(3)..]);
                builder.Append(' ', _random.Next(3) == 0 ? 2 * _random.Next(4) : line.Length - line.TrimStart().Length).Append(Next()).Append(Break());
            }

            write(line, builder);
            if (_random.Next(6) == 0) builder.Append(' ', _random.Next(1, 5)).Append(Next());
            builder.Append('\n');
        }

        while (_random.Next(3) == 0) builder.Append(Next()).Append(Break());
        return builder.ToString();
    }

    private string Break() => _random.Next(4) == 0 ? "\n\n" : "\n";

    private string Next()
    {
        string comment = string.Create(CultureInfo.InvariantCulture, $"{Prose[_random.Next(Prose.Length)]}@{_comments.Count}");
        _comments.Add(comment);
        return _marker + comment + (_random.Next(5) == 0 ? "  " : "");
    }
}
