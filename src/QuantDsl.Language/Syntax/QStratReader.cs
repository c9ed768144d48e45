using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax.Parsing;

namespace QuantDsl.Language.Syntax;

/// <summary>The text notation: ANTLR's parse tree turned into the syntax tree, with our own wording for every error.</summary>
public static class QStratReader
{
    /// <summary>Reads a whole file. Never throws: what cannot be read is reported and stands in the tree as missing.</summary>
    public static ReadResult Read(SourceText source)
    {
        var diagnostics = new DiagnosticBag(source);
        var strategy = Read(source, new(0, source.Content.Length), diagnostics, isLibrary: false);
        return new(source, strategy, diagnostics.ToImmutable());
    }

    /// <summary>Reads the file that stands at <paramref name="range"/> of a larger text; spans point into that text.</summary>
    /// <param name="isLibrary">True where it is read for its definitions, and needs no header.</param>
    internal static StrategySyntax Read(SourceText source, TextSpan range, DiagnosticBag diagnostics, bool isLibrary)
    {
        var tokens = TokenList.Read(source, range, diagnostics);
        return tokens.IsTooLong ? new(new("", new(range.Start, 0)), 1, "", [], range) : new StatementReader(tokens, diagnostics, isLibrary).Read(range);
    }

    /// <summary>
    /// Parses one expression that stands at <paramref name="range"/> of a larger text (a YAML scalar); spans point into that
    /// text. What cannot be read is reported once and is a <see cref="MissingSyntax"/>.
    /// </summary>
    public static ExpressionSyntax ReadExpression(SourceText source, TextSpan range, DiagnosticBag diagnostics)
    {
        var tokens = TokenList.Read(source, range, diagnostics);
        if (tokens.IsTooLong || DepthLimit.IsExceeded(tokens, 0, tokens.Count, diagnostics)) return new MissingSyntax(range);
        var tree = ParseAttempt.Run(tokens, 0, tokens.Count, parser => parser.singleExpression(), out var failure);
        if (tree is not null) return new ExpressionBuilder(tokens, new(tokens, diagnostics), diagnostics).Build(tree.expression());
        if (failure is not null) new FailureReport(tokens, diagnostics, ReadUnit.Condition).Report(failure, 0, tokens.Count);
        return new MissingSyntax(range);
    }
}
