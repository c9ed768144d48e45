using QuantDsl.Diagnostics;

namespace QuantDsl.Documents;

/// <summary>What the YAML library refused, told in this house's words.</summary>
/// <param name="Start">Offset the library blames.</param>
/// <param name="End">Offset where it stopped.</param>
/// <param name="Wording">Its message, which tells the cases apart and is never shown.</param>
/// <param name="Open">Offsets of the open <c>[</c> and <c>{</c>, the innermost first.</param>
internal sealed record YamlSyntaxProblem(SourceText Source, int Start, int End, string Wording, IReadOnlyList<int> Open)
{
    private int? OpenBracket => Open.Count > 0 ? Open[0] : null;

    public Diagnostic ToDiagnostic()
    {
        string content = Source.Content;
        if (Says("tab") && FirstTabIndentation() is { } tab)
            return Diagnostic.At(Source, tab, DocumentDiagnostics.TabIndentation) with
            {
                Help = "indent with spaces",
                Fixes = [new("Replace the tabs by spaces", tab, new string(' ', 2 * tab.Length))],
            };
        if (Says("quoted scalar") && (Says("end of stream") || Says("wrong indentation") || Says("document indicator")))
            return Diagnostic.At(Source, new(Start, 1), DocumentDiagnostics.UnclosedQuote) with
            {
                Help = $"close it with `{CharacterAt(Start)}`",
                Fixes = Open.Count == 0 ? [YamlRepair.CloseQuote(Source, Start)] : [],
            };
        if (OpenBracket is { } open && string.IsNullOrWhiteSpace(content[Math.Min(content.Length, Math.Max(Start, open + 1))..]))
            return Diagnostic.At(Source, new(open, 1), DocumentDiagnostics.UnclosedBracket, content[open]) with
            {
                Help = $"close it with `{(content[open] == '[' ? ']' : '}')}`",
                Fixes = [YamlRepair.CloseBrackets(Source, Open.Select(at => content[at]))],
            };
        if (Says("unknown escape") || Says("hexadecimal"))
            return Expected("a known escape after `\\`", FirstUnknownEscape(), "write `\\\\` for a backslash, or use single quotes");
        if (Says("cannot start any token") || Says("block scalar") || Says("anchor or alias"))
            return Diagnostic.At(Source, At(Start), DocumentDiagnostics.ReservedStart, CharacterAt(Start)) with { Help = "put the value in quotes", Fixes = Open.Count == 0 ? [.. YamlRepair.Quote(Source, Start)] : [] };
        if (Says("plain scalar"))
            return Diagnostic.At(Source, At(Start), DocumentDiagnostics.ColonInValue) with
            {
                Help = "put the value in quotes, or indent the line like its neighbours",
                Fixes = Open.Count == 0 ? [.. YamlRepair.QuoteValueWithColon(Source, Start)] : [],
            };
        if (OpenBracket is { } bracket && Says("flow"))
            return Expected(content[bracket] == '[' ? "`,` or `]`" : "`,` or `}`", Start, "separate items by `,`, and close the bracket");
        if (Says("expected '-'")) return Expected("`- item`", Start, "indent every item of a list alike");
        if (Says("expected key") || Says("expected ':'")) return Expected("`key: value`", Start, "indent every key of a mapping alike");
        return Expected("a value", Start, "write `key: value`, or `- item` in a list");
    }

    private bool Says(string words) => Wording.Contains(words, StringComparison.OrdinalIgnoreCase);

    private Diagnostic Expected(string what, int offset, string help) =>
        Diagnostic.At(Source, At(offset), DocumentDiagnostics.Unreadable, what) with { Help = help };

    /// <summary>The word or character at an offset, so that there is something to underline.</summary>
    private TextSpan At(int offset)
    {
        int end = offset;
        while (end < Source.Content.Length && (char.IsLetterOrDigit(Source.Content[end]) || Source.Content[end] == '_')) end++;
        return TextSpan.FromBounds(offset, Math.Min(Source.Content.Length, Math.Max(end, offset + 1)));
    }

    /// <summary>The first backslash of the quoted text that begins no escape, or the quote itself where its digits are wrong.</summary>
    private int FirstUnknownEscape()
    {
        string content = Source.Content;
        for (int i = Start + 1; i + 1 < content.Length && content[i] != '"'; i++)
        {
            if (content[i] != '\\') continue;
            if (!"0abt\tnvfre \"/\\N_LPxuU\r\n".Contains(content[i + 1])) return i;
            i++;
        }

        return Start;
    }

    private string CharacterAt(int offset) => offset < Source.Content.Length ? Source.Content[offset].ToString() : "";

    /// <summary>The tabs of the first line that has any before its text.</summary>
    private TextSpan? FirstTabIndentation()
    {
        string content = Source.Content;
        for (int line = 1; line <= Source.LineCount; line++)
        {
            int start = Source.Offset(line, 1), end = start;
            while (end < content.Length && content[end] == ' ') end++;
            int tabs = end;
            while (end < content.Length && content[end] is '\t' or ' ') end++;
            if (tabs < content.Length && content[tabs] == '\t' && end < content.Length && content[end] is not ('\n' or '\r' or '#'))
                return TextSpan.FromBounds(tabs, end);
        }

        return null;
    }
}
