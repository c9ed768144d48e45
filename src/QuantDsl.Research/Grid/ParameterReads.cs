using QuantDsl.Language.Semantics;

namespace QuantDsl.Research.Grid;

/// <summary>Which parameters a <c>require</c> condition reads.</summary>
internal static class ParameterReads
{
    public static IEnumerable<int> Of(BoundCondition condition) => condition switch
    {
        BoundComparison c => [.. Of(c.Left), .. Of(c.Right)],
        BoundAnd a => a.Operands.SelectMany(Of),
        BoundOr o => o.Operands.SelectMany(Of),
        BoundAtLeast k => [.. Of(k.Count), .. k.Operands.SelectMany(Of)],
        _ => throw new InvalidOperationException($"{condition.GetType().Name} cannot stand in `require`; the binder refuses it"),
    };

    private static IEnumerable<int> Of(BoundExpression expression) => expression switch
    {
        BoundParameterValue p => [p.Index],
        BoundLetValue l => Of(l.Let.Value),
        BoundArithmetic a => [.. Of(a.Left), .. Of(a.Right)],
        BoundNegation n => Of(n.Operand),
        BoundFunction f => f.Arguments.SelectMany(Of),
        // Constants read nothing, and the binder admits no series into a `require`.
        _ => [],
    };
}
