using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>Mean of the last <c>period</c> values, in constant time and without drift.</summary>
/// <remarks>
/// A running sum that adds the newest value and takes the oldest away keeps every rounding error it ever made. Here the
/// series is cut into blocks of one period: a window is always the tail of the previous block and the head of the
/// current one, and both are summed by additions only, so what has left the window leaves no trace. Sums are of
/// distances from the first value of the current block, which every window of the block holds: constant input gives
/// that constant exactly. Leading NaN is skipped; later NaN (or infinity) poisons exactly the sums that hold it.
/// </remarks>
internal struct WindowMean
{
    private readonly double[] _block, _tail;
    private double _anchor, _head;
    private int _position;
    private bool _started;

    public WindowMean(int period)
    {
        _block = new double[period];
        _tail = new double[period];
        Array.Fill(_block, double.NaN); // No block came before the first, so its windows are undefined until it is full.
    }

    /// <summary>Feeds one value; returns the mean of the last <c>period</c>, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double value)
    {
        double[] block = _block, tail = _tail;
        int position = _position;
        if (position == 0)
        {
            if (!_started && !double.IsFinite(value)) return double.NaN;
            _started = true;
            _anchor = value;
            _head = 0;
            SumTail(block, tail, value);
        }

        _head += value - _anchor;
        block[position] = value;
        double mean = _anchor + (tail[position] + _head) / block.Length;
        _position = ++position == block.Length ? 0 : position;
        return double.IsFinite(mean) ? mean : double.NaN;
    }

    /// <summary>Sums of what is left of the last block after its first 1, 2, … values have left the window.</summary>
    private static void SumTail(double[] block, double[] tail, double anchor)
    {
        double sum = 0;
        for (int i = block.Length - 1; i >= 0; i--)
        {
            tail[i] = sum;
            sum += block[i] - anchor;
        }
    }
}
