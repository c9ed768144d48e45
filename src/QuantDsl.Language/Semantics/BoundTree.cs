namespace QuantDsl.Language.Semantics;

/// <summary>The children of bound nodes: what every walk over the tree shares.</summary>
internal static class BoundTree
{
    /// <summary>Direct operands, scalars included; a <c>let</c> has none here, its value belongs to the let.</summary>
    public static IEnumerable<BoundExpression> Children(BoundExpression expression) => expression switch
    {
        BoundIndicator i => i.Sources.Concat(i.Arguments),
        BoundHistory h => [h.Operand, h.Bars],
        BoundOn on => [on.Operand],
        BoundOf of => [of.Operand],
        BoundArithmetic a => [a.Left, a.Right],
        BoundNegation n => [n.Operand],
        BoundFunction f => f.Arguments,
        BoundExtreme e => [e.Operand, e.Bars],
        _ => [],
    };

    /// <summary>The expressions a condition reads directly, without those of its inner conditions.</summary>
    public static IEnumerable<BoundExpression> Expressions(BoundCondition condition) => condition switch
    {
        BoundComparison c => [c.Left, c.Right],
        BoundCross c => [c.Left, c.Right],
        BoundWithin w => [w.Bars],
        BoundTrend t => [t.Operand, t.Bars],
        BoundAtLeast a => [a.Count],
        _ => [],
    };

    public static IEnumerable<BoundCondition> Children(BoundCondition condition) => condition switch
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
    public static IEnumerable<BoundExpression> Roots(BoundStrategy strategy) =>
        Rules(strategy).SelectMany(AllExpressions).Concat(Distances(strategy));

    /// <summary>Every expression a condition reads, inner conditions included, left to right.</summary>
    public static IEnumerable<BoundExpression> AllExpressions(BoundCondition condition) =>
        Expressions(condition).Concat(Children(condition).SelectMany(AllExpressions));
}
