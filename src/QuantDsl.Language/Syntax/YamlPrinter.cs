namespace QuantDsl.Language.Syntax;

/// <summary>A tree in the specification's YAML keys.</summary>
public static class YamlPrinter
{
    /// <summary>A document that reads back to a tree of the same canonical text, in the canonical spelling, with the comments the tree has.</summary>
    public static string Print(StrategySyntax strategy) => new YamlStrategyWriter(strategy, ExpressionPrinter.Canonical).Write();

    /// <summary>The same with numbers and brackets as their author spelled them.</summary>
    internal static string PrintAsWritten(StrategySyntax strategy) => new YamlStrategyWriter(strategy, ExpressionPrinter.AsWritten).Write();
}
