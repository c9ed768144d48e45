using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Syntax;

/// <summary>A node of the one tree both notations give. Spans point into the file the user wrote.</summary>
public abstract record SyntaxNode(TextSpan Span);

/// <summary>A name with the place it stands at.</summary>
public sealed record Identifier(string Text, TextSpan Span);
