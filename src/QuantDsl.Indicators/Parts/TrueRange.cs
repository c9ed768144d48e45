using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>The range of a bar together with the gap before it (Wilder 1978).</summary>
internal struct TrueRange()
{
    private double _previousClose = double.NaN;

    /// <summary>Feeds one bar; NaN for the first, which has no gap before it, and for a bar with NaN in it, which is skipped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double high, double low, double close)
    {
        if (!double.IsFinite(high + low + close)) return double.NaN;
        double range = double.MaxNative(high - low,
            double.MaxNative(Math.Abs(high - _previousClose), Math.Abs(low - _previousClose)));
        // Written so that the platform's treatment of NaN inside a maximum never shows.
        double gap = high - _previousClose;
        _previousClose = close;
        return double.IsNaN(gap) ? double.NaN : range;
    }
}
