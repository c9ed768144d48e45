using System.Text.Json;
using QuantDsl.Data.Query;
using QuantDsl.Research.Json;

namespace QuantDsl.Research.Trades;

/// <summary>The trade log as JSON.</summary>
public static class TradeLogJson
{
    /// <summary>Writes the properties of a whole log into an object that is open and has its <c>schema</c>.</summary>
    public static void Write(Utf8JsonWriter writer, TradeLog log)
    {
        writer.WriteNumber("runId", log.RunId);
        writer.WriteString("tradeType", log.TradeType);
        writer.WriteStartArray("members");
        foreach (var member in log.Members)
        {
            writer.WriteStartObject();
            writer.WriteNumber("strategyId", member.StrategyId);
            writer.WriteString("strategy", member.Strategy);
            writer.WriteString("symbol", member.Symbol);
            writer.WriteString("timeframe", member.Timeframe);
            ResultJson.WriteNumber(writer, "weight", member.Weight);
            writer.WritePropertyName("parameters");
            writer.WriteRawValue(member.Parameters);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("trades");
        foreach (var trade in log.Trades)
        {
            writer.WriteStartObject();
            foreach (var column in TradeLogColumns.All) Write(writer, column, trade);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes one column as a property of the object that is open.</summary>
    public static void Write(Utf8JsonWriter writer, TradeLogColumn column, LoggedTrade trade)
    {
        switch (column.Read(trade))
        {
            case string text: writer.WriteString(column.Name, text); break;
            case long instant when column.Type == ColumnType.Instant: writer.WriteString(column.Name, UtcTime.Print(instant)); break;
            case long whole: writer.WriteNumber(column.Name, whole); break;
            case double number: writer.WriteNumber(column.Name, number); break;
            default: writer.WriteNull(column.Name); break;
        }
    }
}
