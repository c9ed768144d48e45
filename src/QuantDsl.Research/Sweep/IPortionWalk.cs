namespace QuantDsl.Research.Sweep;

/// <summary>How one worker of a sweep evaluates combinations. Each worker has its own, made on its own thread.</summary>
public interface IPortionWalk
{
    /// <summary>Evaluates combinations that share every parameter the signals read.</summary>
    /// <param name="combinations">Numbers in the declared grid; at least one, at most <see cref="SweepRunner.MostLanes"/>.</param>
    /// <param name="rows">As many; row i is that of combination i, to the last bit whatever else is in the portion.</param>
    void Run(ReadOnlySpan<long> combinations, Span<SweepRow> rows);
}
