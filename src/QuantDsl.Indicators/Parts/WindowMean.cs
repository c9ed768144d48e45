using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuantDsl.Indicators;

/// <summary>Mean of the last <c>period</c> values, in constant time and without drift.</summary>
/// <remarks>
/// A running sum that adds the newest value and takes the oldest away keeps every rounding error it ever made. Here the
/// series is cut into blocks of one period: a window is always the tail of the previous block and the head of the
/// current one, and both are summed by additions only, so what has left the window leaves no trace. Sums are of
/// distances from the first value of the current block, which every window of the block holds: constant input gives
/// that constant exactly. A short window is summed anew at each bar instead, by distances from its oldest value. Leading NaN is skipped; later NaN (or infinity) poisons exactly the sums that hold it.
/// </remarks>
internal struct WindowMean
{
    /// <summary>Up to this length a new sum costs less than the blocks do.</summary>
    private const int LongestShort = 8;

    private const int Run = 256;

    /// <summary>Of a short window: its values, each written twice one period apart, so that the window is always one run in bar order.</summary>
    private readonly double[]? _window;
    private readonly double[] _block, _tail;
    private double[]? _tails;
    private double _anchor, _head;
    private int _position;
    private bool _started;

    public WindowMean(int period)
    {
        if (period <= LongestShort)
        {
            _window = new double[2 * period];
            Array.Fill(_window, double.NaN);
        }

        _block = new double[period];
        _tail = new double[period];
        Array.Fill(_block, double.NaN); // No block came before the first, so its windows are undefined until it is full.
    }

    /// <summary>Feeds one value; returns the mean of the last <c>period</c>, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double value)
    {
        if (_window is not null) return NextShort(_window, value);
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

    /// <summary>Feeds a run of values, each as <see cref="Next(double)"/> does; a block at a time, so that nothing but sums is left in the loop.</summary>
    /// <param name="values">The run.</param>
    /// <param name="means">Receives one mean per value; may be the run itself.</param>
    public void Next(ReadOnlySpan<double> values, Span<double> means)
    {
        int i = 0;
        if (_window is not null)
        {
            for (; i < values.Length; i += Run) NextShort(_window, values[i..Math.Min(i + Run, values.Length)], means[i..]);
            return;
        }

        for (; i < values.Length && !_started; i++) means[i] = Next(values[i]);
        // Where the block before stands in the run too, blocks can be taken side by side. The first value of the run may have begun one.
        int begun = _position == 1 && i > 0 ? i - 1 : -1, abreast = Strands.Many * _block.Length;
        bool areApart = !values.Overlaps(means);
        while (i < values.Length)
        {
            if (_position == 0)
            {
                if (areApart && begun >= 0 && values.Length - i >= abreast)
                {
                    int before = i - _block.Length;
                    BlocksAbreast.Means(values[before..], means[before..], _block.Length, _tails ??= new double[abreast]);
                    i += abreast;
                    values.Slice(i - _block.Length, _block.Length).CopyTo(_block);
                    continue;
                }

                begun = i;
                _anchor = values[i];
                _head = 0;
                SumTail(_block, _tail, _anchor);
            }

            var block = _block.AsSpan(_position, Math.Min(_block.Length - _position, values.Length - i));
            values.Slice(i, block.Length).CopyTo(block);
            var tail = _tail.AsSpan(_position, block.Length);
            var target = means.Slice(i, block.Length);
            double head = _head, anchor = _anchor, count = _block.Length;
            for (int k = 0; k < block.Length; k++)
            {
                head += block[k] - anchor;
                double mean = anchor + (tail[k] + head) / count;
                target[k] = double.IsFinite(mean) ? mean : double.NaN;
            }

            _head = head;
            _position = _position + block.Length == _block.Length ? 0 : _position + block.Length;
            i += block.Length;
        }
    }

    private double NextShort(double[] window, double value)
    {
        int length = _block.Length;
        window[_position] = window[_position + length] = value;
        _position = _position + 1 == length ? 0 : _position + 1;
        double oldest = window[_position], sum = 0;
        for (int k = 1; k < length; k++) sum += window[_position + k] - oldest;
        double mean = oldest + sum / length;
        return mean + mean * 0; // Infinity becomes NaN.
    }

    private void NextShort(double[] window, ReadOnlySpan<double> values, Span<double> means)
    {
        int before = _block.Length - 1;
        Span<double> all = stackalloc double[LongestShort - 1 + Run];
        window.AsSpan(_position + 1, before).CopyTo(all);
        values.CopyTo(all[before..]);
        int i = 0;
        var length = new Vector<double>(_block.Length);
        ref double first = ref MemoryMarshal.GetReference(all);
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            // One bar's window per lane, each summed in bar order like the streaming form.
            Vector<double> oldest = Vector.LoadUnsafe(ref first, (nuint)i), sum = default;
            for (int k = 1; k <= before; k++) sum += Vector.LoadUnsafe(ref first, (nuint)(i + k)) - oldest;
            var mean = oldest + sum / length;
            (mean + mean * Vector<double>.Zero).CopyTo(means[i..]);
        }

        for (int k = 0; k < i; k++)
        {
            window[_position] = window[_position + _block.Length] = all[before + k];
            _position = _position == before ? 0 : _position + 1;
        }

        for (; i < values.Length; i++) means[i] = NextShort(window, all[before + i]);
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
