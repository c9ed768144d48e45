using System.Text.Json;
using QuantDsl.Compiler.Columns;
using QuantDsl.Research.Explanation;

namespace QuantDsl.Research.Json;

/// <summary>The document of <c>qdsl why --at --json</c>.</summary>
public static class WhyDocument
{
    /// <summary>Writes its properties into an object that is open and has its <c>schema</c>.</summary>
    public static void Write(Utf8JsonWriter writer, CloseExplanation why)
    {
        ResultJson.WriteDescription(writer, why.Description, why.Parameters);
        writer.WriteString("asked", UtcTime.Print(why.AskedUtcMs));
        WriteBar(writer, why);
        WriteWarmth(writer, why.Warmth);
        if (why.Regime is { } regime) writer.WriteString("regime", regime.Length == 0 ? null : regime);
        writer.WriteStartArray("rules");
        foreach (var rule in why.Rules)
        {
            writer.WriteStartObject();
            writer.WriteString("rule", rule.Name);
            writer.WriteBoolean("asked", rule.Applies);
            writer.WriteString("instead", rule.Instead.Length == 0 ? null : rule.Instead);
            WriteClause(writer, "condition", rule.Reading);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("names");
        foreach (var named in why.Names)
        {
            writer.WriteStartObject();
            writer.WriteString("name", named.Name);
            writer.WriteString("definition", named.Definition);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("filters");
        foreach (var filter in why.Filters)
        {
            writer.WriteStartObject();
            writer.WriteString("filter", filter.Name);
            writer.WriteBoolean("passed", filter.Passed);
            writer.WriteString("seen", filter.Seen);
            writer.WriteString("wanted", filter.Wanted);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteAccount(writer, why);
        WriteHappenings(writer, why);
    }

    /// <summary>A verdict as the document names it.</summary>
    public static string Name(Verdict verdict) => verdict switch { Verdict.Holds => "holds", Verdict.Fails => "fails", _ => "undefined" };

    private static void WriteBar(Utf8JsonWriter writer, CloseExplanation why)
    {
        writer.WriteStartObject("bar");
        writer.WriteNumber("index", why.Bar);
        writer.WriteString("close", UtcTime.Print(why.CloseUtcMs));
        writer.WriteString("nextClose", why.NextCloseUtcMs is { } next ? UtcTime.Print(next) : null);
        ResultJson.WriteNumber(writer, "openPrice", why.Prices.Open);
        ResultJson.WriteNumber(writer, "highPrice", why.Prices.High);
        ResultJson.WriteNumber(writer, "lowPrice", why.Prices.Low);
        ResultJson.WriteNumber(writer, "closePrice", why.Prices.Close);
        ResultJson.WriteNumber(writer, "volume", why.Prices.Volume);
        writer.WriteEndObject();
    }

    private static void WriteWarmth(Utf8JsonWriter writer, WarmthReading warmth)
    {
        writer.WriteStartObject("warm");
        writer.WriteBoolean("isWarm", warmth.IsWarm);
        writer.WriteString("firstWarm", UtcTime.Print(warmth.FirstWarmUtcMs));
        writer.WriteString("firstDecision", UtcTime.Print(warmth.FirstDecisionUtcMs));
        writer.WriteStartArray("cold");
        foreach (var value in warmth.Cold)
        {
            writer.WriteStartObject();
            writer.WriteString("name", value.Text);
            writer.WriteString("definition", value.Definition);
            writer.WriteString("warm", value.WarmUtcMs is { } from ? UtcTime.Print(from) : null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteClause(Utf8JsonWriter writer, string? property, ClauseReading clause)
    {
        if (property is null) writer.WriteStartObject();
        else writer.WriteStartObject(property);
        writer.WriteString("text", clause.Text);
        writer.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(clause.Kind.ToString()));
        writer.WriteString("verdict", Name(clause.Verdict));
        writer.WriteString("note", clause.Note.Length == 0 ? null : clause.Note);
        writer.WriteStartArray("values");
        foreach (var value in clause.Values)
        {
            writer.WriteStartObject();
            writer.WriteString("name", value.Text);
            ResultJson.WriteNumber(writer, "value", value.Value);
            writer.WriteString("definition", value.Definition);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("parts");
        foreach (var part in clause.Parts) WriteClause(writer, null, part);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteAccount(Utf8JsonWriter writer, CloseExplanation why)
    {
        if (why.Account is not { } account)
        {
            writer.WriteNull("account");
            return;
        }

        writer.WriteStartObject("account");
        ResultJson.WriteNumber(writer, "equity", account.Equity);
        if (account.Position is not { } position)
        {
            writer.WriteNull("position");
        }
        else
        {
            writer.WriteStartObject("position");
            writer.WriteNumber("positionId", position.PositionId);
            writer.WriteString("side", ResultNames.Of(position.Side));
            writer.WriteString("signalTime", UtcTime.Print(position.SignalUtcMs));
            writer.WriteString("entryTime", UtcTime.Print(position.EntryUtcMs));
            ResultJson.WriteNumber(writer, "entryPrice", position.EntryPrice);
            ResultJson.WriteNumber(writer, "quantity", position.Quantity);
            ResultJson.WriteNumber(writer, "stopPrice", position.StopPrice);
            ResultJson.WriteNumber(writer, "targetPrice", position.TargetPrice);
            ResultJson.WriteNumber(writer, "liquidationPrice", position.LiquidationPrice);
            writer.WriteNumber("barsInTrade", position.BarsInTrade);
            ResultJson.WriteNumber(writer, "profit", position.Profit);
            ResultJson.WriteNumber(writer, "unrealisedPnl", position.UnrealisedPnl);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteHappenings(Utf8JsonWriter writer, CloseExplanation why)
    {
        writer.WriteStartArray("riskChecks");
        foreach (var check in why.RiskChecks)
        {
            writer.WriteStartObject();
            writer.WriteString("check", check.Name);
            writer.WriteBoolean("passed", check.Passed);
            ResultJson.WriteNumber(writer, "current", check.Current);
            ResultJson.WriteNumber(writer, "limit", check.Limit);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("happened");
        foreach (var happening in why.Happened)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", happening.Kind);
            writer.WriteString("text", happening.Text);
            writer.WriteString("side", happening.Side is { } side ? ResultNames.Of(side) : null);
            writer.WriteString("reason", happening.Reason);
            writer.WriteString("time", happening.UtcMs is { } time ? UtcTime.Print(time) : null);
            ResultJson.WriteNumber(writer, "price", happening.Price);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
