namespace QuantDsl.Research.Metrics;

/// <summary>Numbers as results state them (RULES R3): never NaN, never infinite, never negative zero.</summary>
internal static class FiniteNumber
{
    /// <summary>Adding zero turns −0 into 0, which SQLite would do on its way to the disk.</summary>
    public static double Plain(double value) => value + 0.0;

    /// <summary>Null for what is undefined or beyond the range of a double.</summary>
    public static double? OrNull(double? value) => value is { } number && double.IsFinite(number) ? number + 0.0 : null;
}
