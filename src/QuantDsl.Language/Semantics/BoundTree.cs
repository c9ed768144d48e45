using System.Collections.Immutable;

namespace QuantDsl.Language.Semantics;

/// <summary>The children of bound nodes: what every walk over the tree shares.</summary>
internal static class BoundTree
{
    /// <summary>Direct operands, scalars included; a <c>let</c> has none here, its value belongs to the let.</summary>
    public static BoundOperands Children(BoundExpression expression) => expression switch
    {
        BoundIndicator i => new(i.Sources, i.Arguments),
        BoundHistory h => new(h.Operand, h.Bars),
        BoundOn on => new(on.Operand),
        BoundOf of => new(of.Operand),
        BoundArithmetic a => new(a.Left, a.Right),
        BoundNegation n => new(n.Operand),
        BoundFunction f => new(f.Arguments, []),
        BoundExtreme e => new(e.Operand, e.Bars),
        _ => default,
    };

    /// <summary>The expressions a condition reads directly, without those of its inner conditions.</summary>
    public static BoundOperands Expressions(BoundCondition condition) => condition switch
    {
        BoundComparison c => new(c.Left, c.Right),
        BoundCross c => new(c.Left, c.Right),
        BoundWithin w => new(w.Bars),
        BoundTrend t => new(t.Operand, t.Bars),
        BoundAtLeast a => new(a.Count),
        _ => default,
    };

    public static ImmutableArray<BoundCondition> Children(BoundCondition condition) => condition switch
    {
        BoundWithin w => [w.Condition],
        BoundAnd a => a.Operands,
        BoundOr o => o.Operands,
        BoundAtLeast a => a.Operands,
        _ => [],
    };

    /// <summary>The rules, in the order every walk visits them; absent ones are left out.</summary>
    public static IEnumerable<BoundCondition> Rules(BoundStrategy strategy) =>
        strategy.Regimes.Select(r => r.Condition).Concat(new[] { strategy.EnterLong, strategy.EnterShort, strategy.ExitLong, strategy.ExitShort }.OfType<BoundCondition>());

    /// <summary>The expressions of stop, target, time exit, scaling and regimes, in that order.</summary>
    public static IEnumerable<BoundExpression> Distances(BoundStrategy strategy) =>
        new[] { strategy.Stop?.Series, strategy.Stop?.Amount, strategy.Target?.Series, strategy.Target?.Amount, strategy.ExitAfterBars,
                strategy.ScaleIn?.Step, strategy.ScaleIn?.Times, strategy.Take?.Share, strategy.Take?.Distance }
            .Concat(strategy.Regimes.SelectMany(r => new[] { r.Size, r.Stop?.Series, r.Stop?.Amount }))
            .OfType<BoundExpression>();

    /// <summary>Every expression the rules read directly, then those of the distances.</summary>
    public static List<BoundExpression> Roots(BoundStrategy strategy)
    {
        List<BoundExpression> roots = [];
        foreach (var rule in Rules(strategy)) Collect(rule, roots);
        roots.AddRange(Distances(strategy));
        return roots;
    }

    /// <summary>Every expression a condition reads, inner conditions included, left to right.</summary>
    public static List<BoundExpression> AllExpressions(BoundCondition condition)
    {
        List<BoundExpression> found = [];
        Collect(condition, found);
        return found;
    }

    private static void Collect(BoundCondition condition, List<BoundExpression> found)
    {
        foreach (var expression in Expressions(condition)) found.Add(expression);
        foreach (var inner in Children(condition)) Collect(inner, found);
    }
}
