using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Analysis;

/// <summary>Where a condition was written.</summary>
/// <param name="Syntax">The text of it.</param>
/// <param name="IsOpposite">True when the text says the opposite, because a <c>not</c> stands before it.</param>
internal readonly record struct ConditionPlace(ExpressionSyntax Syntax, bool IsOpposite)
{
    /// <summary>The condition as a message shows it.</summary>
    public string Quoted => (IsOpposite ? "not " : "") + BindingContext.Quote(Syntax);
}
