using QuantDsl.Documents;

namespace QuantDsl.Language.Syntax;

/// <summary>The JSON Schema (draft 2020-12) of the YAML notation, written from <see cref="YamlKeys"/>, for editors and other validators.</summary>
/// <remarks>It says what a document may hold, not what it means: conditions are texts to it, and names may be unknown.</remarks>
public static class YamlJsonSchema
{
    /// <summary>The whole schema as indented JSON, ending in a line break.</summary>
    public static string Write() => JsonSchemaText.Of(YamlKeys.Strategy, "QuantDsl strategy",
        "A trading strategy in the YAML notation; JSON is YAML. Conditions and expressions are texts in the language of docs/language.md.");
}
