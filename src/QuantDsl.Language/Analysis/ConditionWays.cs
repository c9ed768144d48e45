using System.Collections.Immutable;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Language.Analysis;

/// <summary>The ways a condition can hold, each as parts that all hold then.</summary>
internal static class ConditionWays
{
    /// <summary>Ways that are told apart; beyond them a part of a rule stands as it is.</summary>
    private const int Most = 64;

    /// <param name="condition">Any condition.</param>
    /// <param name="regimes">Those of the strategy: an entry that needs one holds only where its condition does.</param>
    public static List<List<BoundCondition>> Of(BoundCondition condition, IReadOnlyList<BoundRegime> regimes)
    {
        switch (condition)
        {
            case BoundOr or:
                List<List<BoundCondition>> any = [];
                foreach (var operand in or.Operands) any.AddRange(Of(operand, regimes));
                return any.Count <= Most ? any : [[condition]];
            case BoundAnd and:
                return All(and.Operands, regimes);
            case BoundInRegime regime:
                var ways = Of(regimes[regime.Index].Condition, regimes);
                foreach (var way in ways) way.Add(regime);
                return ways;
            default:
                return [[condition]];
        }
    }

    /// <summary>The ways several conditions can hold together.</summary>
    public static List<List<BoundCondition>> All(ImmutableArray<BoundCondition> conditions, IReadOnlyList<BoundRegime> regimes)
    {
        List<List<BoundCondition>> all = [[]];
        foreach (var condition in conditions)
        {
            if (condition is not (BoundOr or BoundAnd or BoundInRegime))
            {
                foreach (var way in all) way.Add(condition);
                continue;
            }

            var ways = Of(condition, regimes);
            if (all.Count * ways.Count > Most)
                foreach (var way in all) way.AddRange(ways.Count == 1 ? ways[0] : []);
            else
                all = Products(all, ways);
        }

        return all;
    }

    private static List<List<BoundCondition>> Products(List<List<BoundCondition>> all, List<List<BoundCondition>> ways)
    {
        List<List<BoundCondition>> products = new(all.Count * ways.Count);
        foreach (var known in all)
            foreach (var way in ways) products.Add([.. known, .. way]);
        return products;
    }
}
