using System.Text.Json;
using QuantDsl.Backtest;
using QuantDsl.Backtest.Risk;

namespace QuantDsl.Research.Json;

/// <summary>What a risk file sets, in documents and run keys, by their names in the file. Fractions are fractions, times are milliseconds.</summary>
internal static class RiskJson
{
    /// <summary>Writes sizing, caps, <c>limits</c> (null where nothing is limited) and <c>portfolioLimits</c>.</summary>
    public static void Write(Utf8JsonWriter writer, AccountSettings account)
    {
        var (limits, portfolio) = (account.Limits, account.Portfolio);
        writer.WriteString("sizing", ResultNames.Of(account.Sizing));
        ResultJson.WriteNumber(writer, "maxPosition", account.MaxPosition);
        ResultJson.WriteNumber(writer, "maxLeverage", account.MaxLeverage);
        if (limits.IsNone)
        {
            writer.WriteNull("limits");
        }
        else
        {
            writer.WriteStartObject("limits");
            Limit(writer, "maxDrawdownScale", limits.DrawdownScale);
            Limit(writer, "maxDrawdownHalt", limits.DrawdownHalt);
            Limit(writer, "maxDailyLoss", limits.DailyLoss);
            ResultJson.WriteNumber(writer, "maxConsecutiveLosses", limits.ConsecutiveLosses);
            ResultJson.WriteNumber(writer, "pauseAfterLossesMs", limits.PauseAfterLossesMs);
            ResultJson.WriteNumber(writer, "cooldownAfterHaltMs", limits.CooldownAfterHaltMs);
            ResultJson.WriteNumber(writer, "cooldownAfterLossMs", limits.CooldownAfterLossMs);
            ResultJson.WriteNumber(writer, "cooldownAfterExitMs", limits.CooldownAfterExitMs);
            ResultJson.WriteNumber(writer, "maxPositionDurationMs", limits.PositionDurationMs);
            ResultJson.WriteNumber(writer, "maxOrderNotional", limits.OrderNotional);
            ResultJson.WriteNumber(writer, "maxOrdersPerMinute", limits.OrdersPerMinute);
            ResultJson.WriteNumber(writer, "maxContracts", limits.Contracts);
            Limit(writer, "stop", limits.Stop);
            writer.WriteEndObject();
        }

        if (portfolio.IsNone) return;
        writer.WriteStartObject("portfolioLimits");
        ResultJson.WriteNumber(writer, "maxPortfolioDrawdown", portfolio.Drawdown);
        ResultJson.WriteNumber(writer, "maxPortfolioDailyLoss", portfolio.DailyLoss);
        ResultJson.WriteNumber(writer, "maxTotalExposure", portfolio.TotalExposure);
        ResultJson.WriteNumber(writer, "maxCorrelatedExposure", portfolio.CorrelatedExposure);
        if (portfolio.CorrelatedExposure is not null)
        {
            writer.WriteNumber("correlationWindowDays", portfolio.CorrelationDays);
            ResultJson.WriteNumber(writer, "correlationThreshold", portfolio.Correlation);
        }

        Cap(writer, "maxSymbolExposure", portfolio.Symbol, null);
        Cap(writer, "maxAssetClassExposure", portfolio.AssetClass, portfolio.AssetClasses);
        Cap(writer, "maxSectorExposure", portfolio.Sector, portfolio.Sectors);
        Cap(writer, "maxRegimeExposure", portfolio.Regime, null);
        ResultJson.WriteNumber(writer, "maxOpenRisk", portfolio.OpenRisk);
        writer.WriteEndObject();
    }

    /// <summary>Limits by name, the one of all other names as <c>others</c>, and the groups of the symbols.</summary>
    private static void Cap(Utf8JsonWriter writer, string name, ExposureCap cap, IReadOnlyDictionary<string, string>? groups)
    {
        if (cap.IsNone) return;
        writer.WriteStartObject(name);
        foreach (var (key, limit) in cap.ByName) ResultJson.WriteNumber(writer, key, limit);
        ResultJson.WriteNumber(writer, PortfolioLimits.Others, cap.Others);
        if (groups is not null)
        {
            writer.WriteStartObject("symbols");
            foreach (var (symbol, group) in groups) writer.WriteString(symbol, group);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Limit(Utf8JsonWriter writer, string name, RiskLimit? limit)
    {
        if (limit is not { } value)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        ResultJson.WriteNumber(writer, value.IsMoney ? "money" : "fraction", value.Amount);
        writer.WriteEndObject();
    }
}
