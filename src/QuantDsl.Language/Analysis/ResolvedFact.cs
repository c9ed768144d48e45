using QuantDsl.Language.Semantics;

namespace QuantDsl.Language.Analysis;

/// <summary>An <see cref="OrderFact"/> with its values found among those of the scope.</summary>
internal readonly record struct ResolvedFact(OrderedValue Lower, OrderedValue Upper, bool Strict, BoundCondition Origin)
{
    /// <summary>Whether another fact is about a series that this one is about.</summary>
    public bool SharesValue(ResolvedFact other) => Is(Lower, other) || Is(Upper, other);

    private static bool Is(OrderedValue value, ResolvedFact other) => !value.IsScalar && (value == other.Lower || value == other.Upper);
}
