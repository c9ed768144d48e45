using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Indicators;

/// <summary>Wilder means of the rises and of the falls of a series, seeded with the simple means of the first <c>period</c> changes.</summary>
internal struct GainsAndLosses(int period)
{
    private SmoothedMean _gains = SmoothedMean.Wilder(period), _losses = SmoothedMean.Wilder(period);
    private double _previous = double.NaN;

    /// <inheritdoc cref="SmoothedMean.Memory"/>
    public readonly int Memory => _gains.Memory + 1;

    /// <summary>Whether this and another of the same period give the same from now on.</summary>
    public readonly bool AgreesWith(in GainsAndLosses other) =>
        _gains.AgreesWith(other._gains) && _losses.AgreesWith(other._losses) && BitConverter.DoubleToInt64Bits(_previous) == BitConverter.DoubleToInt64Bits(other._previous);

    /// <summary>Whether both seeds are complete.</summary>
    public readonly bool IsSettled => _gains.IsSeeded && _losses.IsSeeded;

    /// <summary>Weight of the newest change, in all lanes.</summary>
    public readonly Vector256<double> Weights
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _gains.Weights;
    }

    /// <summary>The mean of the rises so far.</summary>
    public readonly double Gains => _gains.Value;

    /// <summary>The mean of the falls so far.</summary>
    public readonly double Losses => _losses.Value;

    /// <summary>The value last fed.</summary>
    public readonly double Previous => _previous;

    /// <summary>Goes on with others; the seeds are complete.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Continue(double gains, double losses, double previous)
    {
        _gains.Continue(gains);
        _losses.Continue(losses);
        _previous = previous;
    }

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
