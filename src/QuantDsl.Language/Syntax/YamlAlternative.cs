using QuantDsl.Market;

namespace QuantDsl.Language.Syntax;

/// <summary>A rule of entry or exit as YAML holds it: one of the alternatives of a side.</summary>
internal sealed record YamlAlternative(Side Side, Identifier? Regime, ExpressionSyntax Condition, Trivia Trivia);
