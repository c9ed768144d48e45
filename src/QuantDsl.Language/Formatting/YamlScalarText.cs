using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Formatting;

/// <summary>A text below a header such as <c>|</c>: its lines are in by two spaces from the key.</summary>
/// <param name="Header">With its marks.</param>
/// <param name="HeaderEnd">Offset behind it.</param>
/// <param name="Lines">In by two spaces at least; an empty one is empty.</param>
internal sealed record YamlBlockText(string Header, int HeaderEnd, IReadOnlyList<string> Lines);

/// <summary>Keys and values of a YAML document as their author spelled them.</summary>
/// <param name="content">The file.</param>
/// <param name="expressions">What is read as an expression of the language, by its place; those are spelled as in text.</param>
internal sealed class YamlScalarText(string content, IReadOnlyDictionary<TextSpan, ExpressionSyntax> expressions)
{
    /// <summary>A value that is YAML in one line, as it stands in a document that is laid out; what is no YAML is left as it is.</summary>
    public static string OneLine(string text)
    {
        var source = new SourceText("", text);
        return YamlDocument.Read(source, new DiagnosticBag(source)) is { } node ? new YamlScalarText(text, new Dictionary<TextSpan, ExpressionSyntax>()).Flow(node) : text;
    }

    public string Key(YamlEntry entry) => IsQuoted(entry.KeySpan) ? Slice(entry.KeySpan.Start - 1, entry.KeySpan.End + 1) : Slice(entry.KeySpan.Start, entry.KeySpan.End).Trim();

    /// <summary>Offset of a key, its quote included.</summary>
    public int StartOfKey(YamlEntry entry) => IsQuoted(entry.KeySpan) ? entry.KeySpan.Start - 1 : entry.KeySpan.Start;

    /// <summary>Offset behind a key, its quotes and its colon.</summary>
    public int EndOfKey(YamlEntry entry) => content.IndexOf(':', IsQuoted(entry.KeySpan) ? entry.KeySpan.End + 1 : entry.KeySpan.End) + 1;

    /// <summary>Offset behind a node.</summary>
    public int EndOf(YamlNode node) => node is YamlScalar { Style: YamlScalarStyle.SingleQuoted or YamlScalarStyle.DoubleQuoted } ? node.Span.End + 1 : node.Span.End;

    /// <summary>The lines of a plain or quoted text; every one but the first is without what stands before its words.</summary>
    public string[] Lines(YamlScalar scalar)
    {
        string text = Written(scalar);
        if (!text.Contains('\n') && !text.Contains('\r')) return [text];
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        // A blank behind a backslash is a part of the text.
        return [.. lines.Select((line, i) => (i == 0 ? line : line.TrimStart(' ', '\t')) is var rest && rest.TrimEnd() is [.., '\\'] ? rest : rest.TrimEnd())];
    }

    /// <summary>A node on one line.</summary>
    public string Flow(YamlNode node) => node switch
    {
        YamlMapping { Entries.IsEmpty: true } => "{}",
        YamlMapping mapping => content[mapping.Span.Start] == '{' ? $"{{ {Pairs(mapping)} }}" : Pairs(mapping),
        YamlSequence sequence => $"[{string.Join(", ", sequence.Items.Select(Flow))}]",
        YamlScalar scalar => string.Join(' ', Lines(scalar).Where(line => line.Length > 0)),
        _ => "",
    };

    /// <summary>A text below its header.</summary>
    /// <param name="scalar">The text.</param>
    /// <param name="from">Offset behind the key or the dash it belongs to.</param>
    /// <param name="parent">Column of that key or dash.</param>
    public YamlBlockText Block(YamlScalar scalar, int from, int parent)
    {
        int start = from;
        while (start < content.Length && content[start] is not ('|' or '>')) start++;
        int end = start;
        while (end < content.Length && !char.IsWhiteSpace(content[end])) end++;
        string header = content[start..end];
        if (scalar.Span.Length == 0) return new(header, end, []);
        string[] lines = content[SourceLine.StartOf(content, scalar.Span.Start)..scalar.Span.End].ReplaceLineEndings("\n").Split('\n');
        // A digit in the header counts the blanks from the key; the rest of them are the text's own.
        int digit = header.FirstOrDefault(char.IsAsciiDigit, '0') - '0';
        int own = digit > 0 ? parent + digit : lines[0].Length - lines[0].TrimStart(' ').Length;
        int above = content[end..scalar.Span.Start].ReplaceLineEndings("\n").Count(c => c == '\n') - 1;
        string indentation = new(' ', digit > 0 ? digit : 2);
        return new(header, end, [.. Enumerable.Repeat("", Math.Max(0, above)), .. lines.Select(line => line.Trim(' ').Length == 0 ? "" : indentation + line[Math.Min(own, line.Length)..])]);
    }

    private string Pairs(YamlMapping mapping) => string.Join(", ", mapping.Entries.Select(e => e.Value is YamlScalar { Span.Length: 0, Style: YamlScalarStyle.Plain } ? $"{Key(e)}:" : $"{Key(e)}: {Flow(e.Value)}"));

    private string Written(YamlScalar scalar)
    {
        if (scalar.Style is YamlScalarStyle.SingleQuoted or YamlScalarStyle.DoubleQuoted) return Slice(scalar.Span.Start - 1, scalar.Span.End + 1);
        string text = Slice(scalar.Span.Start, scalar.Span.End);
        return scalar.Style is YamlScalarStyle.Plain && expressions.TryGetValue(scalar.Span, out var expression) && Spelled(text, expression) is { } spelled ? spelled : text;
    }

    /// <summary>The text of an expression in its own spelling; null for a text that only lies where one was made of several keys, or that would need quotes.</summary>
    private static string? Spelled(string written, ExpressionSyntax expression)
    {
        if (ExpressionPrinter.AsWritten.Print(expression) == written) return null;
        var source = new SourceText("", written);
        var found = new DiagnosticBag(source);
        var read = QStratReader.ReadExpression(source, new(0, written.Length), found);
        if (found.HasErrors || SyntaxPrinter.Print(read) != SyntaxPrinter.Print(expression)) return null;
        string text = ExpressionPrinter.AsWritten.Print(read);
        return YamlText.Scalar(text) == text ? text : null;
    }

    private bool IsQuoted(TextSpan key) => key.Start > 0 && key.End < content.Length && content[key.Start - 1] is '"' or '\'' && content[key.End] == content[key.Start - 1];

    private string Slice(int start, int end) => content[start..end];
}
