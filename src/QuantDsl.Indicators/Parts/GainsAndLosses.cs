using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>Wilder means of the rises and of the falls of a series, seeded with the simple means of the first <c>period</c> changes.</summary>
internal struct GainsAndLosses(int period)
{
    private SmoothedMean _gains = SmoothedMean.Wilder(period), _losses = SmoothedMean.Wilder(period);
    private double _previous = double.NaN;

    /// <summary>Feeds one value; both means are NaN while the seed is gathered and for a value that is not finite, which is skipped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next(double value, out double gains, out double losses)
    {
        double change = value - _previous;
        if (!double.IsFinite(change))
        {
            if (double.IsNaN(_previous) && double.IsFinite(value)) _previous = value;
            gains = losses = double.NaN;
            return;
        }

        // A gain is the change or zero, without a branch that half of all bars would mispredict.
        _previous = value;
        double size = Math.Abs(change);
        gains = _gains.Next((size + change) * 0.5);
        losses = _losses.Next((size - change) * 0.5);
    }
}
