using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Syntax;

/// <summary>The YAML notation (JSON is YAML): the specification's keys turned into the same syntax tree.</summary>
public static class YamlReader
{
    public static ReadResult Read(SourceText source) => throw new NotImplementedException();
}
