using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>Chaikin's money flow of a bar: its volume times where the close stands in its range, from −1 at the low to 1 at the high.</summary>
internal static class MoneyFlow
{
    /// <summary>The signed volume; 0 for a bar without range, NaN for one with NaN in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(double high, double low, double close, double volume)
    {
        double range = high - low;
        return (range > 0 ? ((close - low) - (high - close)) / range : (range + close) * 0) * volume;
    }
}
