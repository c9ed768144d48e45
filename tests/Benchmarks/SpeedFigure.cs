namespace QuantDsl.Benchmarks;

/// <summary>The median of several repetitions of one piece of work.</summary>
/// <param name="Work">What was done.</param>
/// <param name="Workers">Threads.</param>
/// <param name="Combinations">Runs of the walk in one repetition.</param>
/// <param name="Bars">Bars of one run.</param>
/// <param name="Seconds">Median.</param>
/// <param name="LeastSeconds">The fastest repetition.</param>
/// <param name="PeakBytes">The process's largest working set so far: what ran before counts too.</param>
public sealed record SpeedFigure(string Work, int Workers, long Combinations, int Bars, double Seconds, double LeastSeconds, long PeakBytes)
{
    public double CombinationsPerSecond => Combinations / Seconds;

    /// <summary>Nanoseconds of one worker for one bar of one combination.</summary>
    public double NanosecondsPerBar => Seconds * 1e9 * Workers / Combinations / Bars;
}
