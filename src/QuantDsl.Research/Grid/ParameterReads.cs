using System.Collections.Immutable;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Research.Grid;

/// <summary>Which parameters conditions and expressions read, those of the lets they name included.</summary>
internal static class ParameterReads
{
    public static ImmutableHashSet<int> Of(params IEnumerable<BoundCondition> conditions) => Of(conditions.SelectMany(Expressions));

    public static ImmutableHashSet<int> Of(IEnumerable<BoundExpression> expressions) =>
        [.. Leaves(expressions).OfType<BoundParameterValue>().Select(p => p.Index)];

    /// <summary>Whether a rule looks at the open position.</summary>
    public static bool ReadsPosition(BoundCondition condition) => Leaves(Expressions(condition)).Any(leaf => leaf is BoundPositionValue);

    /// <summary>Whether a rule asks for the regime of a bar.</summary>
    public static bool NamesRegime(BoundCondition condition) => condition switch
    {
        BoundInRegime => true,
        BoundAnd a => a.Operands.Any(NamesRegime),
        BoundOr o => o.Operands.Any(NamesRegime),
        BoundAtLeast k => k.Operands.Any(NamesRegime),
        BoundWithin w => NamesRegime(w.Condition),
        _ => false,
    };

    /// <summary>Every expression a condition reads, inner conditions included, left to right.</summary>
    public static IEnumerable<BoundExpression> Expressions(BoundCondition condition) => condition switch
    {
        BoundComparison c => [c.Left, c.Right],
        BoundCross c => [c.Left, c.Right],
        BoundTrend t => [t.Operand, t.Bars],
        BoundWithin w => [w.Bars, .. Expressions(w.Condition)],
        BoundAtLeast k => [k.Count, .. k.Operands.SelectMany(Expressions)],
        BoundAnd a => a.Operands.SelectMany(Expressions),
        BoundOr o => o.Operands.SelectMany(Expressions),
        BoundInRegime => [],
        _ => throw new InvalidOperationException($"{condition.GetType().Name} is no condition this version knows"),
    };

    /// <summary>What the expressions are made of in the end; a let is entered once, however often it is named.</summary>
    private static IEnumerable<BoundExpression> Leaves(IEnumerable<BoundExpression> expressions)
    {
        var seen = new HashSet<BoundLet>(ReferenceEqualityComparer.Instance);
        var left = new Stack<BoundExpression>(expressions);
        while (left.TryPop(out var expression))
        {
            if (expression is BoundLetValue use)
            {
                if (seen.Add(use.Let)) left.Push(use.Let.Value);
                continue;
            }

            var operands = Operands(expression);
            if (operands.IsEmpty) yield return expression;
            foreach (var operand in operands) left.Push(operand);
        }
    }

    /// <summary>The expressions one is directly made of; the value of a let is none of them.</summary>
    public static ImmutableArray<BoundExpression> Operands(BoundExpression expression) => expression switch
    {
        BoundIndicator i => [.. i.Sources, .. i.Arguments],
        BoundHistory h => [h.Operand, h.Bars],
        BoundOn on => [on.Operand],
        BoundOf of => [of.Operand],
        BoundArithmetic a => [a.Left, a.Right],
        BoundNegation n => [n.Operand],
        BoundFunction f => f.Arguments,
        BoundExtreme e => [e.Operand, e.Bars],
        // Constants, parameters, prices and values of the position.
        _ => [],
    };
}
