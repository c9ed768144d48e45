using System.Numerics;
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

    /// <summary>Feeds a run of values, each as <see cref="NextVariance"/> does; a block at a time, so that nothing but sums is left in the loop.</summary>
    /// <param name="values">The run; not the same memory as what is written.</param>
    /// <param name="means">Receives one mean per value.</param>
    /// <param name="variances">Receives one variance per value.</param>
    public void Next(ReadOnlySpan<double> values, Span<double> means, Span<double> variances)
    {
        int i = 0;
        for (; i < values.Length && !_started; i++) means[i] = NextVariance(values[i], out variances[i]);
        while (i < values.Length)
        {
            if (_position == 0)
            {
                _anchor = values[i];
                _head = _headSquares = 0;
                SumTails(_block, _tail, _tailSquares, _anchor);
            }

            var block = _block.AsSpan(_position, Math.Min(_block.Length - _position, values.Length - i));
            values.Slice(i, block.Length).CopyTo(block);
            var mean = means.Slice(i, block.Length);
            var variance = variances.Slice(i, block.Length);
            double head = _head, headSquares = _headSquares, anchor = _anchor;
            for (int k = 0; k < block.Length; k++)
            {
                double distance = block[k] - anchor;
                mean[k] = head += distance;
                variance[k] = headSquares += distance * distance;
            }

            _head = head;
            _headSquares = headSquares;
            Finish(_tail.AsSpan(_position, block.Length), _tailSquares.AsSpan(_position, block.Length), mean, variance);
            _position = _position + block.Length == _block.Length ? 0 : _position + block.Length;
            i += block.Length;
        }
    }

    /// <summary>Turns sums since the block began into means and variances, a vector at a time: divisions wait for nothing here.</summary>
    private readonly void Finish(ReadOnlySpan<double> tail, ReadOnlySpan<double> tailSquares, Span<double> means, Span<double> variances)
    {
        int i = 0;
        var count = new Vector<double>(_block.Length);
        for (; i <= means.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var offset = (new Vector<double>(tail[i..]) + new Vector<double>(means[i..])) / count;
            var spread = (new Vector<double>(tailSquares[i..]) + new Vector<double>(variances[i..])) / count - offset * offset;
            var mean = new Vector<double>(_anchor) + offset;
            var known = (mean + spread) * Vector<double>.Zero; // 0, or NaN where the window is undefined.
            (mean + known).CopyTo(means[i..]);
            (Vector.ConditionalSelect(Vector.LessThan(spread, Vector<double>.Zero), Vector<double>.Zero, spread) + known).CopyTo(variances[i..]);
        }

        for (; i < means.Length; i++)
        {
            double offset = (tail[i] + means[i]) / _block.Length, spread = (tailSquares[i] + variances[i]) / _block.Length - offset * offset;
            double mean = _anchor + offset;
            bool isDefined = double.IsFinite(mean + spread);
            means[i] = isDefined ? mean : double.NaN;
            variances[i] = isDefined ? (spread < 0 ? 0 : spread) : double.NaN;
        }
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
