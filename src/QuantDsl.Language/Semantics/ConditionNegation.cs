using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary><c>not</c> pushed inward (RULES L6): the opposite of a condition, false wherever a value it reads is undefined.</summary>
internal static class ConditionNegation
{
    public static BoundCondition Of(BoundCondition condition) => condition switch
    {
        BoundComparison c => c with { Operator = Opposite(c.Operator) },
        BoundCross c => c with { Negated = !c.Negated },
        BoundTrend t => t with { Negated = !t.Negated },
        // Not within n bars: the opposite held at every one of them.
        BoundWithin w => w with { Condition = Of(w.Condition), Every = !w.Every },
        BoundAnd a => new BoundOr([.. a.Operands.Select(Of)]),
        BoundOr o => new BoundAnd([.. o.Operands.Select(Of)]),
        // Fewer than k of n hold: at least n + 1 − k do not.
        BoundAtLeast a => new BoundAtLeast(
            new BoundArithmetic(new BoundConstant(a.Operands.Length + 1, SeriesUnit.Number), BoundOperator.Subtract, a.Count, SeriesUnit.Number),
            [.. a.Operands.Select(Of)]),
        _ => throw new InvalidOperationException($"{condition.GetType().Name} has no opposite"),
    };

    private static ComparisonOperator Opposite(ComparisonOperator @operator) => @operator switch
    {
        ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
        ComparisonOperator.LessOrEqual => ComparisonOperator.Greater,
        ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.Less,
        ComparisonOperator.Equal => ComparisonOperator.NotEqual,
        _ => ComparisonOperator.Equal,
    };
}
