using System.Text.Json;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Research.Json;

/// <summary>The object <c>breakdowns</c>: for each way of grouping an array of groups.</summary>
internal static class BreakdownJson
{
    public static void Write(Utf8JsonWriter writer, IEnumerable<Breakdown> breakdowns)
    {
        writer.WriteStartObject("breakdowns");
        foreach (var breakdown in breakdowns)
        {
            writer.WriteStartArray(breakdown.By);
            foreach (var group in breakdown.Groups) WriteGroup(writer, group);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter writer, BreakdownGroup group)
    {
        writer.WriteStartObject();
        writer.WriteString("name", group.Name);
        writer.WriteNumber("trades", group.Trades);
        writer.WriteNumber("wins", group.Wins);
        writer.WriteNumber("losses", group.Losses);
        ResultJson.WriteNumber(writer, "winRate", group.WinRate);
        ResultJson.WriteNumber(writer, "profitFactor", group.ProfitFactor);
        ResultJson.WriteNumber(writer, "netPnl", group.NetPnl);
        ResultJson.WriteNumber(writer, "expectancy", group.Expectancy);
        ResultJson.WriteNumber(writer, "meanR", group.MeanR);
        ResultJson.WriteNumber(writer, "fees", group.Fees);
        ResultJson.WriteNumber(writer, "funding", group.Funding);
        ResultJson.WriteNumber(writer, "slippage", group.Slippage);
        writer.WriteEndObject();
    }
}
