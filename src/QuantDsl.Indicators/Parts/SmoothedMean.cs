using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>A recursive mean seeded with the simple mean of its first values: the formula of EMA and of Wilder's smoothing.</summary>
/// <remarks>
/// NaN until the seed is complete. A value that is not finite, or that would overflow the mean, gives NaN and leaves the
/// state as it was. A struct, so that a loop over a column keeps it in registers.
/// </remarks>
internal struct SmoothedMean
{
    private readonly double _weight;
    private readonly int _period;
    private double _seedSum, _value;
    private int _seedCount;

    private SmoothedMean(int period, double weight)
    {
        _period = period;
        _weight = weight;
    }

    /// <summary>Weight <c>2 ÷ (period + 1)</c> for the newest value.</summary>
    public static SmoothedMean Exponential(int period) => new(period, 2.0 / (period + 1));

    /// <summary>Weight <c>1 ÷ period</c> for the newest value (Wilder).</summary>
    public static SmoothedMean Wilder(int period) => new(period, 1.0 / period);

    /// <summary>Weight <c>2 ÷ (period + 1)</c> for the newest value, but seeded with the first value alone.</summary>
    public static SmoothedMean FromFirst(int period) => new(1, 2.0 / (period + 1));

    /// <summary>Whether the seed is complete.</summary>
    public readonly bool IsSeeded => _seedCount == _period;

    /// <summary>What <see cref="Next"/> does once the seed is complete, for a value that is known not to overflow the mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Step(double value) => _value += _weight * (value - _value);

    /// <summary>Feeds one value; returns the mean so far, or NaN while the seed is gathered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double value)
    {
        if (_seedCount < _period)
        {
            double sum = _seedSum + value;
            if (!double.IsFinite(sum)) return double.NaN;
            _seedSum = sum;
            return ++_seedCount == _period ? _value = sum / _period : double.NaN;
        }

        // A step towards the new value, not a weighted sum: a mean that has reached its input stays there exactly.
        double next = _value + _weight * (value - _value);
        if (!double.IsFinite(next)) return double.NaN;
        return _value = next;
    }
}
