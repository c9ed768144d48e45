using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Analysis;

/// <summary>One value is not above another, or is below it, wherever <paramref name="Origin"/> holds.</summary>
/// <param name="Strict">True for below.</param>
/// <param name="Origin">The part of a rule that says so.</param>
internal readonly record struct OrderFact(BoundExpression Lower, BoundExpression Upper, bool Strict, BoundCondition Origin)
{
    /// <summary>The order that a part of a rule implies at the close where it holds; nothing for one that says none.</summary>
    public static OrderFact[] Of(BoundCondition condition) => condition switch
    {
        BoundComparison c => Of(c.Left, c.Operator, c.Right, condition),
        BoundCross { Negated: false, Direction: CrossDirection.Above } c => [new(c.Right, c.Left, true, c), new(Before(c.Left), Before(c.Right), false, c)],
        BoundCross { Negated: false } c => [new(c.Left, c.Right, true, c), new(Before(c.Right), Before(c.Left), false, c)],
        BoundTrend { Negated: false } t => [t.Rising ? new(Before(t.Operand), t.Operand, true, t) : new(t.Operand, Before(t.Operand), true, t)],
        _ => [],
    };

    private static OrderFact[] Of(BoundExpression left, ComparisonOperator @operator, BoundExpression right, BoundCondition origin) => @operator switch
    {
        ComparisonOperator.Less => [new(left, right, true, origin)],
        ComparisonOperator.LessOrEqual => [new(left, right, false, origin)],
        ComparisonOperator.Greater => [new(right, left, true, origin)],
        ComparisonOperator.GreaterOrEqual => [new(right, left, false, origin)],
        ComparisonOperator.Equal => [new(left, right, false, origin), new(right, left, false, origin)],
        _ => [],
    };

    private static BoundExpression Before(BoundExpression operand) =>
        operand.IsScalar ? operand : new BoundHistory(operand, new BoundConstant(1, Market.SeriesUnit.Number));
}
