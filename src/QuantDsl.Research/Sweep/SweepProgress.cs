namespace QuantDsl.Research.Sweep;

/// <summary>How far a sweep is, counting only rows that are safe in the store.</summary>
/// <param name="Done">Rows stored, resumed ones included.</param>
/// <param name="Total">Rows in the end.</param>
/// <param name="Resumed">Rows found from an interrupted run.</param>
/// <param name="PerSecond">Combinations evaluated per second in this session; 0 before the first.</param>
/// <param name="Remaining">Time left at that rate; null before the first.</param>
public readonly record struct SweepProgress(long Done, long Total, long Resumed, double PerSecond, TimeSpan? Remaining);
