using Antlr4.Runtime;
using Antlr4.Runtime.Atn;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax.Generated;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>The words of a text or of a range of it; offsets are those of the whole text.</summary>
internal sealed class TokenList
{
    /// <summary>Words of the largest file that is read: more than ten thousand lines.</summary>
    private const int MostWords = 250_000;

    private readonly SourceText _source;
    private readonly List<Word> _tokens;
    private QStratParser? _parser;

    private TokenList(SourceText source, TextSpan range, List<Word> tokens)
    {
        _source = source;
        _tokens = tokens;
        Range = range;
        Slice = new(this);
    }

    /// <summary>The part of the text the words were read from.</summary>
    public TextSpan Range { get; }

    /// <summary>The one parser of these words, which reads one <see cref="Slice"/> after another: most of what a small one costs is making a parser.</summary>
    public QStratParser Parser => _parser ??= NewParser();

    /// <summary>The words the parser reads now.</summary>
    public TokenSlice Slice { get; }

    /// <summary>True where the text is refused for its length, and has no words to read.</summary>
    public bool IsTooLong { get; private init; }

    public int Count => _tokens.Count;

    public Word this[int index] => _tokens[index];

    /// <summary>Cuts a range into words; comments and separators of other languages are reported and left out.</summary>
    public static TokenList Read(SourceText source, TextSpan range, DiagnosticBag diagnostics)
    {
        var stream = new TextStream(source.Content, range);
        var lexer = new QStratLexer(stream) { TokenFactory = WordFactory.Instance };
        lexer.RemoveErrorListeners();
        List<Word> tokens = new(range.Length / 5);
        while (Next() is { } token)
        {
            switch (token.Type)
            {
                case QStratLexer.FOREIGN_COMMENT:
                    diagnostics.Report(SyntaxDiagnostics.ForeignComment, SpanOf(token), [], "write `//` before the comment", CommentFix(source, token));
                    break;
                case QStratLexer.SEMICOLON:
                    diagnostics.Report(SyntaxDiagnostics.Semicolon, SpanOf(token), [], "leave it out",
                        new CodeFix("remove `;`", SpanOf(token), ""));
                    break;
                default:
                    tokens.Add(token);
                    break;
            }

            if (tokens.Count <= MostWords) continue;
            diagnostics.Report(SyntaxDiagnostics.TooLong, SpanOf(token), [MostWords], "keep definitions in a file of their own, and `use` it");
            return new(source, range, tokens) { IsTooLong = true };
        }

        return new(source, range, tokens);

        Word? Next()
        {
            stream.SkipBlanks();
            return lexer.NextToken() is Word { Type: not TokenConstants.EOF } token ? token : null;
        }
    }

    public static TextSpan SpanOf(IToken token) => TextSpan.FromBounds(token.StartIndex, token.StopIndex + 1);

    public string TextOf(IToken token) => _source.Content.Substring(token.StartIndex, token.StopIndex + 1 - token.StartIndex);

    /// <summary>True when a line break, or the start of the text, stands between a word and the one before it.</summary>
    public bool StartsLine(int index)
    {
        int from = index == 0 ? Range.Start : _tokens[index - 1].StopIndex + 1;
        return index == 0 || _source.Content.AsSpan(from, _tokens[index].StartIndex - from).Contains('\n');
    }

    /// <summary>Puts a word of the language in the place of a misspelled one; the text under it stays.</summary>
    public void Retag(int index, int type) => _tokens[index].Type = type;

    /// <summary>Exchanges two words in the reading; each keeps its place in the text.</summary>
    public void Swap(int first, int second) => (_tokens[first], _tokens[second]) = (_tokens[second], _tokens[first]);

    /// <summary>Puts a word of no length before another, for one that was left out.</summary>
    public void InsertBefore(int index, int type)
    {
        int at = _tokens[index].StartIndex;
        _tokens.Insert(index, new Word(type, at, at - 1));
    }

    private QStratParser NewParser()
    {
        var parser = new QStratParser(Slice)
        {
            ErrorHandler = new FirstErrorStops(),
            // The grammar decides by one token, so the cheaper prediction is also the exact one.
            Interpreter = { PredictionMode = PredictionMode.SLL },
        };
        parser.RemoveErrorListeners();
        return parser;
    }

    private static CodeFix CommentFix(SourceText source, Word token)
    {
        string comment = source.Content.Substring(token.StartIndex, token.StopIndex + 1 - token.StartIndex);
        string body = comment.StartsWith('#') ? comment[1..].Trim() : comment[2..(comment.Length >= 4 && comment.EndsWith("*/", StringComparison.Ordinal) ? ^2 : ^0)].Trim();
        string[] lines = body.Split('\n', StringSplitOptions.TrimEntries);
        return new("write a `//` comment", SpanOf(token), string.Join('\n', lines.Select(line => $"// {line}")));
    }
}
