using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Indicators;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Formatting;

/// <summary>What formatting made of a file.</summary>
/// <param name="Text">The formatted text; the file's own where it has errors.</param>
/// <param name="Diagnostics">Why it was left alone; warnings, too, where it was not.</param>
public sealed record FormatResult(SourceText Source, string Text, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(d => d.Severity is Severity.Error);

    /// <summary>True where the file is not as it should be.</summary>
    public bool IsChanged => Text != Source.Content;
}

/// <summary>Strategy files as people read them: the same words in one layout, with every comment and the author's empty lines.</summary>
public static class StrategyFormatter
{
    /// <summary>
    /// The same file in the one layout. What it means, the order of its statements or keys, and its comments do not change, and the
    /// result formats to itself. A file whose syntax has errors is left as it is.
    /// </summary>
    public static FormatResult Format(SourceText source, IndicatorCatalog? catalog = null)
    {
        catalog ??= IndicatorCatalog.Default;
        var (read, root) = ReadLoosely(source, catalog);
        var result = new FormatResult(source, source.Content, read.Diagnostics);
        if (result.HasErrors) return result;
        string text = !StrategyReader.IsYaml(source.Path) ? TextLayout.InFileOrder(CommentAttachment.Attach(read))
            : root is null ? source.Content : YamlLayout.Write(source, root, Expressions(read.Strategy));
        if (text == source.Content) return result;
        if (!IsSame((read, root), ReadLoosely(new(source.Path, text), catalog)))
            return result with { Diagnostics = [Diagnostic.At(source, new(0, Math.Min(1, source.Content.Length)), FormattingDiagnostics.CannotKeep) with { Help = "write what is unusual in it, such as a text over several lines, in a plainer way" }] };
        return result with { Text = source.Content.Contains("\r\n", StringComparison.Ordinal) ? text.ReplaceLineEndings("\r\n") : text };
    }

    /// <summary>A strategy in the text notation, its statements in canonical order, with the comments of its file.</summary>
    public static string ToText(ReadResult read) => TextLayout.InCanonicalOrder(CommentAttachment.Attach(read));

    /// <summary>A strategy in the YAML notation, with the comments of its file.</summary>
    public static string ToYaml(ReadResult read) => YamlPrinter.PrintAsWritten(CommentAttachment.Attach(read));

    /// <summary>Reads what may be a library as well as a strategy: layout does not ask for a name.</summary>
    /// <returns>The tree, and the document it was read from where that is YAML.</returns>
    private static (ReadResult Read, YamlNode? Root) ReadLoosely(SourceText source, IndicatorCatalog catalog)
    {
        var diagnostics = new DiagnosticBag(source);
        var range = new TextSpan(0, source.Content.Length);
        var root = StrategyReader.IsYaml(source.Path) ? YamlDocument.Read(source, diagnostics) : null;
        var strategy = StrategyReader.IsYaml(source.Path)
            ? YamlReader.Read(source, range, root, diagnostics, catalog, isLibrary: true)
            : QStratReader.Read(source, range, diagnostics, isLibrary: true);
        return (new(source, strategy, diagnostics.ToImmutable()) { Catalog = catalog }, root);
    }

    // Names and numbers have one spelling, or stand for more than they say.
    private static Dictionary<TextSpan, ExpressionSyntax> Expressions(StrategySyntax strategy)
    {
        Dictionary<TextSpan, ExpressionSyntax> all = [];
        foreach (var expression in strategy.Statements.SelectMany(SyntaxWalk.ExpressionsOf).SelectMany(SyntaxWalk.SelfAndDescendants))
            if (expression is not (NameSyntax or NumberSyntax)) all.TryAdd(expression.Span, expression);
        return all;
    }

    /// <summary>The promise, held where it is given: layout that would lose something is no layout.</summary>
    private static bool IsSame((ReadResult Read, YamlNode? Root) before, (ReadResult Read, YamlNode? Root) after) =>
        SyntaxPrinter.Print(before.Read.Strategy) == SyntaxPrinter.Print(after.Read.Strategy) && Comments(before).SequenceEqual(Comments(after));

    private static IEnumerable<string> Comments((ReadResult Read, YamlNode? Root) file) =>
        (StrategyReader.IsYaml(file.Read.Source.Path) ? CommentScan.Yaml(file.Read.Source, file.Root) : CommentScan.Text(file.Read.Source)).Select(c => c.Text);
}
