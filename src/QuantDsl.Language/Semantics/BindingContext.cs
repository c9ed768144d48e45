using System.Collections.Immutable;
using System.Text.RegularExpressions;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Linking;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>What every part of one binding shares: where problems go, the catalog, the timeframe, and what the reader could not read.</summary>
internal sealed class BindingContext
{
    private const int QuoteLimit = 60;

    /// <summary>Reader errors about a sweep alone: every rule was read.</summary>
    private static readonly DiagnosticDescriptor[] SweepErrors =
        [YamlDiagnostics.SweptNameUnbound, YamlDiagnostics.SweptThroughParameter, YamlDiagnostics.SweptTwice];

    /// <summary>Errors after which a file's definitions are not there.</summary>
    private static readonly DiagnosticDescriptor[] FileErrors =
        [LinkingDiagnostics.FileNotFound, LinkingDiagnostics.FileUnreadable, LinkingDiagnostics.CyclicFiles, LinkingDiagnostics.TooManyFiles, LinkingDiagnostics.NoOtherFiles];

    private readonly DiagnosticBag _diagnostics;
    private readonly HashSet<(string Code, TextSpan Span)> _reported = [];
    private readonly TextSpan[] _unread;

    private readonly SourceLayout? _layout;

    /// <param name="read">The tree to bind, and what its reader reported.</param>
    /// <param name="catalog">What calls are looked up in.</param>
    /// <param name="layout">The files of the tree; null for one text.</param>
    public BindingContext(ReadResult read, IndicatorCatalog catalog, SourceLayout? layout = null)
    {
        _layout = layout;
        _diagnostics = new(read.Source);
        _diagnostics.AddRange(read.Diagnostics);
        _unread = [.. read.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Span)];
        Catalog = catalog;
        Timeframe = read.Strategy.OfKind<TimeframeSyntax>().FirstOrDefault()?.Timeframe;
        TimeframePlace = read.Strategy.OfKind<TimeframeSyntax>().FirstOrDefault()?.Span;
        Symbols = new(this, read.Strategy);
        MayMissFiles = read.Diagnostics.Any(d => FileErrors.Contains(d.Descriptor));
        MayHaveLostStatements = read.Diagnostics.Any(d => d.Severity == Severity.Error && !SweepErrors.Contains(d.Descriptor));
    }

    public IndicatorCatalog Catalog { get; }

    /// <summary>Names of definitions, whose calls are already replaced.</summary>
    public ImmutableArray<string> Definitions { get; init; } = [];

    public SymbolTable Symbols { get; }

    /// <summary>Null when it is missing or could not be read.</summary>
    public Timeframe? Timeframe { get; }

    /// <summary>Where it is declared.</summary>
    public TextSpan? TimeframePlace { get; }

    /// <summary>True when the reader met errors that may have cost it a statement: what seems absent or unused then may not be.</summary>
    public bool MayHaveLostStatements { get; }

    /// <summary>True when a file it uses or extends could not be read: what nothing defines may be defined there.</summary>
    public bool MayMissFiles { get; }

    /// <summary>Names that mistyped ones were probably meant to be.</summary>
    public HashSet<string> MeantNames { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that nothing defines, reported together at the end.</summary>
    public UnknownNames UnknownNames { get; } = new();

    public DiagnosticBag Diagnostics => _diagnostics;

    /// <summary>Reports a problem once: the same code at the same place is one mistake, however many rules lead there.</summary>
    public void Report(DiagnosticDescriptor descriptor, TextSpan span, object[] arguments, string? help = null,
        CodeFix? fix = null, (TextSpan Span, string Label)? secondary = null)
    {
        // Where the reader stumbled, the tree is a guess, and the mistake is already told.
        if (_diagnostics.IsFull && descriptor.Severity == Severity.Error) return;
        if (Array.Exists(_unread, u => u.Overlaps(span)) || !_reported.Add((descriptor.Code, span))) return;
        _diagnostics.Add(Diagnostic.At(_diagnostics.Source, span, descriptor, arguments) with
        {
            Help = help,
            Fixes = fix is null ? [] : [fix],
            Secondary = secondary,
        });
    }

    /// <summary>True when the text declares a name in a statement the reader had to give up, which it has reported.</summary>
    /// <param name="name">The name.</param>
    /// <param name="use">Where it is read, which is no declaration of it: <c>in trending:</c> looks like one.</param>
    public bool IsLost(string name, TextSpan use) => MayHaveLostStatements
        && Regex.Matches(_diagnostics.Source.Content, $@"(?<!\w){Regex.Escape(name)}\s*(:|=(?!=))").Any(match => match.Index != use.Start);

    /// <summary>A fix that deletes a statement; null where a statement has no text of its own.</summary>
    public CodeFix? Removal(TextSpan statement) =>
        HasText(statement) ? new("remove it", ItemRemoval.OfStatement(_diagnostics.Source.Content, statement), "") : null;

    /// <summary>A fix that deletes an item of a list, its comma included; null for the first, and where a statement has no text of its own.</summary>
    public CodeFix? RemovalOfItem(TextSpan item)
    {
        int start = ItemRemoval.StartBefore(_diagnostics.Source.Content, item.Start);
        return HasText(item) && start < item.Start ? new("remove it", TextSpan.FromBounds(start, item.End), "") : null;
    }

    /// <summary>A fix that puts a statement on a line before another; null where a statement has no text of its own.</summary>
    public CodeFix? Insertion(TextSpan before, string statement) =>
        HasText(before) ? new($"insert `{statement}`", new(before.Start, 0), $"{statement}\n") : null;

    private bool HasText(TextSpan span) =>
        span.End <= _diagnostics.Source.Content.Length && StrategyReader.HasStatementText((_layout?.FileAt(span.Start) ?? _diagnostics.Source).Path);

    /// <summary>An expression as a message shows it: canonical text, shortened when it is long.</summary>
    public static string Quote(ExpressionSyntax expression)
    {
        string text = expression is NameSyntax name ? name.Name : SyntaxPrinter.Print(expression);
        return text.Length <= QuoteLimit ? text : text[..(QuoteLimit - 1)] + "…";
    }
}
