using Antlr4.Runtime;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>One word of a text: its kind and its place. Its letters are asked of the text, and its line too.</summary>
internal sealed class Word(int type, int start, int stop) : IToken
{
    public int Type { get; set; } = type;

    public int StartIndex => start;

    /// <summary>Of its last character; before the start for a word of no length.</summary>
    public int StopIndex => stop;

    public int TokenIndex => -1;

    public int Channel => TokenConstants.DefaultChannel;

    public string? Text => null;

    public int Line => 0;

    public int Column => -1;

    public ITokenSource? TokenSource => null;

    public ICharStream? InputStream => null;
}
