using System.Collections.Immutable;

namespace QuantDsl.Language.Syntax;

/// <summary>A comment of either notation.</summary>
/// <param name="Text">What stands behind <c>//</c> or <c>#</c>, as it is written, without the blanks at its end.</param>
/// <param name="AfterBlankLine">True where an empty line stands above it.</param>
public sealed record Comment(string Text, bool AfterBlankLine);

/// <summary>
/// What stands around a node and means nothing: its comments and the author's lines. A reader leaves it out;
/// <see cref="Formatting.CommentAttachment"/> gives a tree its own. Only statements, the parts of a chain of conditions and the values
/// of a sweep carry any; a comment deeper inside stands above the nearest of them.
/// </summary>
public sealed record Trivia
{
    public static readonly Trivia None = new();

    /// <summary>Comments with a line of their own, in order.</summary>
    public ImmutableArray<Comment> Above { get; init; } = [];

    /// <summary>The comment at the end of its line.</summary>
    public Comment? Behind { get; init; }

    /// <summary>True where an empty line stands directly above it, below its comments.</summary>
    public bool AfterBlankLine { get; init; }

    /// <summary>True for a part of a condition that its author began on a new line.</summary>
    public bool StartsLine { get; init; }

    /// <summary>Every comment, in order.</summary>
    public IEnumerable<Comment> Comments => Behind is null ? Above : Above.Append(Behind);
}
