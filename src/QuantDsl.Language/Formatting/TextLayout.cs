using System.Text;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Formatting;

/// <summary>
/// A tree as the text people read: statements that belong together in columns, a long condition in one line a part, comments where
/// they were. The words are <see cref="StatementPrinter"/>'s.
/// </summary>
internal sealed class TextLayout
{
    private const int Indentation = 4;

    /// <summary>A longer word stands in no column: it would push everything below it to the right.</summary>
    private const int WidestColumn = 40;

    /// <summary>The most blanks put after a part of a condition to bring the next below its like.</summary>
    private const int WidestGap = 8;

    private readonly PrintedLines _lines = new("//");

    private TextLayout()
    {
    }

    /// <summary>With the statements and empty lines where their author put them.</summary>
    public static string InFileOrder(StrategySyntax strategy)
    {
        var statements = strategy.Statements.Select(s => (s.Span.Start, Laid: LaidStatement.Of(s)));
        if (strategy.HeaderSpan.Length > 0) statements = statements.Append((strategy.HeaderSpan.Start, LaidStatement.Header(strategy)));
        if (strategy.Language is { } language) statements = statements.Append((language.Span.Start, LaidStatement.Language(language)));
        return Write([.. statements.OrderBy(s => s.Start).Select(s => s.Laid)], strategy);
    }

    /// <summary>With the statements in the order and groups of the canonical print; the rules of entry and exit stay together.</summary>
    public static string InCanonicalOrder(StrategySyntax strategy)
    {
        var header = strategy.Language is { } language ? strategy with { Trivia = StatementOrder.Joined([language.Trivia, strategy.Trivia]) } : strategy;
        List<LaidStatement> statements = [LaidStatement.Header(header)];
        StatementSyntax? last = null;
        foreach (var group in StatementOrder.Groups(strategy))
        {
            bool isApart = last is not EnterSyntax || group[0] is not (ExitSyntax or ExitAfterSyntax);
            statements.AddRange(group.Select((s, i) => LaidStatement.Of(s) with { StartsGroup = i == 0 && isApart }));
            last = group[^1];
        }

        return Write(statements, strategy);
    }

    private static string Write(List<LaidStatement> statements, StrategySyntax strategy)
    {
        var layout = new TextLayout();
        for (int start = 0, end; start < statements.Count; start = end)
        {
            end = start + 1;
            while (end < statements.Count && StandBelow(statements[end - 1], statements[end])) end++;
            layout.WriteRun(statements[start..end]);
        }

        foreach (var comment in strategy.Closing) layout._lines.Comment(0, comment);
        return layout._lines.ToString();
    }

    private static bool StandBelow(LaidStatement above, LaidStatement below) =>
        below.Words.Columns == above.Words.Columns && below.Words.Columns is not StatementColumns.None && !below.IsBelowBlankLine;

    /// <summary>Writes statements that stand in columns, or one alone.</summary>
    private void WriteRun(List<LaidStatement> run)
    {
        int[] widths = [.. Enumerable.Range(0, run.Max(s => s.Words.Words.Length)).Select(column => WidthOf(run, column))];
        for (int start = 0, end; start < run.Count; start = end)
        {
            end = start + 1;
            while (end < run.Count && AreAlike(run[start], run[end])) end++;
            var alike = run[start..end];
            int[] parts = alike.Count == 1 ? [] : [.. Enumerable.Range(0, alike[0].Words.Chain.Length - 1).Select(part => PartWidth(alike, part))];
            foreach (var statement in alike) Write(statement, Leading(statement.Words, widths, run.Count > 1), parts);
        }
    }

    private void Write(LaidStatement statement, string leading, int[] partWidths)
    {
        if (statement.StartsGroup) _lines.BlankLine();
        _lines.Above(0, statement.Trivia);
        var chain = statement.Words.Chain;
        if (!statement.IsBroken)
        {
            var text = new StringBuilder(leading);
            for (int i = 0; i < chain.Length; i++)
                text.Append(i == 0 ? "" : " ").Append(i < partWidths.Length ? chain[i].PadRight(partWidths[i]) : chain[i]);
            string[] lines = [text.ToString(), .. statement.MoreLines];
            foreach (string line in lines[..^1]) _lines.Line(line);
            _lines.Line(lines[^1], statement.Trivia.Behind);
            return;
        }

        for (int i = 0; i < chain.Length; i++)
        {
            foreach (var comment in statement.Parts[i].Above) _lines.Comment(Indentation, comment with { AfterBlankLine = false });
            var behind = statement.Parts[i].Behind ?? (i == chain.Length - 1 ? statement.Trivia.Behind : null);
            _lines.Line(i == 0 ? leading + chain[i] : new string(' ', Indentation) + chain[i], behind);
        }
    }

    /// <summary>The words before the condition, each as wide as its column, and a blank where the condition follows.</summary>
    private static string Leading(PrintedStatement statement, int[] widths, bool isRun)
    {
        var text = new StringBuilder();
        for (int column = 0; column < statement.Words.Length; column++)
        {
            if (statement.Words[column].Length == 0 && widths[column] == 0) continue;
            text.Append(statement.Words[column]);
            if (!HasMore(statement, column)) break;
            text.Append(' ', Math.Max(0, widths[column] - statement.Words[column].Length) + (isRun && column > 0 && statement.Columns is StatementColumns.Parameters ? 2 : 1));
        }

        return text.ToString();
    }

    private static int WidthOf(List<LaidStatement> run, int column) =>
        run.Where(s => column < s.Words.Words.Length && IsAligned(run, column) && HasMore(s.Words, column))
            .Select(s => s.Words.Words[column].Length).Where(w => w <= WidestColumn).DefaultIfEmpty(0).Max();

    // The regime an entry needs is a column where each entry needs one.
    private static bool IsAligned(List<LaidStatement> run, int column) =>
        column < 2 || run[0].Words.Columns is not StatementColumns.Rules || run.All(s => s.Words.Words is not ["enter", _]);

    private static bool HasMore(PrintedStatement statement, int column) =>
        !statement.Chain.IsEmpty || statement.Words.AsSpan()[(column + 1)..].ContainsAnyExcept("");

    /// <summary>True for two rules that are each other's mirror, as far as words show it.</summary>
    private static bool AreAlike(LaidStatement first, LaidStatement second) =>
        !first.IsBroken && !second.IsBroken && first.Words.Words is [var keyword, _] && second.Words.Words is [var other, _] && keyword == other
        && first.Words.Chain.Length == second.Words.Chain.Length && first.Words.Chain.Length > 1 && first.Words.Columns is StatementColumns.Rules
        && IsConjunction(first) && IsConjunction(second);

    private static bool IsConjunction(LaidStatement statement) => statement.Words.Chain[1].StartsWith("and ", StringComparison.Ordinal);

    private static int PartWidth(List<LaidStatement> alike, int part)
    {
        int widest = alike.Max(s => s.Words.Chain[part].Length);
        return widest - alike.Min(s => s.Words.Chain[part].Length) <= WidestGap ? widest : 0;
    }
}
