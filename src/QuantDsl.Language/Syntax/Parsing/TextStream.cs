using Antlr4.Runtime;
using Antlr4.Runtime.Misc;
using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>A range of a text as the lexer reads it: UTF-16 units, not code points, at the offsets they have in the text.</summary>
internal sealed class TextStream : ICharStream
{
    private readonly string _text;
    private readonly int _start, _end;
    private int _next;

    public TextStream(string text, TextSpan range)
    {
        (_text, _start, _end) = (text, range.Start, range.End);
        _next = _start;
    }

    public int Index => _next;

    public int Size => _end;

    public string SourceName => IntStreamConstants.UnknownSourceName;

    /// <summary>Passes over the commonest blanks, which no word begins with: leaving them to the lexer costs as much as the words between them.</summary>
    public void SkipBlanks()
    {
        while (_next < _end && _text[_next] is ' ' or '\n' or '\r' or '\t') _next++;
    }

    public int LA(int k)
    {
        int index = k > 0 ? _next + k - 1 : _next + k;
        return index >= _start && index < _end && k != 0 ? _text[index] : IntStreamConstants.EOF;
    }

    public void Consume() => _next++;

    public int Mark() => 0;

    public void Release(int marker)
    {
    }

    public void Seek(int index) => _next = Math.Min(index, _end);

    public string GetText(Interval interval) => _text[interval.a..Math.Min(interval.b + 1, _end)];

    public override string ToString() => _text[_start.._end];
}
