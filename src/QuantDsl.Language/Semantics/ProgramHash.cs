namespace QuantDsl.Language.Semantics;

/// <summary>Identity of what a strategy does: names normalised, documentation dropped, parameters substituted (RULES L1). SHA-256, lower-case hex.</summary>
public static class ProgramHash
{
    /// <summary>The program at its default parameters and its sweep's shape; equal for the two notations of one strategy.</summary>
    public static string Of(BoundStrategy strategy) => throw new NotImplementedException();

    /// <summary>The program with one value per parameter substituted.</summary>
    public static string Of(BoundStrategy strategy, ReadOnlySpan<double> parameters) => throw new NotImplementedException();
}
