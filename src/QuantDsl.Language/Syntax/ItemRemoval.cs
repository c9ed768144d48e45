using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Syntax;

/// <summary>The span to delete so that a part goes and what is left reads as if it had never been there.</summary>
internal static class ItemRemoval
{
    /// <summary>Where to start deleting an item of a comma-separated list that is not the first: at its comma, or the blanks before it.</summary>
    public static int StartBefore(string content, int start)
    {
        int at = start;
        while (at > 0 && char.IsWhiteSpace(content[at - 1])) at--;
        return at > 0 && content[at - 1] == ',' ? at - 1 : start;
    }

    /// <summary>A statement of the text notation: with its line where it stands on one alone, a comment behind it included.</summary>
    public static TextSpan OfStatement(string content, TextSpan statement)
    {
        int start = statement.Start, end = statement.End;
        while (start > 0 && content[start - 1] is ' ' or '\t') start--;
        bool startsLine = start == 0 || content[start - 1] == '\n';
        while (end < content.Length && content[end] is ' ' or '\t') end++;
        if (content.AsSpan(end).StartsWith("//")) while (end < content.Length && content[end] is not ('\n' or '\r')) end++;
        bool endsLine = end == content.Length || content[end] is '\n' or '\r';
        if (!startsLine || !endsLine) return statement;
        if (end < content.Length && content[end] == '\r') end++;
        if (end < content.Length && content[end] == '\n') end++;
        return TextSpan.FromBounds(start, end);
    }
}
