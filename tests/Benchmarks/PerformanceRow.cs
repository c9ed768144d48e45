namespace QuantDsl.Benchmarks;

/// <summary>One line of the comparison.</summary>
/// <param name="Work">What was done.</param>
/// <param name="Reference">What the C++ loop took, in the unit of <paramref name="Unit"/>; null where there is none.</param>
/// <param name="Ours">What it took here.</param>
/// <param name="Unit">Unit of the two.</param>
/// <param name="Ratio">What the target is about; null where the measurement itself is.</param>
/// <param name="Target">The target in words; empty for what is only told.</param>
/// <param name="Met">Null where there is no target, or nothing to compare with.</param>
public sealed record PerformanceRow(string Work, double? Reference, double Ours, string Unit, double? Ratio = null, string Target = "", bool? Met = null)
{
    public string Verdict => Target.Length == 0 ? "" : Met switch { true => "met", false => "MISSED", null => "not compared" };
}
