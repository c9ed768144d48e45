namespace QuantDsl.Benchmarks;

/// <summary>A result beside the one that independent implementations agree on for the same bars.</summary>
/// <param name="Tolerance">Half a unit of the last digit the expectation is stated to.</param>
public sealed record PerformanceCheck(string Work, double Expected, double Actual, double Tolerance = 5e-5)
{
    public bool Holds => Math.Abs(Actual - Expected) <= Tolerance;
}
