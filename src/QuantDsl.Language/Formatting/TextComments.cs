using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Formatting;

/// <summary>Finds the place of each comment of a text: its statements stand one after the other, and their spans are exact.</summary>
internal sealed class TextComments
{
    private readonly List<CommentAnchor> _statements;
    private readonly string _content;

    public TextComments(StrategySyntax strategy, string content)
    {
        _content = content;
        List<CommentAnchor> anchors = [.. strategy.Statements.Select(Anchor)];
        if (strategy.HeaderSpan.Length > 0) anchors.Add(new(strategy, strategy.HeaderSpan));
        if (strategy.Language is { } language) anchors.Add(new(language, language.Span));
        _statements = [.. anchors.OrderBy(a => a.Span.Start)];
    }

    public IEnumerable<CommentAnchor> Found => _statements.Concat(_statements.SelectMany(s => s.Parts));

    /// <summary>Comments below the last statement.</summary>
    public List<FoundComment> Closing { get; } = [];

    /// <summary>Comments come in the order of the file.</summary>
    public void Place(FoundComment comment)
    {
        int next = CommentAnchor.LastUpTo(_statements, comment.Span.Start) + 1;
        var last = next > 0 ? _statements[next - 1] : null;
        if (last is not null && comment.Span.Start < last.Span.End) PlaceInside(last, comment);
        else if (last is not null && !comment.StandsAlone && SourceLine.IsSame(_content, last.Span.End, comment.Span.Start)) last.Add(comment, endsLine: true);
        else if (next < _statements.Count) _statements[next].Add(comment, endsLine: false);
        else Closing.Add(comment);
    }

    private CommentAnchor Anchor(StatementSyntax statement)
    {
        var anchor = new CommentAnchor(statement, statement.Span);
        int end = int.MaxValue;
        foreach (var part in CommentAttachment.PartsOf(CommentAttachment.ConditionOf(statement)))
        {
            anchor.Parts.Add(new(part, part.Span) { StartsLine = !SourceLine.IsSame(_content, end, part.Span.Start) });
            end = part.Span.End;
        }

        return anchor;
    }

    private void PlaceInside(CommentAnchor statement, FoundComment comment)
    {
        int part = CommentAnchor.LastUpTo(statement.Parts, comment.Span.Start);
        if (part < 0 || (part == 0 && comment.Span.Start < statement.Parts[0].Span.End))
            statement.Add(comment, endsLine: false);
        else if (comment.Span.Start < statement.Parts[part].Span.End || part == statement.Parts.Count - 1)
            statement.Parts[part].Add(comment, endsLine: false);
        else if (!comment.StandsAlone && SourceLine.IsSame(_content, statement.Parts[part].Span.End, comment.Span.Start))
            statement.Parts[part].Add(comment, endsLine: true);
        else
            statement.Parts[part + 1].Add(comment, endsLine: false);
    }
}
