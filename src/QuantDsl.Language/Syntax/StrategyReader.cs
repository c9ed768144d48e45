using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Linking;

namespace QuantDsl.Language.Syntax;

/// <summary>A tree and the problems found while reading it.</summary>
public sealed record ReadResult(SourceText Source, StrategySyntax Strategy, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The indicators its names are looked up in; the built-in ones unless the project has more.</summary>
    public IndicatorCatalog Catalog { get; init; } = IndicatorCatalog.Default;

    /// <summary>Where the files are that it uses or extends; null for a text that has none beside it.</summary>
    public IStrategyFiles? Files { get; init; }

    /// <summary>True for a file read as one that others use: it needs no header, timeframe or rule, and is no strategy.</summary>
    public bool IsLibrary { get; init; }

    /// <summary>Symbols in the place of the names a template has for them: <c>A</c> → <c>BTCUSDT</c>.</summary>
    public ImmutableDictionary<string, string> Bindings { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);
}

/// <summary>The one door for strategy files: chooses the notation by the file's extension; never throws on content.</summary>
public static class StrategyReader
{
    /// <summary><c>.yaml</c>, <c>.yml</c> and <c>.json</c> are YAML; everything else is text, as <c>.qstrat</c> is.</summary>
    /// <param name="source">The text; its path chooses the notation.</param>
    /// <param name="catalog">The built-in indicators when null.</param>
    public static ReadResult Read(SourceText source, IndicatorCatalog? catalog = null)
    {
        catalog ??= IndicatorCatalog.Default;
        return IsYaml(source.Path) ? YamlReader.Read(source, catalog) : QStratReader.Read(source) with { Catalog = catalog };
    }

    /// <summary>The same, but a file without a name that says nothing else than what others may use, a <c>define</c> among it, is read as a library.</summary>
    /// <inheritdoc cref="Read(SourceText, IndicatorCatalog?)"/>
    public static ReadResult ReadStrategyOrLibrary(SourceText source, IndicatorCatalog? catalog = null)
    {
        catalog ??= IndicatorCatalog.Default;
        var read = Read(source, catalog);
        if (read.Strategy.Name.Text.Length > 0 || !read.Strategy.OfKind<DefineSyntax>().Any()
            || !read.Strategy.Statements.All(s => s is UseSyntax || StatementKey.IsDefinition(s))) return read;
        var diagnostics = new DiagnosticBag(source);
        var whole = new TextSpan(0, source.Content.Length);
        var strategy = IsYaml(source.Path) ? YamlReader.Read(source, whole, diagnostics, catalog, isLibrary: true) : QStratReader.Read(source, whole, diagnostics, isLibrary: true);
        return new(source, strategy, diagnostics.ToImmutable()) { Catalog = catalog, IsLibrary = true };
    }

    /// <summary>True for a file whose statements are text of their own, which can be deleted and put in front of others.</summary>
    internal static bool HasStatementText(string path) => !IsYaml(path);

    /// <summary>True for a file in the YAML notation, judged by its ending.</summary>
    internal static bool IsYaml(string path) => Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml" or ".json";
}
