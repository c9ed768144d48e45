using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Analysis;

/// <summary>Where the parts of bound rules stand in the text. A part that was negated stands where its opposite was written.</summary>
internal sealed class ConditionPlaces
{
    private readonly Dictionary<BoundCondition, ConditionPlace> _places = new(ReferenceEqualityComparer.Instance);

    /// <summary>Notes where a condition was written, unless it is known: a let stands where it is defined.</summary>
    public void Add(BoundCondition condition, ExpressionSyntax syntax) => _places.TryAdd(condition, new(syntax, false));

    /// <summary>Notes that a condition is the opposite of another.</summary>
    public void Oppose(BoundCondition condition, BoundCondition opposite)
    {
        if (_places.TryGetValue(condition, out var place)) _places.TryAdd(opposite, place with { IsOpposite = !place.IsOpposite });
    }

    /// <summary>Null for a condition that nobody wrote as it is.</summary>
    public ConditionPlace? Of(BoundCondition condition) => _places.TryGetValue(condition, out var place) ? place : null;
}
