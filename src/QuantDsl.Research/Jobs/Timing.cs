namespace QuantDsl.Research.Jobs;

/// <summary>How long the parts took, in seconds; the only part of a result that differs between equal runs.</summary>
/// <param name="Sweep">The combinations of this session, from the first column computed to the last row in the store; for a backtest its one run.</param>
public sealed record Timing(double Compile, double Data, double Sweep)
{
    /// <summary>Reading the rows again, ordering them and finding the front; null for a run that ranks nothing.</summary>
    public double? Rank { get; init; }
}
