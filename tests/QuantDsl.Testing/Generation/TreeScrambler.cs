using System.Collections.Immutable;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Testing.Generation;

/// <summary>Trees nobody would write, made of the parts of right ones: every kind of node in every place, statements twice or not at all.</summary>
public static class TreeScrambler
{
    /// <summary>Well-formed by the grammar; whether it binds is left to chance.</summary>
    public static StrategySyntax Strategy(int seed)
    {
        var random = new Random(seed);
        var strategy = StrategyGenerator.Strategy(seed);
        var statements = strategy.Statements.Concat(StrategyGenerator.Strategy(~seed).Statements).Where(_ => random.Next(3) > 0).ToArray();
        random.Shuffle(statements);
        strategy = strategy with { Statements = [.. statements] };
        ExpressionSyntax[] parts = [.. statements.SelectMany(SyntaxWalk.ExpressionsOf).SelectMany(SyntaxWalk.SelfAndDescendants)];
        return parts.Length == 0 ? strategy : TreeRewriter.Rewrite(strategy, node => Replaced(node, parts, random));
    }

    /// <summary>One expression of the same kind.</summary>
    public static ExpressionSyntax Expression(int seed)
    {
        for (int i = 0; ; i++)
        {
            var expressions = Strategy(unchecked(seed * 31 + i)).Statements.SelectMany(SyntaxWalk.ExpressionsOf).ToArray();
            if (expressions.Length > 0) return expressions[(uint)seed % expressions.Length];
        }
    }

    private static SyntaxNode Replaced(SyntaxNode node, ExpressionSyntax[] parts, Random random) => node switch
    {
        // The grammar has numbers alone in these places.
        SweepSyntax or RangeSyntax or ParameterSyntax or NumberSyntax => node,
        AtLeastSyntax atLeast => atLeast with { Count = random.Next(2) == 0 ? Tree.Number(random.Next(-3, 9)) : Tree.Name("signal") },
        ExpressionSyntax when random.Next(12) == 0 => parts[random.Next(parts.Length)],
        ArithmeticSyntax a when random.Next(3) == 0 => a with { Left = a.Right, Right = a.Left, Operator = (ArithmeticOperator)random.Next(4) },
        NameSyntax when random.Next(8) == 0 => Tree.Negative(Tree.Combine(parts[random.Next(parts.Length)], (ArithmeticOperator)random.Next(4), Tree.Percent(-random.Next(9)))),
        _ => node,
    };
}
