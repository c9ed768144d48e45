using System.Collections.Immutable;

namespace QuantDsl.Language.Analysis;

/// <summary>A value or rule of a strategy and when it is known.</summary>
/// <param name="Role"><c>let rsi</c>, <c>enter long</c>, <c>stop</c>: what it is to the strategy.</param>
/// <param name="Derivation">The value first, then its parts; a let is derived once, in its own row.</param>
public sealed record ProofRow(string Role, string Expression, KnownAt KnownAt, ImmutableArray<ProofStep> Derivation);
