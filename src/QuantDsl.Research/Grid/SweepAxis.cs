using System.Collections.Immutable;

namespace QuantDsl.Research.Grid;

/// <summary>One swept parameter of a grid.</summary>
/// <param name="Parameter">Index among the strategy's parameters.</param>
/// <param name="Values">In declared order, repeats included.</param>
/// <param name="Stride">How far the combination's number moves from one value to the next.</param>
/// <param name="IsRun">False for a dead axis: it keeps its first declared value (RULES L8).</param>
public sealed record SweepAxis(int Parameter, string Name, ImmutableArray<double> Values, long Stride, bool IsRun)
{
    /// <summary>Which of the values a combination has.</summary>
    public int IndexIn(long combination) => (int)(combination / Stride % Values.Length);
}
