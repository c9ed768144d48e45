using System.Collections.Immutable;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Compiler.Columns;

/// <summary>Which parameters something reads, as ascending indices.</summary>
internal static class ParameterSet
{
    /// <summary>Of a scalar expression.</summary>
    public static ImmutableArray<int> Of(BoundExpression scalar)
    {
        SortedSet<int> found = [];
        HashSet<BoundLet> seen = new(ReferenceEqualityComparer.Instance);
        Collect(scalar);
        return [.. found];

        void Collect(BoundExpression expression)
        {
            switch (expression)
            {
                case BoundParameterValue parameter:
                    found.Add(parameter.Index);
                    break;
                case BoundLetValue { Let: var let }:
                    if (seen.Add(let)) Collect(let.Value);
                    break;
                case BoundArithmetic sum:
                    Collect(sum.Left);
                    Collect(sum.Right);
                    break;
                case BoundNegation negation:
                    Collect(negation.Operand);
                    break;
                case BoundFunction function:
                    foreach (var argument in function.Arguments) Collect(argument);
                    break;
            }
        }
    }

    public static ImmutableArray<int> Union(ImmutableArray<int> left, ImmutableArray<int> right)
    {
        if (left.IsEmpty || left.AsSpan().SequenceEqual(right.AsSpan())) return right;
        return right.IsEmpty ? left : [.. new SortedSet<int>(left.Concat(right))];
    }

    public static ImmutableArray<int> Union(IEnumerable<ImmutableArray<int>> sets) => sets.Aggregate(ImmutableArray<int>.Empty, Union);
}
