using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Analysis;

/// <summary>Why a comparison is decided, as a message says it.</summary>
/// <param name="Decision">Open where it is not.</param>
/// <param name="Reason">What of its sides is known.</param>
/// <param name="Setting">The setting at which it is decided, where it is not at all of them.</param>
internal sealed record ComparisonFinding(Decision Decision, string Reason, double[]? Setting = null)
{
    public static readonly ComparisonFinding None = new(Decision.Open, "");

    public string Help { get; init; } = "choose a bound the value can pass";

    public CodeFix? Fix { get; init; }
}
