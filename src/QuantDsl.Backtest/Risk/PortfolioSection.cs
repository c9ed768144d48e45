using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;

namespace QuantDsl.Backtest.Risk;

/// <summary>Reads <c>portfolio_level</c> of a risk file.</summary>
internal sealed class PortfolioSection(RiskDocument document, DiagnosticBag diagnostics)
{
    private const string Share = "a share of the equity above 0 and up to 100, which is 10,000 %";

    public PortfolioLimits Read(YamlFields portfolio)
    {
        var limits = new PortfolioLimits
        {
            Drawdown = document.Fraction(portfolio, "max_portfolio_drawdown_pct"),
            DailyLoss = document.Fraction(portfolio, "max_portfolio_daily_loss_pct"),
            TotalExposure = document.Between(portfolio, "max_total_exposure_pct", 0, RiskDocument.MostExposure, Share),
            CorrelatedExposure = document.Between(portfolio, "max_correlated_exposure_pct", 0, RiskDocument.MostExposure, Share),
            CorrelationDays = document.Count(portfolio, "correlation_window_days", PortfolioLimits.LeastCorrelationDays, PortfolioLimits.MostCorrelationDays) ?? PortfolioLimits.DefaultCorrelationDays,
            Correlation = document.Between(portfolio, "correlation_threshold", 0, 1, "a correlation above 0 and up to 1") ?? PortfolioLimits.DefaultCorrelation,
            Symbol = Cap(portfolio, "max_symbol_exposure_pct"),
            AssetClass = Cap(portfolio, "max_asset_class_exposure_pct"),
            Sector = Cap(portfolio, "max_sector_exposure_pct"),
            Regime = Cap(portfolio, "max_regime_exposure_pct"),
            OpenRisk = document.Between(portfolio, "max_open_risk_pct", 0, RiskDocument.MostExposure, Share),
            AssetClasses = Groups(portfolio, "asset_classes"),
            Sectors = Groups(portfolio, "sectors"),
        };
        portfolio.ReportUnknown();
        document.Ordered(portfolio, "max_total_exposure_pct", Limit(limits.TotalExposure), "max_correlated_exposure_pct", Limit(limits.CorrelatedExposure));
        document.Waits(portfolio, "correlation_window_days", ["max_correlated_exposure_pct"]);
        document.Waits(portfolio, "correlation_threshold", ["max_correlated_exposure_pct"]);
        NeedsGroups(portfolio, "max_asset_class_exposure_pct", limits.AssetClass, "asset_classes", limits.AssetClasses);
        NeedsGroups(portfolio, "max_sector_exposure_pct", limits.Sector, "sectors", limits.Sectors);
        return limits;

        static RiskLimit? Limit(double? fraction) => fraction is { } share ? new(share, IsMoney: false) : null;
    }

    /// <summary>One share for every name, or shares by name with one for <c>others</c>.</summary>
    private ExposureCap Cap(YamlFields portfolio, string key)
    {
        if (portfolio.Entry(key) is not { Value: YamlMapping byName } entry)
            return new(document.Between(portfolio, key, 0, RiskDocument.MostExposure, Share + ", or a mapping of names to such shares"), ExposureCap.None.ByName);
        var fields = new YamlFields(byName, diagnostics, entry.KeySpan);
        var limits = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var name in byName.Entries)
            if (document.Between(fields, name.Key, 0, RiskDocument.MostExposure, Share) is { } limit) limits[name.Key] = limit;
        double? others = limits.Remove(PortfolioLimits.Others, out double rest) ? rest : null;
        return new(others, limits.ToImmutable());
    }

    /// <summary>Names of groups by symbol.</summary>
    private ImmutableSortedDictionary<string, string> Groups(YamlFields portfolio, string key)
    {
        var groups = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (portfolio.MappingOf(key) is not { } mapping) return groups.ToImmutable();
        foreach (var entry in mapping.Entries)
        {
            if (entry.Value is YamlScalar { IsNull: false } group) groups[entry.Key] = group.Value;
            else YamlFields.ReportWrong(diagnostics, entry, "a name");
        }

        return groups.ToImmutable();
    }

    /// <summary>A cap of groups needs symbols that are in some.</summary>
    private void NeedsGroups(YamlFields portfolio, string key, ExposureCap cap, string groupsKey, ImmutableSortedDictionary<string, string> groups)
    {
        if (cap.IsNone || portfolio.Mapping.Find(key) is not { } entry || portfolio.IsMisspelled(groupsKey)) return;
        if (groups.IsEmpty)
        {
            diagnostics.Report(RiskDiagnostics.NoGroups, entry.KeySpan, [key, groupsKey], $"add `{groupsKey}:` with a line such as `BTCUSDT: layer1` below it");
            return;
        }

        foreach (var (name, _) in cap.ByName)
        {
            if (groups.ContainsValue(name) || entry.Value is not YamlMapping byName || byName.Find(name) is not { } named) continue;
            string? nearest = NearestName.Of(name, groups.Values.Distinct());
            diagnostics.Report(RiskDiagnostics.UnknownGroup, named.KeySpan, [name, groupsKey],
                nearest is null ? $"known there: {string.Join(", ", groups.Values.Distinct().Select(g => $"`{g}`"))}" : $"did you mean `{nearest}`?",
                nearest is null ? [] : [new CodeFix($"change to `{nearest}`", named.KeySpan, nearest)]);
        }
    }
}
