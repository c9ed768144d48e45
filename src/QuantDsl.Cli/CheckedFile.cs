using System.Collections.Immutable;
using QuantDsl.Backtest.Risk;
using QuantDsl.Data;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Indicators;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Cli;

/// <summary>A file that <c>qdsl check</c> has read: a strategy, the project's settings, a venue or a risk file.</summary>
public sealed record CheckedFile(string Path, ImmutableArray<Diagnostic> Diagnostics)
{
    private static readonly string[] VenueKeys = ["fees", "funding_interval_hours", "instruments", "default_instrument", "margin_tables"];

    /// <summary>Null for a file that is none.</summary>
    public StrategyFile? Strategy { get; init; }

    /// <summary>Null for a file that is none.</summary>
    public ProjectSettings? Settings { get; init; }

    /// <summary>Reads a file as what it is.</summary>
    public static CheckedFile Read(string path, IndicatorCatalog catalog, Terminal terminal, string[]? bind)
    {
        string name = System.IO.Path.GetFileName(path);
        bool isYaml = System.IO.Path.GetExtension(name).ToLowerInvariant() is ".yaml" or ".yml";
        bool isSettings = name.Equals(ProjectFolder.SettingsName, StringComparison.OrdinalIgnoreCase);
        var source = isYaml ? InputFiles.ReadText(path, terminal) : null;
        var diagnostics = source is null ? null : new DiagnosticBag(source);
        if (source is not null && diagnostics is not null && isSettings)
        {
            var settings = ProjectSettings.Read(diagnostics);
            diagnostics.AddRange(ConfigurationDangers.Of(settings));
            return new(path, diagnostics.ToImmutable()) { Settings = settings };
        }

        switch (source is null ? Kind.Strategy : KindOf(source))
        {
            case Kind.Venue when source is not null:
                return new(path, Venues.Check(source));
            case Kind.Risk when diagnostics is not null:
                RiskDocument.Read(diagnostics);
                return new(path, diagnostics.ToImmutable());
            default:
                var strategy = StrategyFile.LoadToCheck(path, catalog, terminal, bind);
                return new(path, strategy.Diagnostics) { Strategy = strategy };
        }
    }

    /// <summary>Judged by the keys at the top, misspelt ones included; a file that could be several is a strategy.</summary>
    private static Kind KindOf(SourceText source)
    {
        if (YamlDocument.Read(source, new(source)) is not YamlMapping mapping) return Kind.Strategy;
        string[] strategyKeys = [.. YamlKeys.Strategy.Keys.Select(k => k.Name)], riskKeys = [.. RiskKeys.File.Keys.Select(k => k.Name)];
        int strategy = 0, venue = 0, risk = 0;
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key is "name" or "description") continue;
            if (strategyKeys.Contains(entry.Key)) strategy++;
            else if (VenueKeys.Contains(entry.Key) || NearestName.Of(entry.Key, VenueKeys) is not null) venue++;
            else if (riskKeys.Contains(entry.Key) || NearestName.Of(entry.Key, riskKeys) is not null) risk++;
        }

        return venue > strategy && venue >= risk ? Kind.Venue : risk > strategy ? Kind.Risk : Kind.Strategy;
    }

    private enum Kind
    {
        Strategy,
        Venue,
        Risk,
    }
}
