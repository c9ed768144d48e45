using System.Text;

namespace QuantDsl.Language.Syntax;

/// <summary>Lines of block YAML, two spaces a level.</summary>
internal sealed class YamlWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary><c>key: value</c>; the value is YAML already.</summary>
    public void Entry(string key, string value) => Line($"{YamlText.Scalar(key)}: {value}");

    /// <summary><c>- value</c>; the value is YAML already.</summary>
    public void Item(string value) => Line($"- {value}");

    /// <summary><c>key:</c> with what <paramref name="content"/> writes below it.</summary>
    public void Section(string key, Action content)
    {
        // The parts of the document stand apart, their parts do not.
        if (_depth == 0 && _text.Length > 0) _text.Append('\n');
        Line($"{YamlText.Scalar(key)}:");
        _depth++;
        content();
        _depth--;
    }

    public override string ToString() => _text.ToString();

    private void Line(string text) => _text.Append(' ', 2 * _depth).Append(text).Append('\n');
}
