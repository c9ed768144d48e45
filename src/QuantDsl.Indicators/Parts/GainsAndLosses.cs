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

    /// <summary>Those of four strands, a lane each.</summary>
    public static Lanes Values(ReadOnlySpan<GainsAndLosses> strands) => new(
        Vector256.Create(strands[0]._gains.Value, strands[1]._gains.Value, strands[2]._gains.Value, strands[3]._gains.Value),
        Vector256.Create(strands[0]._losses.Value, strands[1]._losses.Value, strands[2]._losses.Value, strands[3]._losses.Value),
        Vector256.Create(strands[0]._previous, strands[1]._previous, strands[2]._previous, strands[3]._previous));

    /// <summary>Weight of the newest change, in all lanes.</summary>
    public readonly Vector256<double> Weights => _gains.Weights;

    /// <summary>Goes on with those of four others, a lane each; the seeds are complete.</summary>
    public static void Continue(Span<GainsAndLosses> strands, in Lanes values)
    {
        for (int i = 0; i < Vector256<double>.Count; i++)
        {
            strands[i]._gains.Continue(values.Gains.GetElement(i));
            strands[i]._losses.Continue(values.Losses.GetElement(i));
            strands[i]._previous = values.Previous.GetElement(i);
        }
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

    /// <summary>Means of gains and of losses, and the values last fed.</summary>
    internal readonly record struct Lanes(Vector256<double> Gains, Vector256<double> Losses, Vector256<double> Previous);
}
