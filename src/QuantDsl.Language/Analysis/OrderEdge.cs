using QuantDsl.Language.Semantics;

namespace QuantDsl.Language.Analysis;

/// <summary>One value of a proof is never above another, or is below it.</summary>
/// <param name="Lower">Number of the value in the proof.</param>
/// <param name="Upper">Number of the value it is not above.</param>
/// <param name="Strict">True for below.</param>
/// <param name="Origin">The part of a rule that says so; null where it is known of every market.</param>
internal readonly record struct OrderEdge(int Lower, int Upper, bool Strict, BoundCondition? Origin);
