using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Indicators;

namespace QuantDsl.Language.Syntax;

/// <summary>The YAML notation (JSON is YAML): the specification's keys turned into the same syntax tree.</summary>
public static class YamlReader
{
    /// <summary>Reads a strategy; never throws on content. Where the text is not YAML the tree has no statements.</summary>
    public static ReadResult Read(SourceText source, IndicatorCatalog? catalog = null)
    {
        catalog ??= IndicatorCatalog.Default;
        var diagnostics = new DiagnosticBag(source);
        var strategy = Read(source, new(0, source.Content.Length), diagnostics, catalog, isLibrary: false);
        return new(source, strategy, diagnostics.ToImmutable()) { Catalog = catalog };
    }

    /// <inheritdoc cref="QStratReader.Read(SourceText, TextSpan, DiagnosticBag, bool)"/>
    internal static StrategySyntax Read(SourceText source, TextSpan range, DiagnosticBag diagnostics, IndicatorCatalog catalog, bool isLibrary) =>
        Read(source, range, YamlDocument.Read(source, range, diagnostics), diagnostics, catalog, isLibrary);

    /// <inheritdoc cref="QStratReader.Read(SourceText, TextSpan, DiagnosticBag, bool)"/>
    /// <param name="root">The document at the range; null where there is none, which was reported.</param>
    internal static StrategySyntax Read(SourceText source, TextSpan range, YamlNode? root, DiagnosticBag diagnostics, IndicatorCatalog catalog, bool isLibrary) =>
        new YamlStrategyReader(source, range, diagnostics, catalog).Read(root, isLibrary);
}
