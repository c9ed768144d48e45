namespace QuantDsl.Compiler.Emission;

/// <summary>A number of bars in C#: a literal where it is known, otherwise a field.</summary>
/// <param name="Text">The literal or the field.</param>
/// <param name="Constant">Its value where it is the same for every combination.</param>
internal readonly record struct WholeNumber(string Text, int? Constant);
