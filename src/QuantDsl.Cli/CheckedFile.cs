using System.Collections.Immutable;
using QuantDsl.Backtest.Risk;
using QuantDsl.Data;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Indicators;
using QuantDsl.Language.Linking;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Cli;

/// <summary>A file that <c>qdsl check</c> has read: a strategy, the project's settings, a venue or a risk file.</summary>
public sealed record CheckedFile(string Path, ImmutableArray<Diagnostic> Diagnostics)
{
    private static readonly string[] VenueFileKeys = [.. VenueKeys.Venue.Keys.Select(k => k.Name)];

    /// <summary>Null for a file that is none.</summary>
    public StrategyFile? Strategy { get; init; }

    /// <summary>Null for a file that is none.</summary>
    public ProjectSettings? Settings { get; init; }

    /// <summary>Reads a text as what it is, judged by its name and, in YAML, by its keys.</summary>
    /// <param name="source">The text.</param>
    /// <param name="catalog">The indicators of strategies.</param>
    /// <param name="files">The files beside it.</param>
    /// <param name="bindings">Symbols in the place of a template's names.</param>
    public static CheckedFile Of(SourceText source, IndicatorCatalog catalog, IStrategyFiles files, ImmutableDictionary<string, string> bindings)
    {
        var diagnostics = new DiagnosticBag(source);
        switch (KindOf(source))
        {
            case Kind.Settings:
                var settings = ProjectSettings.Read(diagnostics);
                diagnostics.AddRange(ConfigurationDangers.Of(settings));
                return new(source.Path, diagnostics.ToImmutable()) { Settings = settings };
            case Kind.Venue:
                return new(source.Path, Venues.Check(source));
            case Kind.Risk:
                RiskDocument.Read(diagnostics);
                return new(source.Path, diagnostics.ToImmutable());
            default:
                var read = StrategyReader.ReadStrategyOrLibrary(source, catalog) with { Files = files, Bindings = bindings };
                var strategy = new StrategyFile(source.Path, read, Binder.Bind(read));
                return new(source.Path, strategy.Diagnostics) { Strategy = strategy };
        }
    }

    /// <summary>What is wrong with files that are used together: settings, and the strategies that are run by them.</summary>
    public static IEnumerable<Diagnostic> Together(IReadOnlyCollection<CheckedFile> files) =>
        files.Select(f => f.Settings).OfType<ProjectSettings>()
            .SelectMany(settings => files.Select(f => f.Strategy).OfType<StrategyFile>().SelectMany(strategy => ConfigurationDangers.Of(settings, strategy)));

    /// <summary>Misspelt keys count as what they were meant to be; a file that could be several is a strategy.</summary>
    private static Kind KindOf(SourceText source)
    {
        string name = System.IO.Path.GetFileName(source.Path);
        if (name.Equals(ProjectFolder.SettingsName, StringComparison.OrdinalIgnoreCase)) return Kind.Settings;
        if (System.IO.Path.GetExtension(name).ToLowerInvariant() is not (".yaml" or ".yml")) return Kind.Strategy;
        if (YamlDocument.Read(source, new(source)) is not YamlMapping mapping) return Kind.Strategy;
        string[] strategyKeys = [.. YamlKeys.Strategy.Keys.Select(k => k.Name)], riskKeys = [.. RiskKeys.File.Keys.Select(k => k.Name)];
        int strategy = 0, venue = 0, risk = 0;
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key is "name" or "description") continue;
            if (strategyKeys.Contains(entry.Key)) strategy++;
            else if (VenueFileKeys.Contains(entry.Key) || NearestName.Of(entry.Key, VenueFileKeys) is not null) venue++;
            else if (riskKeys.Contains(entry.Key) || NearestName.Of(entry.Key, riskKeys) is not null) risk++;
        }

        return venue > strategy && venue >= risk ? Kind.Venue : risk > strategy ? Kind.Risk : Kind.Strategy;
    }

    private enum Kind
    {
        Strategy,
        Settings,
        Venue,
        Risk,
    }
}
