using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Formatting;

/// <summary>
/// Finds the place of each comment of a YAML document in the tree: its keys stand in another order than statements, so a comment goes
/// to the next part of the tree that is read from below it, in its own section where there is one.
/// </summary>
internal sealed class YamlComments
{
    private static readonly string[] HeaderKeys = ["name", "description", "version"];

    private readonly List<CommentAnchor> _anchors;
    private readonly List<(int Start, int End)> _sections;
    private readonly string _content;

    public YamlComments(StrategySyntax strategy, YamlMapping? root, string content)
    {
        _content = content;
        _sections = root is null ? [] : [.. root.Entries.Select(e => (e.KeySpan.Start, Math.Max(e.KeySpan.End, e.Value.Span.End)))];
        IEnumerable<CommentAnchor> header = root is null ? [] : root.Entries.Where(e => HeaderKeys.Contains(e.Key)).Select(e => new CommentAnchor(strategy, e.KeySpan));
        // A statement comes before its parts, so that what stands above both is above the statement.
        _anchors = [.. header.Concat(strategy.Statements.SelectMany(Anchors)).OrderBy(a => a.Span.Start)];
    }

    public IEnumerable<CommentAnchor> Found => _anchors;

    /// <summary>Comments below everything that is read.</summary>
    public List<FoundComment> Closing { get; } = [];

    /// <summary>Comments come in the order of the file.</summary>
    public void Place(FoundComment comment)
    {
        int at = comment.Span.Start;
        int index = CommentAnchor.LastUpTo(_anchors, at);
        var last = index >= 0 ? _anchors[index] : null;
        var following = index + 1 < _anchors.Count ? _anchors[index + 1] : null;
        if (!comment.StandsAlone)
        {
            if (last is not null && SourceLine.IsSame(_content, last.Span.Start, at))
            {
                last.Add(comment, endsLine: true);
                return;
            }

            if (following is not null && _content.AsSpan(0, at).TrimEnd() is [.., ':'])
            {
                following.Add(comment, endsLine: true);
                return;
            }
        }

        int section = SectionOf(at);
        bool isInside = section >= 0 && at < _sections[section].End;
        if (isInside && last is not null && SectionOf(last.Span.Start) == section && (following is null || SectionOf(following.Span.Start) != section))
            last.Add(comment, endsLine: false);
        else if (following is not null)
            following.Add(comment, endsLine: false);
        else
            Closing.Add(comment);
    }

    private int SectionOf(int offset) => _sections.FindLastIndex(s => s.Start <= offset);

    private static IEnumerable<CommentAnchor> Anchors(StatementSyntax statement)
    {
        // The span of a regime's settings begins with its condition.
        var span = statement is RegimeSettingsSyntax settings ? (settings.Size ?? settings.Stop?.Distance)?.Span ?? statement.Span : statement.Span;
        yield return new(statement, span);
        foreach (var part in CommentAttachment.PartsOf(CommentAttachment.ConditionOf(statement))) yield return new(part, part.Span);
        if (statement is ParameterSyntax { Sweep: { } sweep } parameter && !sweep.Span.Overlaps(parameter.Span)) yield return new(sweep, sweep.Span);
    }
}
