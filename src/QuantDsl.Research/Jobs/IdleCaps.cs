using QuantDsl.Backtest;
using QuantDsl.Backtest.Risk;

namespace QuantDsl.Research.Jobs;

/// <summary>Caps of a risk file that no member of a portfolio can meet.</summary>
internal static class IdleCaps
{
    /// <param name="symbols">That are traded.</param>
    /// <param name="regimes">That strategies of the portfolio have.</param>
    /// <returns>A warning for each name, in the order of the file's keys.</returns>
    public static IEnumerable<string> Of(PortfolioLimits limits, IReadOnlyCollection<string> symbols, IReadOnlyCollection<string> regimes)
    {
        foreach (string name in limits.Symbol.ByName.Keys.Except(symbols)) yield return Warning("max_symbol_exposure_pct", name);
        foreach (string warning in Groups("max_asset_class_exposure_pct", limits.AssetClass, limits.AssetClasses)) yield return warning;
        foreach (string warning in Groups("max_sector_exposure_pct", limits.Sector, limits.Sectors)) yield return warning;
        foreach (string name in limits.Regime.ByName.Keys.Except(regimes)) yield return Warning("max_regime_exposure_pct", name);

        IEnumerable<string> Groups(string key, ExposureCap cap, IReadOnlyDictionary<string, string> groups)
        {
            if (cap.IsNone) return [];
            string[] traded = [.. symbols.Where(groups.ContainsKey).Select(symbol => groups[symbol])];
            // Without a symbol in any group the cap as a whole is idle.
            return traded.Length == 0 ? [Warning(key, groups.Keys.First())] : cap.ByName.Keys.Except(traded).Select(name => Warning(key, name));
        }
    }

    private static string Warning(string key, string name) =>
        $"{BacktestDiagnostics.CapOfNobody.Code}: {string.Format(System.Globalization.CultureInfo.InvariantCulture, BacktestDiagnostics.CapOfNobody.Message, key, name)}";
}
