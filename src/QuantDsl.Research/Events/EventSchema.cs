using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QuantDsl.Research.Events;

/// <summary>The JSON Schema (draft 2020-12) of one line of an event log, from <see cref="EventTable"/>.</summary>
public static class EventSchema
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole schema as indented JSON, ending in a line break.</summary>
    public static string Write() => new JsonObject
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "A line of an event log",
        ["description"] = "What happened in a run, one JSON object a line; docs/events.md describes each.",
        ["type"] = "object",
        ["required"] = new JsonArray(EventTable.Event.Name),
        ["properties"] = new JsonObject { [EventTable.Event.Name] = new JsonObject { ["enum"] = Words(EventTable.Kinds.Select(kind => kind.Name)) } },
        ["allOf"] = new JsonArray([.. EventTable.Kinds.Select(Case)]),
    }.ToJsonString(Layout) + "\n";

    private static JsonObject Case(EventKind kind)
    {
        var then = Object(kind.Keys);
        then["description"] = kind.Meaning;
        return new()
        {
            ["if"] = new JsonObject { ["properties"] = new JsonObject { [EventTable.Event.Name] = new JsonObject { ["const"] = kind.Name } } },
            ["then"] = then,
        };
    }

    private static JsonObject Object(IReadOnlyList<EventKey> keys)
    {
        var properties = new JsonObject();
        foreach (var key in keys) properties[key.Name] = Of(key);
        return new() { ["properties"] = properties, ["required"] = Words(keys.Select(key => key.Name)), ["additionalProperties"] = false };
    }

    private static JsonObject Of(EventKey key)
    {
        JsonObject schema = key.Value switch
        {
            EventValue.Instant => new() { ["type"] = "string", ["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$" },
            EventValue.Word => key.Words.IsEmpty ? new() { ["type"] = "string" } : new() { ["enum"] = Words(key.Words) },
            EventValue.Text => new() { ["type"] = Type("string", key) },
            EventValue.Number => new() { ["type"] = Type("number", key) },
            EventValue.Whole => new() { ["type"] = Type("integer", key), ["minimum"] = 0 },
            EventValue.Flag => new() { ["type"] = "boolean" },
            EventValue.Values => new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = Words(["number", "null"]) } },
            _ => new() { ["type"] = "array", ["minItems"] = 1, ["items"] = Member() },
        };
        schema["description"] = key.Meaning;
        return schema;
    }

    private static JsonObject Member()
    {
        var member = Object(EventTable.MemberKeys);
        member["type"] = "object";
        return member;
    }

    private static JsonNode Type(string type, EventKey key) => key.MayBeNull ? Words([type, "null"]) : type;

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => (JsonNode)word)]);
}
