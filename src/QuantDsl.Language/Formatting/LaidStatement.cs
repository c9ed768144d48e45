using System.Collections.Immutable;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Formatting;

/// <summary>A statement on its way to a line: its words, and the comments that go with it.</summary>
internal sealed record LaidStatement
{
    /// <summary>A condition that would make its line longer stands in one line a part.</summary>
    private const int LongestLine = 120;

    private LaidStatement(PrintedStatement words, Trivia trivia) => (Words, Trivia) = (words, trivia);

    public PrintedStatement Words { get; }

    /// <summary>What stands above it and behind its last line.</summary>
    public Trivia Trivia { get; private init; }

    /// <summary>What goes with each part of its condition.</summary>
    public ImmutableArray<Trivia> Parts { get; private init; } = [];

    /// <summary>Further lines that belong to the first: the description below the name.</summary>
    public ImmutableArray<string> MoreLines { get; private init; } = [];

    /// <summary>True for the first of a group, which an empty line parts from the one above.</summary>
    public bool StartsGroup { get; init; }

    /// <summary>True where each part of its condition stands on a line: where its author began one or commented one, and where it is long.</summary>
    public bool IsBroken => Words.Chain.Length > 1 && (Parts.Skip(1).Any(p => p.StartsLine) || Parts.Any(p => p.Comments.Any()) || Words.ToString().Length > LongestLine);

    public bool IsBelowBlankLine => StartsGroup || Trivia.AfterBlankLine || Trivia.Above.Any(c => c.AfterBlankLine);

    public static LaidStatement Of(StatementSyntax statement)
    {
        ImmutableArray<Trivia> parts = [.. CommentAttachment.PartsOf(CommentAttachment.ConditionOf(statement)).Select(p => p.Trivia)];
        var trivia = statement.Trivia;
        if (statement is ParameterSyntax { Sweep: { } sweep } && sweep.Trivia.Comments.Any()) trivia = StatementOrder.Below(trivia, sweep.Trivia.Comments);
        if (parts is [var first, .., var last])
        {
            // Between `when` and what it asks there is no line for a comment, and at the end of one there is room for one.
            if (!first.Above.IsEmpty) trivia = StatementOrder.Below(trivia, first.Above);
            if (last.Behind is not null && trivia.Behind is { } behind) trivia = StatementOrder.Below(trivia with { Behind = null }, [behind]);
            parts = parts.SetItem(0, parts[0] with { Above = [] });
        }

        return new(StatementPrinter.AsWritten.Print(statement), trivia) { Parts = parts };
    }

    public static LaidStatement Header(StrategySyntax strategy)
    {
        string[] lines = [.. StatementPrinter.Header(strategy)];
        return new(new(StatementColumns.None, [lines[0]], []), strategy.Trivia) { MoreLines = [.. lines.Skip(1)] };
    }

    public static LaidStatement Language(LanguageSyntax language) => new(new(StatementColumns.None, ["language 1"], []), language.Trivia);
}
