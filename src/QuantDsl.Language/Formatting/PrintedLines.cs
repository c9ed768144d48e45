using System.Text;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Formatting;

/// <summary>Lines as they are written, in either notation: the comments at their ends stand below each other.</summary>
/// <param name="marker">What begins a comment: <c>//</c> or <c>#</c>.</param>
/// <param name="spell">What a comment of the other notation becomes; null where it stays as it is.</param>
internal sealed class PrintedLines(string marker, Func<string, string>? spell = null)
{
    // A comment is not moved further to the right than this for a longer line beside it.
    private const int FarthestShift = 40;

    private readonly List<(string Text, string? Comment)> _lines = [];
    private bool _isOpening = true;

    /// <summary>An empty line, unless there is one, or the text or a part of it has just begun.</summary>
    public void BlankLine()
    {
        if (!_isOpening && _lines[^1] is not ("", null)) _lines.Add(("", null));
    }

    /// <summary>The comments above a node, each on its line, and the empty lines between them.</summary>
    public void Above(int indentation, Trivia trivia)
    {
        foreach (var comment in trivia.Above) Comment(indentation, comment);
        if (trivia.AfterBlankLine) BlankLine();
    }

    /// <summary>A comment with a line of its own.</summary>
    public void Comment(int indentation, Comment comment)
    {
        if (comment.AfterBlankLine) BlankLine();
        Line(new string(' ', indentation) + Mark(comment));
    }

    /// <param name="text">The line, indented.</param>
    /// <param name="behind">The comment at its end.</param>
    /// <param name="opens">True where its parts follow, which no empty line parts from it.</param>
    public void Line(string text, Comment? behind = null, bool opens = false)
    {
        _lines.Add((text, behind is null ? null : Mark(behind)));
        _isOpening = opens;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        int runEnd = 0, width = 0;
        for (int i = 0; i < _lines.Count; i++)
        {
            var (line, comment) = _lines[i];
            if (comment is not null && i >= runEnd) (runEnd, width) = Run(i);
            text.Append(line);
            if (comment is not null) text.Append(' ', Math.Max(0, width - line.Length) + 2).Append(comment);
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Where the lines with comments end that begin here, and how wide they are without them.</summary>
    private (int End, int Width) Run(int start)
    {
        int end = start, least = int.MaxValue, width = 0;
        for (; end < _lines.Count && _lines[end].Comment is not null; end++) least = Math.Min(least, _lines[end].Text.Length);
        for (int i = start; i < end; i++)
            if (_lines[i].Text.Length <= least + FarthestShift) width = Math.Max(width, _lines[i].Text.Length);
        return (end, width);
    }

    private string Mark(Comment comment) => marker + (spell is null ? comment.Text : spell(comment.Text));
}
