using System.Text;

namespace QuantDsl.Compiler.Emission;

/// <summary>Indented lines of C#.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _wasBlank = true;

    /// <summary>A line, or several; an empty one is never repeated and never follows an opening brace.</summary>
    public void Line(string text = "")
    {
        if (text.Length == 0)
        {
            if (!_wasBlank) _text.Append('\n');
            _wasBlank = true;
            return;
        }

        foreach (string line in text.Split('\n')) _text.Append(' ', 4 * _depth).Append(line).Append('\n');
        _wasBlank = false;
    }

    public void Open(string text)
    {
        Line(text);
        Line("{");
        _depth++;
        _wasBlank = true;
    }

    public void Close()
    {
        if (_wasBlank && _text.Length > 1 && _text[^1] == '\n' && _text[^2] == '\n') _text.Length--;
        _depth--;
        Line("}");
    }

    public void Indent() => _depth++;

    public void Outdent() => _depth--;

    public override string ToString() => _text.ToString();
}
