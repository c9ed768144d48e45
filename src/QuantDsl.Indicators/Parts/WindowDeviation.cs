using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>Mean and population deviation of the last <c>period</c> values, in constant time and without drift.</summary>
/// <remarks>
/// Built on blocks like <see cref="WindowMean"/>, with sums of squares beside the sums. Distances are taken from a value
/// inside the window, so the variance is at least the greatest squared distance ÷ (2 × period): subtracting the squared
/// mean can lose only a factor of that size, however large the price or old a spike.
/// </remarks>
internal struct WindowDeviation
{
    private readonly double[] _block, _tail, _tailSquares;
    private double _anchor, _head, _headSquares;
    private int _position;
    private bool _started;

    public WindowDeviation(int period)
    {
        _block = new double[period];
        _tail = new double[period];
        _tailSquares = new double[period];
        Array.Fill(_block, double.NaN);
    }

    /// <summary>Feeds one value; returns the mean of the last <c>period</c> and their deviation, both NaN when undefined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double value, out double deviation)
    {
        double mean = NextVariance(value, out double variance);
        deviation = Math.Sqrt(variance);
        return mean;
    }

    /// <summary>Feeds one value; returns the mean of the last <c>period</c> and their variance, both NaN when undefined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextVariance(double value, out double variance)
    {
        double[] block = _block, tail = _tail, tailSquares = _tailSquares;
        int position = _position;
        if (position == 0)
        {
            if (!_started && !double.IsFinite(value)) return variance = double.NaN;
            _started = true;
            _anchor = value;
            _head = _headSquares = 0;
            SumTails(block, tail, tailSquares, value);
        }

        double distance = value - _anchor;
        _head += distance;
        _headSquares += distance * distance;
        block[position] = value;
        double offset = (tail[position] + _head) / block.Length;
        double square = (tailSquares[position] + _headSquares) / block.Length;
        _position = ++position == block.Length ? 0 : position;
        // Rounding may leave a hair below zero; the comparison is also false for NaN, which then stays NaN.
        double spread = square - offset * offset;
        double mean = _anchor + offset;
        if (!double.IsFinite(mean + spread)) return variance = double.NaN;
        variance = spread < 0 ? 0 : spread;
        return mean;
    }

    private static void SumTails(double[] block, double[] tail, double[] tailSquares, double anchor)
    {
        double sum = 0, squares = 0;
        for (int i = block.Length - 1; i >= 0; i--)
        {
            tail[i] = sum;
            tailSquares[i] = squares;
            double distance = block[i] - anchor;
            sum += distance;
            squares += distance * distance;
        }
    }
}
