namespace QuantDsl.Benchmarks;

/// <summary>A result beside the one that independent implementations agree on for the same bars.</summary>
public sealed record SpeedCheck(string Work, double Expected, double Actual)
{
    /// <summary>The expectation is stated to half a unit of its last digit.</summary>
    public bool Holds => Math.Abs(Actual - Expected) < 1e-4;
}
