using System.Text.Json.Nodes;
using QuantDsl.Documents;

namespace QuantDsl.Testing.Schema;

/// <summary>Documents made from the table of keys: every key at every place, with values of every kind behind it, right and wrong.</summary>
public sealed class ShapeDocuments
{
    // Nothing, numbers, words, truth values, lists, mappings: what a person may write by mistake.
    private static readonly string[] Values =
        ["null", "1", "-1", "2.5", "0", "\"text\"", "\"a > b\"", "\"3%\"", "\"5m\"", "\"08:00\"", "\"25:00\"", "\"Monday\"", "\"live\"", "true", "[]", "[1]", "[1, 2]", "[\"5m\"]", "[null]", "[\"live\"]",
            "[[\"a > b\"]]", "{}", "{\"zzz\": 1}", "{\"from\": 1, \"to\": 2}", "{\"from\": 1, \"to\": 2, \"step\": 1}", "{\"from\": 1, \"to\": 2, \"step\": 1, \"count\": 2}", "{\"default\": 1}"];

    private readonly string[] _values;

    private ShapeDocuments(string[] values) => _values = values;

    /// <summary>Documents of that shape as JSON; the same one may come more than once.</summary>
    /// <param name="shape">The keys.</param>
    /// <param name="values">Values in JSON that stand behind every key in turn, beside those that always do.</param>
    public static IEnumerable<JsonNode> Of(YamlShape shape, params string[] values) => new ShapeDocuments([.. Values, .. values]).Of(shape, node => node ?? new JsonObject());

    private IEnumerable<JsonNode> Of(YamlValue value, Func<JsonNode?, JsonNode> embed)
    {
        switch (value)
        {
            case YamlSection section:
                foreach (var node in Of(section.Shape, embed)) yield return node;
                break;
            case YamlSwitch feature:
                foreach (var node in Of(feature.On, embed)) yield return node;
                yield return embed(new JsonObject { [feature.Key] = false });
                yield return embed(new JsonObject { [feature.Key] = false, ["zzz"] = 1 });
                break;
            case YamlListOf list:
                foreach (var node in Of(list.Item, item => embed(new JsonArray(item)))) yield return node;
                break;
            case YamlMapOf map:
                foreach (string name in (string[])["x", "1x", "x.period"]) yield return embed(new JsonObject { [name] = Right(map.Value) });
                foreach (string text in _values) yield return embed(new JsonObject { ["x"] = JsonNode.Parse(text) });
                foreach (var node in Of(map.Value, inner => embed(new JsonObject { ["x"] = inner }))) yield return node;
                break;
            case YamlEither either:
                foreach (var form in either.Forms)
                    foreach (var node in Of(form, embed)) yield return node;
                break;
            case YamlVariants variants:
                foreach (var shape in variants.Cases.Select(c => c.Shape).Append(variants.Absent).Append(variants.Otherwise).OfType<YamlShape>().Distinct())
                    foreach (var node in Of(shape, embed)) yield return node;
                foreach (var variant in variants.Cases)
                    foreach (string word in variant.Words)
                        yield return embed(With(variant.Shape, variants.Key, variants.IgnoresCase ? word.ToLowerInvariant() : word));
                break;
        }
    }

    private IEnumerable<JsonNode> Of(YamlShape shape, Func<JsonNode?, JsonNode> embed)
    {
        yield return embed(Right(shape));
        yield return embed(With(shape, "zzz", 1));
        foreach (var key in shape.Keys)
        {
            var without = Right(shape);
            without.Remove(key.Name);
            yield return embed(without);
            foreach (string text in _values) yield return embed(With(shape, key.Name, JsonNode.Parse(text)));
            foreach (var node in Of(key.Value, inner => embed(With(shape, key.Name, inner)))) yield return node;
        }
    }

    private static JsonObject With(YamlShape shape, string key, JsonNode? value)
    {
        var document = Right(shape);
        // Of keys that exclude each other the one that is asked for stays.
        if (shape.ExactlyOne.Contains(key))
            foreach (string other in shape.ExactlyOne) document.Remove(other);
        document[key] = value?.DeepClone();
        return document;
    }

    /// <summary>The least that fits.</summary>
    private static JsonObject Right(YamlShape shape)
    {
        var document = new JsonObject();
        foreach (var key in shape.Keys.Where(k => k.IsRequired || k.Name == shape.ExactlyOne.FirstOrDefault())) document[key.Name] = Right(key.Value);
        return document;
    }

    private static JsonNode? Right(YamlValue value) => value switch
    {
        YamlOneScalar { Form: YamlScalarForm.Name } => "x",
        YamlOneScalar { Form: YamlScalarForm.Timeframe } => "5m",
        YamlOneScalar { Form: YamlScalarForm.StartOfDay or YamlScalarForm.EndOfDay } => "08:00",
        YamlOneScalar { Form: YamlScalarForm.Date } => "2024-01-01",
        YamlOneScalar { Form: YamlScalarForm.Boolean } => true,
        YamlNumberIn range => range.Holds(0) ? 0 : range.Most is { } most && most < 1 ? most : 1,
        YamlOneScalar { Form: YamlScalarForm.Text } => "close",
        YamlChoice choice => choice.Words[0],
        YamlListOf list => new JsonArray([.. Enumerable.Range(0, Math.Max(1, list.Least)).Select(_ => Right(list.Item))]),
        YamlMapOf => new JsonObject(),
        YamlSection section => Right(section.Shape),
        YamlSwitch feature => Right(feature.On),
        YamlEither either => Right(either.Forms[0]),
        YamlVariants variants => Right(variants.Cases[0].Shape),
        _ => 1,
    };
}
