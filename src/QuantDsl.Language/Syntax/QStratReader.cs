using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Syntax;

/// <summary>The text notation: ANTLR's parse tree turned into the syntax tree, with our own wording for every error.</summary>
public static class QStratReader
{
    public static ReadResult Read(SourceText source) => throw new NotImplementedException();

    /// <summary>Parses one expression that stands at <paramref name="range"/> of a larger text (a YAML scalar); spans point into that text.</summary>
    public static ExpressionSyntax ReadExpression(SourceText source, TextSpan range, DiagnosticBag diagnostics) => throw new NotImplementedException();
}
