using QuantDsl.Language.Analysis;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary><c>not</c> pushed inward (RULES L6): the opposite of a condition, false wherever a value it reads is undefined.</summary>
internal static class ConditionNegation
{
    /// <param name="condition">What is negated.</param>
    /// <param name="places">Where conditions stand; each part of the opposite stands where the part it negates does.</param>
    public static BoundCondition Of(BoundCondition condition, ConditionPlaces places)
    {
        var opposite = OppositeOf(condition, places);
        places.Oppose(condition, opposite);
        return opposite;
    }

    private static BoundCondition OppositeOf(BoundCondition condition, ConditionPlaces places) => condition switch
    {
        BoundComparison c => c with { Operator = Opposite(c.Operator) },
        BoundCross c => c with { Negated = !c.Negated },
        BoundTrend t => t with { Negated = !t.Negated },
        // Not within n bars: the opposite held at every one of them.
        BoundWithin w => w with { Condition = Of(w.Condition, places), Every = !w.Every },
        BoundAnd a => new BoundOr([.. a.Operands.Select(o => Of(o, places))]),
        BoundOr o => new BoundAnd([.. o.Operands.Select(p => Of(p, places))]),
        // Fewer than k of n hold: at least n + 1 − k do not.
        BoundAtLeast a => new BoundAtLeast(
            new BoundArithmetic(new BoundConstant(a.Operands.Length + 1, SeriesUnit.Number), BoundOperator.Subtract, a.Count, SeriesUnit.Number),
            [.. a.Operands.Select(o => Of(o, places))]),
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
