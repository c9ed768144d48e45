using QuantDsl.Language.Formatting;

namespace QuantDsl.Language.Syntax;

/// <summary>Lines of block YAML, two spaces a level, with the comments of what they say.</summary>
internal sealed class YamlWriter
{
    private readonly PrintedLines _lines = new("#", YamlText.Comment);
    private int _depth;

    /// <summary><c>key: value</c>; the value is YAML already.</summary>
    public void Entry(string key, string value, Trivia? trivia = null) => Line($"{YamlText.Scalar(key)}: {value}", trivia);

    /// <summary><c>- value</c>; the value is YAML already.</summary>
    public void Item(string value, Trivia? trivia = null) => Line($"- {value}", trivia);

    /// <summary><c>key:</c> with what <paramref name="content"/> writes below it.</summary>
    public void Section(string key, Action content, Trivia? trivia = null)
    {
        // The parts of the document stand apart, their parts do not.
        if (_depth == 0) _lines.BlankLine();
        Line($"{YamlText.Scalar(key)}:", trivia, opens: true);
        _depth++;
        content();
        _depth--;
    }

    /// <summary>Comments below everything.</summary>
    public void Closing(IEnumerable<Comment> comments)
    {
        foreach (var comment in comments) _lines.Comment(0, comment);
    }

    public override string ToString() => _lines.ToString();

    private void Line(string text, Trivia? trivia, bool opens = false)
    {
        if (trivia is not null) _lines.Above(2 * _depth, trivia);
        _lines.Line(new string(' ', 2 * _depth) + text, trivia?.Behind, opens);
    }
}
