namespace QuantDsl.Language.Syntax;

/// <summary>A tree in the specification's YAML keys.</summary>
public static class YamlPrinter
{
    /// <summary>A document that reads back to a tree of the same canonical text. Comments are not part of the tree.</summary>
    public static string Print(StrategySyntax strategy) => new YamlStrategyWriter(strategy).Write();
}
