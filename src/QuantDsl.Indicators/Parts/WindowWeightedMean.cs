using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>Mean of the last <c>period</c> values with weights 1, 2, … period from the oldest to the newest, in constant time and without drift.</summary>
/// <remarks>
/// Built on blocks like <see cref="WindowMean"/>. The tail of the previous block is weighted by summing its sums. In the
/// current block the weight of each value falls by one with every bar; the head's sum carries what all of them share.
/// </remarks>
internal struct WindowWeightedMean
{
    private readonly double[] _block, _tail;
    private readonly double _weights;
    private double[]? _tails;
    private double _anchor, _head, _ranked;
    private int _position;
    private bool _started;

    public WindowWeightedMean(int period)
    {
        _block = new double[period];
        _tail = new double[period];
        _weights = 0.5 * period * (period + 1);
        Array.Fill(_block, double.NaN);
    }

    /// <summary>Feeds one value; returns the weighted mean of the last <c>period</c>, or NaN.</summary>
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
            _head = _ranked = 0;
            WeighTail(block, tail, value);
        }

        double distance = value - _anchor;
        _head += distance;
        _ranked += (position + 1) * distance;
        block[position] = value;
        double mean = _anchor + (tail[position] + ((block.Length - position - 1) * _head + _ranked)) / _weights;
        _position = ++position == block.Length ? 0 : position;
        return double.IsFinite(mean) ? mean : double.NaN;
    }

    /// <summary>Feeds a run of values, each as <see cref="Next(double)"/> does, where there are enough of them eight blocks side by side.</summary>
    /// <param name="means">Receives one mean per value; not the run itself.</param>
    public void Next(ReadOnlySpan<double> values, Span<double> means)
    {
        int period = _block.Length, abreast = Strands.Many * period, begun = -1;
        for (int i = 0; i < values.Length;)
        {
            if (_position == 0)
            {
                if (begun >= 0 && period >= BlocksAbreast.Shortest && values.Length - i >= abreast)
                {
                    BlocksAbreast.WeightedMeans(values[(i - period)..], means[(i - period)..], period, _weights, _tails ??= new double[abreast]);
                    i += abreast;
                    values.Slice(i - period, period).CopyTo(_block);
                    continue;
                }

                // A value that begins nothing, before the first block, stays where it is.
                if (_started || double.IsFinite(values[i])) begun = i;
            }

            means[i] = Next(values[i]);
            i++;
        }
    }

    /// <summary>Entry i: the block's values after i, weighted 1, 2, … as they stand when i has left the window.</summary>
    private static void WeighTail(double[] block, double[] tail, double anchor)
    {
        double sum = 0, weighted = 0;
        for (int i = block.Length - 1; i >= 0; i--)
        {
            tail[i] = weighted;
            sum += block[i] - anchor;
            weighted += sum;
        }
    }
}
