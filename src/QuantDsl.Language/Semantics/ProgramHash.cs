using System.Security.Cryptography;
using System.Text;

namespace QuantDsl.Language.Semantics;

/// <summary>Identity of what a strategy does: names normalised, documentation dropped, parameters substituted (RULES L1). SHA-256, lower-case hex.</summary>
/// <remarks>Name, version, description and docs are not part of it; stops, targets, filters and the timeframe are.</remarks>
public static class ProgramHash
{
    /// <summary>The program with its axes: defaults, swept values and <c>require</c>; equal for the two notations of one strategy.</summary>
    public static string Of(BoundStrategy strategy) => Hash(ProgramText.Of(strategy));

    /// <summary>The program with one value per parameter substituted, in declared order.</summary>
    public static string Of(BoundStrategy strategy, ReadOnlySpan<double> parameters) => Hash(ProgramText.Of(strategy, parameters));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
