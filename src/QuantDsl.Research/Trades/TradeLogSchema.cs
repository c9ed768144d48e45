using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using QuantDsl.Data.Query;

namespace QuantDsl.Research.Trades;

/// <summary>The JSON Schema (draft 2020-12) of a trade log as <see cref="TradeLogJson"/> writes it.</summary>
public static class TradeLogSchema
{
    private const string InstantPattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{3})?Z$";

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole schema as indented JSON, ending in a line break.</summary>
    public static string Text()
    {
        var trade = ObjectOf(TradeLogColumns.All.Select(column => (column.Name, SchemaOf(column))));
        var member = ObjectOf(
        [
            ("strategyId", new() { ["type"] = "integer", ["minimum"] = 1, ["description"] = "The strategy's document in the store." }),
            ("strategy", new() { ["type"] = "string", ["description"] = "Its name." }),
            ("symbol", new() { ["type"] = "string", ["description"] = "What it trades." }),
            ("timeframe", new() { ["type"] = "string", ["description"] = "The bars it decides on." }),
            ("weight", new() { ["type"] = new JsonArray("number", "null"), ["description"] = "The part of the account's cash its entries are sized by, a fraction; null for a run of one strategy on one symbol." }),
            ("parameters", new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "number" }, ["description"] = "The values it ran with, percents as fractions." }),
        ]);
        var whole = ObjectOf(
        [
            ("schema", new() { ["const"] = 1, ["description"] = "The version of this document." }),
            ("runId", new() { ["type"] = "integer", ["minimum"] = 1, ["description"] = "The run in the store." }),
            ("tradeType", new() { ["enum"] = Words(TradeLogColumns.TradeTypes), ["description"] = "The mode of the run." }),
            ("members", new() { ["type"] = "array", ["minItems"] = 1, ["items"] = member, ["description"] = "Which strategy on which symbol, in declared order." }),
            ("trades", new() { ["type"] = "array", ["items"] = trade, ["description"] = "In order of exit." }),
        ]);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "QuantDsl trade log",
            ["description"] = "What `qdsl runs export ID --format json` writes. Fractions are fractions, times UTC; see docs/trade-log.md.",
        };
        foreach (var (key, value) in whole.ToArray())
        {
            whole.Remove(key);
            schema[key] = value;
        }

        return schema.ToJsonString(Layout) + "\n";
    }

    private static JsonObject SchemaOf(TradeLogColumn column)
    {
        var schema = new JsonObject();
        if (!column.Words.IsEmpty) schema["enum"] = Words(column.Words);
        else schema["type"] = column.IsNullable ? new JsonArray(TypeOf(column), "null") : TypeOf(column);
        if (column == TradeLogColumns.SchemaVersion) schema["const"] = TradeLogColumns.Version;
        else if (column.Least is { } least) schema["minimum"] = least;
        if ((column.Type == ColumnType.Instant ? InstantPattern : column.Pattern) is { } pattern) schema["pattern"] = pattern;
        schema["description"] = column.Unit.Length == 0 ? column.Meaning : $"{column.Meaning} Unit: {column.Unit}.";
        return schema;
    }

    private static string TypeOf(TradeLogColumn column) => column.Type switch
    {
        ColumnType.Integer => "integer",
        ColumnType.Number => "number",
        _ => "string",
    };

    private static JsonObject ObjectOf(IEnumerable<(string Name, JsonObject Schema)> properties)
    {
        var all = properties.ToArray();
        return new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(all.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Schema))),
            ["required"] = Words(all.Select(p => p.Name)),
            ["additionalProperties"] = false,
        };
    }

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => (JsonNode)word)]);
}
