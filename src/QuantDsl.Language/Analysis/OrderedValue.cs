using QuantDsl.Language.Semantics;

namespace QuantDsl.Language.Analysis;

/// <summary>A value in the order that every market keeps, with those next to it; made once and shared by all proofs of a scope.</summary>
internal sealed class OrderedValue(int number, BoundExpression expression, ValueRange range)
{
    /// <summary>Its place among the values of the strategy.</summary>
    public int Number => number;

    public BoundExpression Expression => expression;

    public ValueRange Range => range;

    public bool IsScalar { get; } = expression.IsScalar;

    /// <summary>Pairs of a value that is never above the other, one of which it is; null before they are looked for, and for scalars.</summary>
    public (OrderedValue Lower, OrderedValue Upper)[]? Known { get; set; }

    /// <summary>Its place in the proof that last met it.</summary>
    public int Node { get; set; }

    /// <summary>The proof that last met it.</summary>
    public int Proof { get; set; } = -1;
}
