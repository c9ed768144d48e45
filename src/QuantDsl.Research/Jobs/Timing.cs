namespace QuantDsl.Research.Jobs;

/// <summary>How long the parts took, in seconds; the only part of a result that differs between equal runs.</summary>
/// <param name="Sweep">The combinations of this session; for a backtest its one run.</param>
public sealed record Timing(double Compile, double Data, double Sweep);
