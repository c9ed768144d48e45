using QuantDsl.Diagnostics;

namespace QuantDsl.Documents;

/// <summary>Changes of text that make a damaged document readable, where only one can be meant; otherwise none.</summary>
internal static class YamlRepair
{
    /// <summary>A text closed at the end of the line it begins on.</summary>
    /// <param name="start">Offset of the quote that opens it.</param>
    public static CodeFix CloseQuote(SourceText source, int start)
    {
        string quote = source.Content[start].ToString();
        return new($"Insert `{quote}`", new(EndOfLine(source.Content, start), 0), quote);
    }

    /// <summary>Brackets closed at the end of the text, the innermost first.</summary>
    /// <param name="open">The open ones, innermost first.</param>
    public static CodeFix CloseBrackets(SourceText source, IEnumerable<char> open)
    {
        string closing = string.Concat(open.Select(bracket => bracket == '[' ? ']' : '}'));
        return new($"Insert `{closing}`", new(source.Content.TrimEnd().Length, 0), closing);
    }

    /// <summary>A value in quotes, from where it begins to the end of its line.</summary>
    /// <param name="start">Offset of its first character.</param>
    public static CodeFix[] Quote(SourceText source, int start)
    {
        int end = EndOfLine(source.Content, start);
        string value = source.Content[start..end];
        int comment = value.IndexOf(" #", StringComparison.Ordinal);
        if (comment >= 0) value = value[..comment].TrimEnd();
        if (value.Length == 0 || value.AsSpan().ContainsAny('"', '\\')) return [];
        return [new("Put the value in quotes", new(start, value.Length), $"\"{value}\"")];
    }

    /// <summary>The value behind the first <c>: </c> of a line in quotes, where the value has a colon of its own.</summary>
    /// <param name="place">Offset of anything on the line.</param>
    public static CodeFix[] QuoteValueWithColon(SourceText source, int place)
    {
        string content = source.Content;
        int lineStart = content.LastIndexOf('\n', Math.Max(0, place - 1)) + 1;
        int lineEnd = EndOfLine(content, place);
        int key = content.IndexOf(": ", lineStart, lineEnd - lineStart, StringComparison.Ordinal);
        if (key < 0 || content.IndexOf(": ", key + 2, lineEnd - key - 2, StringComparison.Ordinal) < 0) return [];
        int start = key + 2;
        while (start < lineEnd && content[start] == ' ') start++;
        return Quote(source, start);
    }

    /// <summary>An entry whose key and value stand alone on one line, deleted with its line.</summary>
    public static CodeFix[] RemoveLine(SourceText source, TextSpan entry)
    {
        string content = source.Content;
        int start = entry.Start, end = entry.End;
        while (start > 0 && content[start - 1] == ' ') start--;
        if (start > 0 && content[start - 1] != '\n' || content.AsSpan(entry.Start, entry.Length).Contains('\n')) return [];
        int lineEnd = content.IndexOf('\n', end);
        if (lineEnd < 0) lineEnd = content.Length - 1;
        string rest = content[end..(lineEnd + 1)].Trim().TrimStart('"', '\'').TrimStart();
        return rest.Length > 0 && rest[0] != '#' ? [] : [new("Remove this line", TextSpan.FromBounds(start, lineEnd + 1), "")];
    }

    private static int EndOfLine(string content, int from)
    {
        int end = content.IndexOf('\n', from);
        if (end < 0) end = content.Length;
        while (end > from && char.IsWhiteSpace(content[end - 1])) end--;
        return end;
    }
}
