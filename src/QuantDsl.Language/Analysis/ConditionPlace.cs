using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Analysis;

/// <summary>Where a condition was written.</summary>
/// <param name="Syntax">The text of it.</param>
/// <param name="IsOpposite">True when the text says the opposite, because a <c>not</c> stands before it.</param>
internal readonly record struct ConditionPlace(ExpressionSyntax Syntax, bool IsOpposite);
