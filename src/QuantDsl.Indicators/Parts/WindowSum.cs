using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuantDsl.Indicators;

/// <summary>Sum of the last <c>period</c> values, in constant time and without drift; zeros sum to zero exactly.</summary>
/// <remarks>Built on blocks like <see cref="WindowMean"/>, but from zero: for amounts, where nothing at all must be seen as nothing.</remarks>
internal struct WindowSum
{
    private readonly double[] _block, _tail;
    private double _head;
    private int _position;
    private bool _started;

    public WindowSum(int period)
    {
        _block = new double[period];
        _tail = new double[period];
        Array.Fill(_block, double.NaN);
    }

    /// <summary>Feeds one value; returns the sum of the last <c>period</c>, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double value)
    {
        double[] block = _block, tail = _tail;
        int position = _position;
        if (position == 0)
        {
            if (!_started && !double.IsFinite(value)) return double.NaN;
            _started = true;
            _head = 0;
            SumTail(block, tail);
        }

        _head += value;
        block[position] = value;
        double sum = tail[position] + _head;
        _position = ++position == block.Length ? 0 : position;
        return double.IsFinite(sum) ? sum : double.NaN;
    }

    /// <summary>Feeds a run of values, each as <see cref="Next(double)"/> does; a block at a time, so that nothing but sums is left in the loop.</summary>
    /// <param name="values">The run.</param>
    /// <param name="sums">Receives one sum per value; may be the run itself.</param>
    public void Next(ReadOnlySpan<double> values, Span<double> sums)
    {
        int i = 0;
        for (; i < values.Length && !_started; i++) sums[i] = Next(values[i]);
        while (i < values.Length)
        {
            if (_position == 0)
            {
                _head = 0;
                SumTail(_block, _tail);
            }

            var block = _block.AsSpan(_position, Math.Min(_block.Length - _position, values.Length - i));
            values.Slice(i, block.Length).CopyTo(block);
            var tail = _tail.AsSpan(_position, block.Length);
            var target = sums.Slice(i, block.Length);
            double head = _head;
            for (int k = 0; k < block.Length; k++)
            {
                head += block[k];
                double sum = tail[k] + head;
                target[k] = sum + sum * 0; // Infinity becomes NaN.
            }

            _head = head;
            _position = _position + block.Length == _block.Length ? 0 : _position + block.Length;
            i += block.Length;
        }
    }

    private static void SumTail(double[] block, double[] tail)
    {
        // Both are as long; references spare the loop two comparisons a bar.
        ref double blockAt = ref MemoryMarshal.GetArrayDataReference(block), tailAt = ref MemoryMarshal.GetArrayDataReference(tail);
        double sum = 0;
        for (int i = block.Length - 1; i >= 0; i--)
        {
            Unsafe.Add(ref tailAt, i) = sum;
            sum += Unsafe.Add(ref blockAt, i);
        }
    }
}
