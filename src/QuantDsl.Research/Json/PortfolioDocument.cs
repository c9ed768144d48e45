using System.Text.Json;
using QuantDsl.Backtest.Portfolio;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Research.Json;

/// <summary>What the document of <c>qdsl backtest --json</c> has of a portfolio.</summary>
internal static class PortfolioDocument
{
    /// <summary>In the place of one strategy, its data and its parameters: the members, what they share, and each one's own result.</summary>
    public static void Write(Utf8JsonWriter writer, PortfolioReport portfolio)
    {
        writer.WriteStartObject("portfolio");
        writer.WriteString("from", UtcTime.Print(portfolio.Result.StartUtcMs));
        writer.WriteString("to", UtcTime.Print(portfolio.Result.EndUtcMs));
        WriteRebalancing(writer, portfolio.Inputs.Rebalancing);
        ResultJson.WriteNumber(writer, "rebalancedValue", portfolio.Result.RebalancedValue);
        ResultJson.WriteBuyAndHold(writer, portfolio.BuyAndHold);
        writer.WriteEndObject();
        writer.WriteStartArray("members");
        foreach (var member in portfolio.Members) WriteMember(writer, member);
        writer.WriteEndArray();
        ResultJson.WriteTexts(writer, "warnings", portfolio.Warnings);
    }

    /// <summary>How often open positions are resized; null for never.</summary>
    public static void WriteRebalancing(Utf8JsonWriter writer, Rebalancing? rebalancing)
    {
        if (rebalancing is null)
        {
            writer.WriteNull("rebalancing");
            return;
        }

        writer.WriteStartObject("rebalancing");
        writer.WriteString("period", rebalancing.Period.ToString().ToLowerInvariant());
        ResultJson.WriteNumber(writer, "maxTurnover", rebalancing.MaxTurnover);
        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, MemberReport member)
    {
        writer.WriteStartObject();
        ResultJson.WriteNumber(writer, "weight", member.Weight);
        ResultJson.WriteDescription(writer, member.Description, member.Parameters);
        ResultJson.WriteNumber(writer, "netPnl", member.Metrics.FinalEquity - member.Result.InitialEquity);
        ResultJson.WriteMetrics(writer, member.Metrics);
        ResultJson.WriteRefusals(writer, member.Result.Refusals);
        writer.WriteEndObject();
    }
}
