using System.Globalization;
using System.Text;

namespace QuantDsl.Diagnostics;

/// <summary>A diagnostic as a person reads it: what is wrong, where, the line with the place underlined, and what to type.</summary>
/// <remarks>
/// Lines are separated by <c>\n</c>. Characters that a terminal would act on are shown as <c>�</c>, and a long line is cut to
/// the part around the place, so that a damaged file cannot spoil the screen.
/// </remarks>
public static class DiagnosticRenderer
{
    private const int LongestLine = 140;
    private const int ContextBefore = 60;
    private const int TabWidth = 4;

    /// <summary>The text of one diagnostic, ending in a line break.</summary>
    /// <param name="diagnostic">What to show.</param>
    /// <param name="colour">Adds ANSI colour codes; the text is otherwise the same.</param>
    public static string Render(Diagnostic diagnostic, bool colour = false)
    {
        var paint = new AnsiPaint(colour);
        bool isError = diagnostic.Severity is Severity.Error;
        var text = new StringBuilder();
        text.Append(paint.Severity(isError, $"{(isError ? "error" : "warning")}[{diagnostic.Code}]"));
        text.Append(paint.Strong($": {Printable(diagnostic.Message)}")).Append('\n');
        if (diagnostic.Source is { } source) AppendSource(text, diagnostic, source, paint, isError);
        else AppendFile(text, diagnostic, paint);
        return text.ToString();
    }

    /// <summary>Several diagnostics in the order given, one blank line between them; empty for none.</summary>
    public static string Render(IEnumerable<Diagnostic> diagnostics, bool colour = false) =>
        string.Join('\n', diagnostics.Select(d => Render(d, colour)));

    private static void AppendFile(StringBuilder text, Diagnostic diagnostic, AnsiPaint paint)
    {
        if (diagnostic.Path.Length > 0)
        {
            string row = diagnostic.Row > 0 ? string.Create(CultureInfo.InvariantCulture, $", row {diagnostic.Row}") : "";
            text.Append(paint.Frame("  --> ")).Append(Printable(diagnostic.Path)).Append(row).Append('\n');
        }

        AppendHelp(text, diagnostic, paint, "  ");
    }

    private static void AppendSource(StringBuilder text, Diagnostic diagnostic, SourceText source, AnsiPaint paint, bool isError)
    {
        if (diagnostic is { SecondarySource: { } elsewhere, Secondary: var second })
        {
            AppendSource(text, diagnostic with { Secondary = null, SecondarySource = null, Help = null }, source, paint, isError);
            string indent = second is { } place ? AppendElsewhere(text, elsewhere, place.Span, place.Label, paint) : "  ";
            AppendHelp(text, diagnostic, paint, indent);
            return;
        }

        var (line, column) = source.Position(diagnostic.Span.Start);
        int? otherLine = diagnostic.Secondary is { } other ? source.Position(other.Span.Start).Line : null;
        string gutter = new(' ', Math.Max(line, otherLine ?? 0).ToString(CultureInfo.InvariantCulture).Length + 1);
        text.Append(gutter).Append(paint.Frame("--> "));
        text.Append(CultureInfo.InvariantCulture, $"{Printable(source.Path)}:{line}:{column}\n");
        text.Append(gutter).Append(paint.Frame(" |")).Append('\n');
        foreach (int shown in new[] { line, otherLine ?? line }.Distinct().Order())
        {
            if (otherLine is not null && shown > Math.Min(line, otherLine.Value) + 1) text.Append(gutter).Append(paint.Frame("...")).Append('\n');
            AppendLine(text, diagnostic, source, shown, gutter, paint, isError);
        }

        AppendHelp(text, diagnostic, paint, gutter);
    }

    private static void AppendLine(StringBuilder text, Diagnostic diagnostic, SourceText source, int line, string gutter, AnsiPaint paint, bool isError)
    {
        string content = source.Line(line);
        var primary = Columns(source, diagnostic.Span, line, content.Length);
        var secondary = diagnostic.Secondary is { } other ? Columns(source, other.Span, line, content.Length) : null;
        var (first, last) = Window(content.Length, (primary ?? secondary)?.Start ?? 0);
        string shown = (first > 0 ? "…" : "") + Printable(content[first..last]) + (last < content.Length ? "…" : "");
        string number = line.ToString(CultureInfo.InvariantCulture).PadLeft(gutter.Length);
        text.Append(paint.Frame($"{number} |"));
        if (shown.Length > 0) text.Append(' ').Append(Expand(shown));
        text.Append('\n');

        int Screen(int column) => Expand((first > 0 ? "…" : "") + content[first..Math.Clamp(column, first, last)]).Length;
        if (secondary is { } mark && primary is { } main && mark.Start < main.Start)
        {
            // The label of the left mark goes under it, where it cannot run into the right one.
            int start = Screen(mark.Start);
            string between = new(' ', Math.Max(0, Screen(main.Start) - Screen(mark.End)));
            AppendMarks(text, gutter, paint, new string(' ', start) + paint.Second(Marks('-', start, Screen(mark.End)))
                + between + paint.Severity(isError, Marks('^', Screen(main.Start), Screen(main.End))));
            AppendMarks(text, gutter, paint, new string(' ', start) + paint.Second(Label(diagnostic)));
            return;
        }

        if (primary is { } only)
        {
            int start = Screen(only.Start), end = start + Marks('^', start, Screen(only.End)).Length;
            string marks = new string(' ', start) + paint.Severity(isError, Marks('^', start, Screen(only.End)));
            if (secondary is { } right)
            {
                int from = Math.Max(end, Screen(right.Start));
                marks += new string(' ', from - end) + paint.Second($"{Marks('-', from, Screen(right.End))} {Label(diagnostic)}");
            }

            AppendMarks(text, gutter, paint, marks);
        }
        else if (secondary is { } alone)
        {
            int start = Screen(alone.Start);
            AppendMarks(text, gutter, paint, new string(' ', start) + paint.Second($"{Marks('-', start, Screen(alone.End))} {Label(diagnostic)}"));
        }
    }

    // The other half of a problem in a file of its own; returns the indent of what follows.
    private static string AppendElsewhere(StringBuilder text, SourceText source, TextSpan span, string label, AnsiPaint paint)
    {
        var (line, column) = source.Position(span.Start);
        string number = line.ToString(CultureInfo.InvariantCulture), gutter = new(' ', number.Length + 1);
        string content = source.Line(line);
        var (start, end) = Columns(source, span, line, content.Length) ?? (0, 0);
        var (first, last) = Window(content.Length, start);
        string before = (first > 0 ? "…" : "") + content[first..start], shown = before + content[start..last] + (last < content.Length ? "…" : "");
        text.Append(gutter).Append(paint.Frame("::: ")).Append(CultureInfo.InvariantCulture, $"{Printable(source.Path)}:{line}:{column}\n");
        text.Append(gutter).Append(paint.Frame(" |")).Append('\n');
        text.Append(paint.Frame($" {number} |")).Append(' ').Append(Expand(Printable(shown))).Append('\n');
        int from = Expand(before).Length;
        AppendMarks(text, gutter, paint, new string(' ', from) + paint.Second($"{Marks('-', from, from + Math.Min(end, last) - start)} {Printable(label)}"));
        return gutter;
    }

    private static void AppendMarks(StringBuilder text, string gutter, AnsiPaint paint, string marks) =>
        text.Append(gutter).Append(paint.Frame(" |")).Append(' ').Append(marks).Append('\n');

    private static void AppendHelp(StringBuilder text, Diagnostic diagnostic, AnsiPaint paint, string gutter)
    {
        if (string.IsNullOrEmpty(diagnostic.Help)) return;
        text.Append(gutter).Append(paint.Frame(" = ")).Append(paint.Strong("help: ")).Append(Printable(diagnostic.Help)).Append('\n');
    }

    private static string Label(Diagnostic diagnostic) => Printable(diagnostic.Secondary?.Label ?? "");

    private static string Marks(char mark, int start, int end) => new(mark, Math.Max(1, end - start));

    // The part of a span that lies on a line, as zero-based columns; a span of several lines is shown on its first.
    private static (int Start, int End)? Columns(SourceText source, TextSpan span, int line, int length)
    {
        var (first, column) = source.Position(span.Start);
        if (first != line) return null;
        int start = Math.Min(column - 1, length);
        return (start, Math.Clamp(start + span.Length, start, length));
    }

    private static (int First, int Last) Window(int length, int column)
    {
        if (length <= LongestLine) return (0, length);
        int first = Math.Clamp(column - ContextBefore, 0, length - LongestLine);
        return (first, first + LongestLine);
    }

    private static string Expand(string text) => text.Replace("\t", new string(' ', TabWidth));

    private static string Printable(string text)
    {
        foreach (char c in text)
            if (char.IsControl(c) && c != '\t') return string.Concat(text.Select(x => char.IsControl(x) && x != '\t' ? '�' : x));
        return text;
    }
}
