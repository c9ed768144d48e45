namespace QuantDsl.Language.Syntax;

/// <summary>A tree in the specification's YAML keys.</summary>
public static class YamlPrinter
{
    public static string Print(StrategySyntax strategy) => throw new NotImplementedException();
}
