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
                List<List<BoundCondition>> any = [.. or.Operands.SelectMany(o => Of(o, regimes))];
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
    public static List<List<BoundCondition>> All(IEnumerable<BoundCondition> conditions, IReadOnlyList<BoundRegime> regimes)
    {
        List<List<BoundCondition>> all = [[]];
        foreach (var ways in conditions.Select(c => Of(c, regimes)))
        {
            if (all.Count * ways.Count > Most)
                foreach (var way in all) way.AddRange(ways.Count == 1 ? ways[0] : []);
            else
                all = [.. all.SelectMany(known => ways.Select(way => (List<BoundCondition>)[.. known, .. way]))];
        }

        return all;
    }
}
