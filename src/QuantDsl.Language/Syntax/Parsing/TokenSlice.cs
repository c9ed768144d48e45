using Antlr4.Runtime;
using Antlr4.Runtime.Misc;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>A slice of the words of a text as the parser reads them, followed by the end; nothing is copied, and one object serves every slice.</summary>
internal sealed class TokenSlice(TokenList tokens) : ITokenStream
{
    private static readonly Word End = new(TokenConstants.EOF, 0, -1);
    private int _start, _stop, _next;

    /// <summary>Goes on with another slice, at its first word.</summary>
    public void Set(int start, int end) => (_start, _stop, _next) = (start, end, start);

    /// <summary>Where a word of the slice stands in the list; the end of the slice for the end.</summary>
    public int IndexOf(IToken token)
    {
        int index = _start;
        while (index < _stop && !ReferenceEquals(tokens[index], token)) index++;
        return index;
    }

    public int Index => _next - _start;

    public int Size => _stop - _start + 1;

    public string SourceName => IntStreamConstants.UnknownSourceName;

    public ITokenSource TokenSource => throw new NotSupportedException("every word was read before");

    /// <summary>The next word for 1, the last one for −1; null for one before the first.</summary>
    public IToken? LT(int k)
    {
        int index = k > 0 ? _next + k - 1 : _next + k;
        return index >= _stop ? End : k != 0 && index >= _start ? tokens[index] : null;
    }

    public int LA(int k) => LT(k)?.Type ?? TokenConstants.InvalidType;

    public void Consume()
    {
        if (_next < _stop) _next++;
    }

    public IToken Get(int index) => _start + index < _stop ? tokens[_start + index] : End;

    public int Mark() => 0;

    public void Release(int marker)
    {
    }

    public void Seek(int index) => _next = Math.Min(_start + index, _stop);

    public string GetText(Interval interval) => throw new NotSupportedException("the text of a word is asked of its list");

    public string GetText() => GetText(default(Interval));

    public string GetText(RuleContext context) => GetText(default(Interval));

    public string GetText(IToken start, IToken stop) => GetText(default(Interval));
}
