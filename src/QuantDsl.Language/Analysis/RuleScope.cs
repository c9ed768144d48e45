using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Analysis;

/// <summary>What decides the conditions of one kind of rule: entries and regimes, or the exits of a side, whose positions have values of their own.</summary>
internal sealed class RuleScope
{
    public RuleScope(Side? side, double mostBarsInTrade, ScalarDomain domain, ValueNumbers numbers)
    {
        Side = side;
        Ranges = new(domain) { Side = side, MostBarsInTrade = mostBarsInTrade };
        Order = new(Ranges, domain, numbers);
        Comparisons = new(Ranges, Order, domain);
    }

    /// <summary>The side of the position the rule may close; null for a rule without one.</summary>
    public Side? Side { get; }

    public RangeInference Ranges { get; }

    public OrderProof Order { get; }

    public ComparisonDecider Comparisons { get; }

    /// <summary>What was found of each condition.</summary>
    public Dictionary<BoundCondition, Decision> Decided { get; } = new(ReferenceEqualityComparer.Instance);
}
