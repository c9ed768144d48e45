using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Formatting;

/// <summary>A node that can carry comments, and those found for it, in the order of the file.</summary>
/// <param name="node">The node.</param>
/// <param name="span">Where it stands.</param>
internal sealed class CommentAnchor(SyntaxNode node, TextSpan span)
{
    private readonly List<(FoundComment Found, bool EndsLine)> _comments = [];

    public SyntaxNode Node => node;

    public TextSpan Span => span;

    /// <summary>True for a part of a chain that its author began on a new line.</summary>
    public bool StartsLine { get; init; }

    /// <summary>Anchors of its parts, in order: those of a chain of conditions.</summary>
    public List<CommentAnchor> Parts { get; } = [];

    /// <summary>Index of the last of some anchors, which stand in order, that begins at or before an offset; -1 where none does.</summary>
    public static int LastUpTo(IReadOnlyList<CommentAnchor> anchors, int offset)
    {
        int low = 0, high = anchors.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (anchors[middle].Span.Start <= offset) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }

    /// <summary>Adds the next comment of the file.</summary>
    /// <param name="comment">The comment.</param>
    /// <param name="endsLine">True where it may stay at the end of the node's line.</param>
    public void Add(FoundComment comment, bool endsLine) => _comments.Add((comment, endsLine));

    /// <summary>What it gathered. Only the last comment can end the line: an earlier one there would change places with those above.</summary>
    public Trivia ToTrivia(string content)
    {
        var above = _comments.Select(c => new Comment(c.Found.Text, c.Found.AfterBlankLine)).ToList();
        Comment? behind = null;
        if (_comments is [.., (_, true)])
        {
            behind = above[^1];
            above.RemoveAt(above.Count - 1);
        }

        bool isBelowBlank = SourceLine.IsBelowBlank(content, span.Start);
        // A comment from inside the node comes out above it, and the empty line above the node is above the comment then.
        if (isBelowBlank && above.Count > 0 && _comments[0].Found.Span.Start > span.Start)
            (above[0], isBelowBlank) = (above[0] with { AfterBlankLine = true }, false);
        return new() { Above = [.. above], Behind = behind, AfterBlankLine = isBelowBlank, StartsLine = StartsLine };
    }
}
