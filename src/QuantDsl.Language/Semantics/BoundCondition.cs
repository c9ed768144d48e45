using System.Collections.Immutable;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>A condition in negation normal form: <c>not</c> has been pushed inward, so no rule fires on an undefined value (RULES L6).</summary>
public abstract record BoundCondition;

/// <summary>False when either side is undefined, <c>!=</c> included.</summary>
public sealed record BoundComparison(BoundExpression Left, ComparisonOperator Operator, BoundExpression Right) : BoundCondition;

/// <summary><c>a[1] ≤ b[1] and a &gt; b</c>, mirrored below. Negated: true when all four values are defined and the cross did not happen.</summary>
public sealed record BoundCross(BoundExpression Left, CrossDirection Direction, BoundExpression Right, bool Negated) : BoundCondition;

/// <summary>The condition held at this close or one of the <c>Bars − 1</c> before; with <paramref name="Every"/> at all of them (a negated within).</summary>
public sealed record BoundWithin(BoundCondition Condition, BoundExpression Bars, bool Every) : BoundCondition;

/// <summary><c>rising(x, n)</c> or <c>falling(x, n)</c>: n strict steps in a row. Negated: all n + 1 values are defined and it does not hold.</summary>
public sealed record BoundTrend(BoundExpression Operand, BoundExpression Bars, bool Rising, bool Negated) : BoundCondition;

public sealed record BoundAnd(ImmutableArray<BoundCondition> Operands) : BoundCondition;

public sealed record BoundOr(ImmutableArray<BoundCondition> Operands) : BoundCondition;

/// <summary>The regime of the bar is that one of <see cref="BoundStrategy.Regimes"/>. Stands only where an entry names a regime, so it is never negated.</summary>
public sealed record BoundInRegime(int Index) : BoundCondition;

/// <summary>At least <paramref name="Count"/> of the operands hold (a scalar whole number).</summary>
public sealed record BoundAtLeast(BoundExpression Count, ImmutableArray<BoundCondition> Operands) : BoundCondition;
