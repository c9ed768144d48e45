using System.Text.Json;

namespace QuantDsl.Research.Events;

/// <summary>One line of an event log, whose keys have been held against the table.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="UtcMs">When, UTC milliseconds.</param>
/// <param name="Json">The whole line.</param>
public sealed record EventLine(long Number, EventKind Kind, long UtcMs, JsonElement Json)
{
    /// <summary>The number behind a key of the kind; NaN where it is null.</summary>
    public double Value(EventKey key) => Json.GetProperty(key.Name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : double.NaN;

    /// <summary>The whole number behind a key of the kind; null where there is none.</summary>
    public long? Whole(EventKey key) => Json.GetProperty(key.Name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    /// <summary>The text behind a key of the kind; null where there is none.</summary>
    public string? Text(EventKey key) => Json.GetProperty(key.Name).GetString();

    /// <summary>What is wrong with a line, or null.</summary>
    /// <param name="json">The line.</param>
    /// <param name="line">The line, where nothing is.</param>
    internal static string? Fault(long number, JsonElement json, out EventLine? line)
    {
        line = null;
        if (json.ValueKind != JsonValueKind.Object) return "it is no object";
        if (!json.TryGetProperty(EventTable.Event.Name, out var name) || name.ValueKind != JsonValueKind.String) return "it has no `event`";
        if (EventTable.Find(name.GetString() ?? "") is not { } kind) return $"`{name.GetString()}` is no event";
        foreach (var key in kind.Keys)
        {
            if (!json.TryGetProperty(key.Name, out var value)) return $"the {kind.Name} has no `{key.Name}`";
            if (!Fits(key, value)) return $"`{key.Name}` of the {kind.Name} is {Shown(value)}";
        }

        line = new(number, kind, InstantUtf8.Parse(json.GetProperty(EventTable.Ts.Name).GetString() ?? "") ?? 0, json);
        return null;
    }

    private static bool Fits(EventKey key, JsonElement value) => value.ValueKind == JsonValueKind.Null ? key.MayBeNull : key.Value switch
    {
        EventValue.Instant => value.ValueKind == JsonValueKind.String && InstantUtf8.Parse(value.GetString() ?? "") is not null,
        EventValue.Word => value.ValueKind == JsonValueKind.String && (key.Words.IsEmpty || key.Words.Contains(value.GetString() ?? "")),
        // Looked at, because bytes that are no text are found no sooner.
        EventValue.Text => value.ValueKind == JsonValueKind.String && value.GetString() is not null,
        EventValue.Number => value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()),
        EventValue.Whole => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        EventValue.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        EventValue.Values => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(item => item.Value.ValueKind is JsonValueKind.Number or JsonValueKind.Null),
        _ => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsMember),
    };

    private static bool IsMember(JsonElement member) =>
        member.ValueKind == JsonValueKind.Object && EventTable.MemberKeys.All(key => member.TryGetProperty(key.Name, out var value) && Fits(key, value));

    private static string Shown(JsonElement value) => value.GetRawText() is { Length: > 40 } text ? text[..40] + "…" : value.GetRawText();
}
