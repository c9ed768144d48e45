using System.Text.Json;
using System.Text.Json.Nodes;

namespace QuantDsl.Testing.Schema;

/// <summary>npm's ajv and yaml: another reader of YAML and another judge of schemas, which share nothing with ours.</summary>
public static class SchemaValidator
{
    /// <summary>For each document nothing, or why it does not fit the schema.</summary>
    public static string[] Verdicts(string schema, IReadOnlyList<string> documents)
    {
        var request = new JsonObject { ["schema"] = JsonNode.Parse(schema), ["documents"] = new JsonArray([.. documents.Select(d => (JsonNode)d)]) };
        return JsonSerializer.Deserialize<string[]>(NodeScript.Run("schema-validator", request.ToJsonString())) ?? [];
    }
}
