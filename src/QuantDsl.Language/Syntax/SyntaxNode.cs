using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Syntax;

/// <summary>A node of the one tree both notations give. Spans point into the file the user wrote.</summary>
public abstract record SyntaxNode(TextSpan Span)
{
    /// <summary>Comments and empty lines around it, where they were asked for.</summary>
    public Trivia Trivia { get; init; } = Trivia.None;
}

/// <summary>A name with the place it stands at.</summary>
public sealed record Identifier(string Text, TextSpan Span);
