using System.Text.RegularExpressions;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
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

    private readonly DiagnosticBag _diagnostics;
    private readonly HashSet<(string Code, TextSpan Span)> _reported = [];
    private readonly TextSpan[] _unread;

    public BindingContext(ReadResult read, IndicatorCatalog catalog)
    {
        _diagnostics = new(read.Source);
        _diagnostics.AddRange(read.Diagnostics);
        _unread = [.. read.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Span)];
        Catalog = catalog;
        Timeframe = read.Strategy.OfKind<TimeframeSyntax>().FirstOrDefault()?.Timeframe;
        Symbols = new(this, read.Strategy);
        MayHaveLostStatements = read.Diagnostics.Any(d => d.Severity == Severity.Error && !SweepErrors.Contains(d.Descriptor));
    }

    public IndicatorCatalog Catalog { get; }

    public SymbolTable Symbols { get; }

    /// <summary>Null when it is missing or could not be read.</summary>
    public Timeframe? Timeframe { get; }

    /// <summary>True when the reader met errors that may have cost it a statement: what seems absent or unused then may not be.</summary>
    public bool MayHaveLostStatements { get; }

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
        if (Array.Exists(_unread, u => u.Overlaps(span)) || !_reported.Add((descriptor.Code, span))) return;
        _diagnostics.Add(Diagnostic.At(_diagnostics.Source, span, descriptor, arguments) with
        {
            Help = help,
            Fixes = fix is null ? [] : [fix],
            Secondary = secondary,
        });
    }

    /// <summary>True when the text declares a name in a statement the reader had to give up, which it has reported.</summary>
    public bool IsLost(string name) => MayHaveLostStatements
        && Regex.IsMatch(_diagnostics.Source.Content, $@"(?<!\w){Regex.Escape(name)}\s*(:|=(?!=))");

    /// <summary>An expression as a message shows it: canonical text, shortened when it is long.</summary>
    public static string Quote(ExpressionSyntax expression)
    {
        string text = expression is NameSyntax name ? name.Name : SyntaxPrinter.Print(expression);
        return text.Length <= QuoteLimit ? text : text[..(QuoteLimit - 1)] + "…";
    }
}
