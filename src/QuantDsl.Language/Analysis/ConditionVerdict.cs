using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Analysis;

/// <summary>A condition of a rule that bounds and order alone decide, and that the author was warned of.</summary>
/// <param name="Condition">As bound; of a part below <c>not</c> its opposite.</param>
/// <param name="Decision">Never or always.</param>
/// <param name="Span">Where it was written.</param>
/// <param name="Side">The side whose exit it stands in; null elsewhere, where no position is read.</param>
/// <param name="Setting">One value per parameter at which it is decided; null where it is at every setting.</param>
public sealed record ConditionVerdict(BoundCondition Condition, Decision Decision, TextSpan Span, Side? Side, ImmutableArray<double>? Setting);
