using Antlr4.Runtime;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>Makes the lexer's tokens <see cref="Word"/>s: a long file has a hundred thousand of them.</summary>
internal sealed class WordFactory : ITokenFactory
{
    public static readonly WordFactory Instance = new();

    public IToken Create(Tuple<ITokenSource, ICharStream> source, int type, string? text, int channel, int start, int stop, int line, int charPositionInLine) => new Word(type, start, stop);

    public IToken Create(int type, string text) => new Word(type, 0, -1);
}
