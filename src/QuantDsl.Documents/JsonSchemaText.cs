using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QuantDsl.Documents;

/// <summary>The JSON Schema (draft 2020-12) of documents of a <see cref="YamlShape"/>, for editors and other validators.</summary>
/// <remarks>It says what a document may hold, not what it means: names may be unknown to it, and numbers contradict each other.</remarks>
public static class JsonSchemaText
{
    private const string NamePattern = "^[A-Za-z_][A-Za-z0-9_]*$";

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole schema as indented JSON, ending in a line break.</summary>
    public static string Of(YamlShape shape, string title, string description)
    {
        var schema = Section(shape);
        var whole = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title, ["description"] = description };
        foreach (var (key, value) in schema.ToArray())
        {
            schema.Remove(key);
            whole[key] = value;
        }

        return whole.ToJsonString(Layout) + "\n";
    }

    private static JsonObject Of(YamlKey key)
    {
        var schema = key.MayBeEmpty ? OrEmpty(Of(key.Value)) : Of(key.Value);
        string text = key.Text.Length == 0 ? "" : $"In text: {key.Text.Replace("\n", "; ")}";
        string description = string.Join(' ', new[] { key.Summary, text }.Where(t => t.Length > 0));
        if (description.Length > 0) schema["description"] = description;
        return schema;
    }

    private static JsonObject Of(YamlValue value) => value switch
    {
        YamlOneScalar scalar => Scalar(scalar.Form),
        YamlWholeFrom whole => new() { ["type"] = "integer", ["minimum"] = whole.Least, ["maximum"] = whole.Most },
        YamlNumberAbove range => new() { ["type"] = "number", ["exclusiveMinimum"] = range.Below, ["maximum"] = range.Most },
        YamlNumberIn range => Range(range),
        YamlChoice choice => Choice(choice),
        YamlListOf list => List(list),
        YamlMapOf map => Map(map),
        YamlSection section => Section(section.Shape),
        YamlEither either => new() { ["anyOf"] = new JsonArray([.. either.Forms.Select(Of)]) },
        YamlVariants variants => Variants(variants),
        YamlSwitch feature => Switch(feature),
        _ => [],
    };

    private static JsonObject Scalar(YamlScalarForm form) => form switch
    {
        YamlScalarForm.Text => new() { ["type"] = Words("string", "number", "boolean") },
        // `true` is a name like any other, but YAML takes it for a truth value.
        YamlScalarForm.Name => new() { ["type"] = Words("string", "boolean"), ["pattern"] = NamePattern },
        YamlScalarForm.Number => new() { ["type"] = "number" },
        YamlScalarForm.Literal => new() { ["type"] = Words("number", "string"), ["pattern"] = "^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)%$" },
        YamlScalarForm.Whole => new() { ["type"] = "integer" },
        YamlScalarForm.Boolean => new() { ["type"] = "boolean" },
        YamlScalarForm.Timeframe => new() { ["type"] = "string", ["pattern"] = "^0*([1-9][0-9]{0,3}|10000)[mhdw]$", ["examples"] = Words("5m", "1h", "4h", "1d") },
        YamlScalarForm.Date => new() { ["type"] = "string", ["pattern"] = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" },
        YamlScalarForm.StartOfDay => new() { ["type"] = "string", ["pattern"] = "^([01]?[0-9]|2[0-3]):[0-5]?[0-9]$" },
        _ => new() { ["type"] = "string", ["pattern"] = "^(([01]?[0-9]|2[0-3]):[0-5]?[0-9]|24:0?0)$" },
    };

    private static JsonObject Range(YamlNumberIn range)
    {
        var schema = new JsonObject { ["type"] = range.IsWhole ? "integer" : "number" };
        if (range.Least is { } least) schema[range.IsAboveLeast ? "exclusiveMinimum" : "minimum"] = least;
        if (range.Most is { } most) schema["maximum"] = most;
        return schema;
    }

    private static JsonObject Choice(YamlChoice choice)
    {
        if (!choice.IgnoresCase)
        {
            var words = Words([.. choice.Words]);
            foreach (string word in choice.MayBeNumber ? choice.Words : [])
                if (decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) && words.All(w => w?.GetValueKind() != JsonValueKind.Number))
                    words.Add(number);
            return new() { ["enum"] = words };
        }

        // A schema has no way to ignore case but to say both letters; the plain spelling comes first, for completion.
        return new() { ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = Words([.. choice.Words]) }, new JsonObject { ["type"] = "string", ["pattern"] = AnyCase(choice.Words) }) };
    }

    private static JsonObject List(YamlListOf list)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = list.ItemsMayBeEmpty ? OrEmpty(Of(list.Item)) : Of(list.Item) };
        if (list.Least > 0) schema["minItems"] = list.Least;
        if (list.Most is { } most) schema["maxItems"] = most;
        return schema;
    }

    private static JsonObject Map(YamlMapOf map)
    {
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(map.Value) };
        if (map.Keys == YamlScalarForm.Name) schema["propertyNames"] = new JsonObject { ["pattern"] = NamePattern };
        return schema;
    }

    private static JsonObject Section(YamlShape shape)
    {
        var properties = new JsonObject();
        foreach (var key in shape.Keys) properties[key.Name] = Of(key);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        var required = shape.Keys.Where(k => k.IsRequired).Select(k => k.Name).ToArray();
        if (required.Length > 0) schema["required"] = Words(required);
        if (!shape.ExactlyOne.IsEmpty) schema["oneOf"] = new JsonArray([.. shape.ExactlyOne.Select(k => new JsonObject { ["required"] = Words(k) })]);
        return schema;
    }

    /// <summary>Without the deciding key one set of keys, with each word of it another.</summary>
    private static JsonObject Variants(YamlVariants variants)
    {
        var cases = new JsonArray();
        foreach (var variant in variants.Cases)
            cases.Add(new JsonObject { ["if"] = Decided(variants, variant.Words), ["then"] = Section(variant.Shape) });
        string[] every = [.. variants.Cases.SelectMany(c => c.Words)];
        if (variants.Otherwise is { } otherwise) cases.Add(new JsonObject { ["if"] = Decided(variants, every), ["else"] = Section(otherwise) });
        if (variants.Absent is { } absent) cases.Add(new JsonObject { ["if"] = new JsonObject { ["required"] = Words(variants.Key) }, ["else"] = Section(absent) });
        var schema = new JsonObject { ["type"] = "object", ["allOf"] = cases };
        if (variants.Otherwise is null) schema["properties"] = new JsonObject { [variants.Key] = Choice(new([.. every]) { IgnoresCase = variants.IgnoresCase }) };
        return schema;
    }

    private static JsonObject Switch(YamlSwitch feature) => new()
    {
        ["type"] = "object",
        ["if"] = new JsonObject { ["properties"] = new JsonObject { [feature.Key] = new JsonObject { ["const"] = false } }, ["required"] = Words(feature.Key) },
        ["else"] = Section(feature.On),
    };

    private static JsonObject Decided(YamlVariants variants, IEnumerable<string> words) => new()
    {
        ["properties"] = new JsonObject { [variants.Key] = Choice(new([.. words]) { IgnoresCase = variants.IgnoresCase }) },
        ["required"] = Words(variants.Key),
    };

    private static JsonObject OrEmpty(JsonObject schema)
    {
        if (schema.Count == 0) return schema;
        if (schema["enum"] is JsonArray words)
        {
            words.Add((JsonNode?)null);
            return schema;
        }

        if (schema["type"] is { } type && !schema.ContainsKey("allOf"))
        {
            string[] types = type is JsonArray several ? [.. several.Select(t => t?.GetValue<string>() ?? "")] : [type.GetValue<string>()];
            schema["type"] = Words([.. types, "null"]);
            return schema;
        }

        return new() { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
    }

    private static string AnyCase(IEnumerable<string> words) =>
        $"^({string.Join('|', words.Select(w => string.Concat(w.Select(c => char.IsAsciiLetter(c) ? $"[{char.ToUpperInvariant(c)}{char.ToLowerInvariant(c)}]" : c.ToString()))))})$";

    private static JsonArray Words(params IEnumerable<string> words) => new([.. words.Select(w => (JsonNode)w)]);
}
