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

    /// <summary>The means of gains and of losses of four strands, and the values they were last fed.</summary>
    public static (Vector256<double> Gains, Vector256<double> Losses, Vector256<double> Previous) Values(
        in GainsAndLosses first, in GainsAndLosses second, in GainsAndLosses third, in GainsAndLosses fourth) =>
        (SmoothedMean.Values(first._gains, second._gains, third._gains, fourth._gains), SmoothedMean.Values(first._losses, second._losses, third._losses, fourth._losses),
            Vector256.Create(first._previous, second._previous, third._previous, fourth._previous));

    /// <summary>Weight of the newest change, in all lanes.</summary>
    public readonly Vector256<double> Weights => _gains.Weights;

    /// <summary>Goes on with other means; the seeds are complete.</summary>
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
