using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    /// <summary>Bars after which the mean has forgotten how it began: what was before weighs less than a double can tell.</summary>
    public readonly int Memory => _period + (int)Math.Min(40 / _weight, 1 << 20);

    /// <summary>Whether this and another of the same period give the same from now on.</summary>
    public readonly bool AgreesWith(in SmoothedMean other) =>
        IsSeeded && other.IsSeeded && BitConverter.DoubleToInt64Bits(_value) == BitConverter.DoubleToInt64Bits(other._value);

    /// <summary>The means of four strands, a lane each.</summary>
    /// <param name="first">The first of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Values(ReadOnlySpan<SmoothedMean> means, int first) =>
        Vector256.Create(means[first]._value, means[first + 1]._value, means[first + 2]._value, means[first + 3]._value);

    /// <summary>The mean so far.</summary>
    public readonly double Value => _value;

    /// <summary>Weight of the newest value, in all lanes.</summary>
    public readonly Vector256<double> Weights
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(_weight);
    }

    /// <summary>Goes on with another mean; the seed is complete.</summary>
    public void Continue(double value) => _value = value;

    /// <summary>Goes on with four others, a lane each.</summary>
    /// <param name="first">The first that does.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Continue(Span<SmoothedMean> means, int first, Vector256<double> values)
    {
        means[first]._value = values.GetElement(0);
        means[first + 1]._value = values.GetElement(1);
        means[first + 2]._value = values.GetElement(2);
        means[first + 3]._value = values.GetElement(3);
    }

    /// <summary>Feeds settled means of one period a part of a column each; see <see cref="IRecursiveFormula{TSelf}"/>.</summary>
    /// <remarks>Nothing is called in it, so that all of it stays in registers.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Next(Span<SmoothedMean> means, ReadOnlySpan<double> source, Span<double> values, int distance, int count)
    {
        var strands = new Strands(source, values, distance, count);
        Vector256<double> near = Values(means, 0), far = Values(means, 4), weights = means[0].Weights;
        for (nint bar = 0; bar < strands.Length; bar++)
        {
            near += weights * (strands.Near(bar) - near);
            far += weights * (strands.Far(bar) - far);
            strands.Set(bar, near, far);
        }

        Continue(means, 0, near);
        Continue(means, 4, far);
    }

    /// <summary>What <see cref="Next(double)"/> does once the seed is complete, for a value that is known not to overflow the mean.</summary>
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
