using System.Globalization;
using System.Text;

namespace QuantDsl.Diagnostics;

/// <summary>A diagnostic as a person reads it: what is wrong, where, the line with the place underlined, and what to type.</summary>
/// <remarks>
/// Lines are separated by <c>\n</c> and take at most <see cref="Width"/> columns, paths and single words excepted. Characters that a terminal
/// would act on are shown as <c>�</c>, and a long line is cut to the part around the place, so that a damaged file cannot spoil the screen.
/// </remarks>
public static class DiagnosticRenderer
{
    /// <summary>Columns that a message is laid out for.</summary>
    public const int Width = 100;

    private const string HelpMark = "help: ";

    /// <summary>The text of one diagnostic, ending in a line break.</summary>
    /// <param name="diagnostic">What to show.</param>
    /// <param name="colour">Adds ANSI colour codes; the text is otherwise the same.</param>
    public static string Render(Diagnostic diagnostic, bool colour = false)
    {
        var paint = new AnsiPaint(colour);
        var text = new StringBuilder();
        AppendMessage(text, diagnostic, paint);
        if (diagnostic.Source is { } source) AppendSource(text, diagnostic, source, paint);
        else AppendFile(text, diagnostic, paint);
        return text.ToString();
    }

    /// <summary>Several diagnostics in the order given, one blank line between them; empty for none.</summary>
    public static string Render(IEnumerable<Diagnostic> diagnostics, bool colour = false) =>
        string.Join('\n', diagnostics.Select(d => Render(d, colour)));

    private static void AppendMessage(StringBuilder text, Diagnostic diagnostic, AnsiPaint paint)
    {
        bool isError = diagnostic.Severity is Severity.Error;
        string head = $"{(isError ? "error" : "warning")}[{diagnostic.Code}]";
        var lines = ScreenText.Wrap(ScreenText.Printable(diagnostic.Message), Width - head.Length - 2, Width - 4);
        text.Append(paint.Severity(isError, head)).Append(paint.Strong($": {lines[0]}")).Append('\n');
        foreach (string line in lines.Skip(1)) text.Append(' ', 4).Append(paint.Strong(line)).Append('\n');
    }

    private static void AppendFile(StringBuilder text, Diagnostic diagnostic, AnsiPaint paint)
    {
        if (diagnostic.Path.Length > 0)
        {
            string row = diagnostic.Row > 0 ? string.Create(CultureInfo.InvariantCulture, $", row {diagnostic.Row}") : "";
            text.Append(paint.Frame("  --> ")).Append(ScreenText.Printable(diagnostic.Path)).Append(row).Append('\n');
        }

        AppendHelp(text, diagnostic, paint, "  ");
    }

    private static void AppendSource(StringBuilder text, Diagnostic diagnostic, SourceText source, AnsiPaint paint)
    {
        var (line, column) = source.Position(diagnostic.Span.Start);
        var here = diagnostic.Secondary is { } second && diagnostic.SecondarySource is null ? second : ((TextSpan Span, string Label)?)null;
        int? otherLine = here is { } other ? source.Position(other.Span.Start).Line : null;
        string gutter = new(' ', Math.Max(line, otherLine ?? 0).ToString(CultureInfo.InvariantCulture).Length + 1);
        AppendPlace(text, gutter, "--> ", source, line, column, paint);
        int before = 0;
        foreach (int shown in new[] { line, otherLine ?? line }.Distinct().Order())
        {
            if (before > 0 && shown > before + 1) text.Append(gutter).Append(paint.Frame("...")).Append('\n');
            AppendLine(text, diagnostic, source, shown, here, gutter, paint);
            before = shown;
        }

        if (diagnostic is { SecondarySource: { } elsewhere, Secondary: { } there }) gutter = AppendElsewhere(text, elsewhere, there, paint);
        AppendHelp(text, diagnostic, paint, gutter);
    }

    private static void AppendPlace(StringBuilder text, string gutter, string arrow, SourceText source, int line, int column, AnsiPaint paint)
    {
        text.Append(gutter).Append(paint.Frame(arrow));
        text.Append(CultureInfo.InvariantCulture, $"{ScreenText.Printable(source.Path)}:{line}:{column}\n");
        text.Append(gutter).Append(paint.Frame(" |")).Append('\n');
    }

    private static void AppendLine(StringBuilder text, Diagnostic diagnostic, SourceText source, int line, (TextSpan Span, string Label)? second, string gutter, AnsiPaint paint)
    {
        string content = source.Line(line);
        var primary = Units(source, diagnostic.Span, line, content.Length);
        var secondary = second is { } other ? Units(source, other.Span, line, content.Length) : null;
        var (place, end) = primary ?? secondary ?? (0, 0);
        var shown = new ScreenLine(content, place, end, Room(gutter));
        AppendContent(text, line, gutter, shown, paint);
        string label = ScreenText.Printable(second?.Label ?? "");
        if (primary is not { } main)
        {
            if (secondary is { } alone) AppendLabelled(text, gutter, "", Marked(shown, alone), label, paint);
            return;
        }

        var marks = Marked(shown, main);
        if (secondary is { } far && !shown.Shows(far.Start))
        {
            // The line again, around the other place.
            AppendMarks(text, gutter, Underline(marks, '^', PaintOf(diagnostic, paint)), paint);
            var again = new ScreenLine(content, far.Start, far.End, Room(gutter));
            AppendContent(text, line, gutter, again, paint);
            AppendLabelled(text, gutter, "", Marked(again, far), label, paint);
            return;
        }

        if (secondary is not { } also)
        {
            AppendMarks(text, gutter, Underline(marks, '^', PaintOf(diagnostic, paint)), paint);
            return;
        }

        var seconds = Marked(shown, also);
        if (seconds.Start < marks.Start)
        {
            // The label of the left mark goes under it, where it cannot run into the right one.
            seconds.End = Math.Min(seconds.End, marks.Start);
            string between = new(' ', marks.Start - seconds.End);
            AppendMarks(text, gutter, Underline(seconds, '-', paint.Second) + between + PaintOf(diagnostic, paint)(new string('^', marks.End - marks.Start)), paint);
            AppendMarks(text, gutter, new string(' ', Fitting(seconds.Start, label, gutter)) + paint.Second(label), paint);
            return;
        }

        seconds = (Math.Max(seconds.Start, marks.End), Math.Max(seconds.End, marks.End + 1));
        AppendLabelled(text, gutter, Underline(marks, '^', PaintOf(diagnostic, paint)) + new string(' ', seconds.Start - marks.End), seconds, label, paint);
    }

    // The other half of a problem in a file of its own; returns the indent of what follows.
    private static string AppendElsewhere(StringBuilder text, SourceText source, (TextSpan Span, string Label) other, AnsiPaint paint)
    {
        var (line, column) = source.Position(other.Span.Start);
        string gutter = new(' ', line.ToString(CultureInfo.InvariantCulture).Length + 1), content = source.Line(line);
        AppendPlace(text, gutter, "::: ", source, line, column, paint);
        var units = Units(source, other.Span, line, content.Length) ?? (0, 0);
        var shown = new ScreenLine(content, units.Start, units.End, Room(gutter));
        AppendContent(text, line, gutter, shown, paint);
        AppendLabelled(text, gutter, "", Marked(shown, units), ScreenText.Printable(other.Label), paint);
        return gutter;
    }

    private static void AppendContent(StringBuilder text, int line, string gutter, ScreenLine shown, AnsiPaint paint)
    {
        text.Append(paint.Frame($"{line.ToString(CultureInfo.InvariantCulture).PadLeft(gutter.Length)} |"));
        if (shown.Text.Length > 0) text.Append(' ').Append(shown.Text);
        text.Append('\n');
    }

    // Marks with their label behind them, or below where it does not fit.
    private static void AppendLabelled(StringBuilder text, string gutter, string before, (int Start, int End) marks, string label, AnsiPaint paint)
    {
        bool fits = marks.End + 1 + ScreenText.Columns(label) <= Room(gutter);
        string line = new string('-', marks.End - marks.Start) + (fits ? $" {label}" : "");
        AppendMarks(text, gutter, (before.Length > 0 ? before : new string(' ', marks.Start)) + paint.Second(line), paint);
        if (!fits) AppendMarks(text, gutter, new string(' ', Fitting(marks.Start, label, gutter)) + paint.Second(label), paint);
    }

    private static int Fitting(int start, string label, string gutter) => Math.Min(start, Math.Max(0, Room(gutter) - ScreenText.Columns(label)));

    private static string Underline((int Start, int End) marks, char mark, Func<string, string> painted) =>
        new string(' ', marks.Start) + painted(new string(mark, marks.End - marks.Start));

    private static Func<string, string> PaintOf(Diagnostic diagnostic, AnsiPaint paint) => marks => paint.Severity(diagnostic.Severity is Severity.Error, marks);

    private static void AppendMarks(StringBuilder text, string gutter, string marks, AnsiPaint paint) =>
        text.Append(gutter).Append(paint.Frame(" |")).Append(' ').Append(marks).Append('\n');

    private static void AppendHelp(StringBuilder text, Diagnostic diagnostic, AnsiPaint paint, string gutter)
    {
        if (string.IsNullOrEmpty(diagnostic.Help)) return;
        int indent = gutter.Length + 3 + HelpMark.Length;
        var lines = ScreenText.Wrap(ScreenText.Printable(diagnostic.Help), Width - indent, Width - indent);
        text.Append(gutter).Append(paint.Frame(" = ")).Append(paint.Strong(HelpMark)).Append(lines[0]).Append('\n');
        foreach (string line in lines.Skip(1)) text.Append(' ', indent).Append(line).Append('\n');
    }

    private static int Room(string gutter) => Width - gutter.Length - 3;

    // At least one mark, also under nothing.
    private static (int Start, int End) Marked(ScreenLine line, (int Start, int End) units)
    {
        int start = line.ColumnOf(units.Start);
        return (start, Math.Max(start + 1, line.ColumnOf(units.End)));
    }

    // The part of a span that lies on a line, as zero-based UTF-16 units; a span of several lines is shown on its first.
    private static (int Start, int End)? Units(SourceText source, TextSpan span, int line, int length)
    {
        var (first, column) = source.Position(span.Start);
        if (first != line) return null;
        int start = Math.Min(column - 1, length);
        return (start, Math.Clamp(start + span.Length, start, length));
    }
}
