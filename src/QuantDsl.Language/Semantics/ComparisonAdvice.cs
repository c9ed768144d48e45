using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>What to write instead of a comparison whose sides are of different kinds.</summary>
internal static class ComparisonAdvice
{
    public static (TextSpan Place, string? Help, CodeFix? Fix) For(
        ExpressionSyntax leftSyntax, BoundExpression left, ExpressionSyntax rightSyntax, BoundExpression right)
    {
        var whole = leftSyntax.Span.Union(rightSyntax.Span);
        // A literal of the wrong unit is the part to change, whichever side it stands on.
        foreach (var (literal, other) in new[] { (rightSyntax, left), (leftSyntax, right) })
        {
            if (Literal(literal) is not { } number) continue;
            if (number.Unit == LiteralUnit.Percent && other.Unit.Kind is UnitKind.Price or UnitKind.PriceDistance) return ShareOfPrice(literal, number);
            if (number.Unit == LiteralUnit.Percent && other.Unit.Kind != UnitKind.Percent) return Rewrite(literal, number with { Unit = LiteralUnit.None });
            if (number.Unit == LiteralUnit.None && other.Unit.Kind == UnitKind.Percent) return Rewrite(literal, number with { Unit = LiteralUnit.Percent });
        }

        // Of a plain parameter and a percent, the parameter was meant to be one.
        if (right is BoundParameterValue { Unit.Kind: UnitKind.Number } && left.Unit.Kind == UnitKind.Percent) return (whole, Suggest(rightSyntax, right, left), null);
        return (whole, Suggest(leftSyntax, left, right) ?? Suggest(rightSyntax, right, left) ?? "compare values of one kind", null);
    }

    private static (TextSpan, string?, CodeFix?) Rewrite(ExpressionSyntax literal, NumberSyntax right)
    {
        string text = SyntaxPrinter.Print(right);
        return (literal.Span, $"write `{text}`", new($"write `{text}`", literal.Span, text));
    }

    /// <summary>A percent beside a price is meant as a share of one.</summary>
    private static (TextSpan, string?, CodeFix?) ShareOfPrice(ExpressionSyntax literal, NumberSyntax percent)
    {
        string text = $"close * {SyntaxPrinter.Print(percent)}";
        return (literal.Span, $"a share of a price is a product: write `{text}`", new($"write `{text}`", literal.Span, text));
    }

    private static NumberSyntax? Literal(ExpressionSyntax syntax) => syntax switch
    {
        NumberSyntax number => number,
        NegateSyntax { Operand: NumberSyntax number } => number with { Value = -number.Value },
        _ => null,
    };

    private static string? Suggest(ExpressionSyntax syntax, BoundExpression side, BoundExpression other)
    {
        string name = BindingContext.Quote(syntax);
        return side.Unit.Kind switch
        {
            UnitKind.Number when side is BoundParameterValue && other.Unit.Kind == UnitKind.Percent => $"write the values of `{name}` in percent, as in `2%`",
            UnitKind.Bounded when double.IsFinite(side.Unit.Min + side.Unit.Max) =>
                string.Create(CultureInfo.InvariantCulture, $"compare `{name}` with a number from {side.Unit.Min} to {side.Unit.Max}"),
            UnitKind.Bounded or UnitKind.Unbounded or UnitKind.PercentPoints => $"compare `{name}` with a plain number",
            UnitKind.Percent => $"compare `{name}` with a percent such as `2%`",
            UnitKind.Volume => $"compare `{name}` with another volume, such as its own average",
            UnitKind.PriceDistance when other.Unit.Kind == UnitKind.Price => $"a distance is added to a price: `close + {name}`",
            _ => null,
        };
    }
}
