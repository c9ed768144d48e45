namespace QuantDsl.Language.Analysis;

/// <summary>One step of a derivation: a value, when it is known, and by which rule.</summary>
/// <param name="Depth">0 for the value itself, one more for each of its parts.</param>
public sealed record ProofStep(int Depth, string Expression, KnownAt KnownAt, string Because);
