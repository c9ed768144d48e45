namespace QuantDsl.Benchmarks;

/// <summary>How long one indicator takes for a bar.</summary>
/// <param name="Name">Of the indicator.</param>
/// <param name="Nanoseconds">For a bar of a whole column, all outputs; of the fastest run.</param>
/// <param name="NativeNanoseconds">The same in C; null where there is no such loop.</param>
/// <param name="AllocatedBytes">By one whole column: the windows of the formula, nothing for a bar.</param>
/// <param name="Agrees">Whether both columns are the same but for rounding.</param>
public sealed record IndicatorFigure(string Name, double Nanoseconds, double? NativeNanoseconds, long AllocatedBytes, bool Agrees)
{
    public const double MostRatio = 1.5, MostNanoseconds = 15;

    public double? Ratio => Nanoseconds / NativeNanoseconds;

    public bool IsWithin => Ratio is { } ratio ? ratio <= MostRatio : Nanoseconds <= MostNanoseconds;
}
