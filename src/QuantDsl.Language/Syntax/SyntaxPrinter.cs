namespace QuantDsl.Language.Syntax;

/// <summary>The canonical text of a tree; equal prints are equal strategies.</summary>
public static class SyntaxPrinter
{
    public static string Print(StrategySyntax strategy) => throw new NotImplementedException();

    public static string Print(ExpressionSyntax expression) => throw new NotImplementedException();
}
