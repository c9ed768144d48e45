using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuantDsl.Indicators;

/// <summary>Sum of the last <c>period</c> values, in constant time and without drift; zeros sum to zero exactly.</summary>
/// <remarks>Built on blocks like <see cref="WindowMean"/>, but from zero: for amounts, where nothing at all must be seen as nothing.</remarks>
internal struct WindowSum
{
    private readonly double[] _block;
    private double[] _tail, _nextTail;
    private double _head;
    private int _position;
    private bool _started, _isNextKnown;

    public WindowSum(int period)
    {
        _block = new double[period];
        _tail = new double[period];
        _nextTail = new double[period];
        Array.Fill(_block, double.NaN);
    }

    /// <summary>Feeds one value; returns the sum of the last <c>period</c>, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double value)
    {
        int position = _position;
        if (position == 0)
        {
            if (!_started && !double.IsFinite(value)) return double.NaN;
            _started = true;
            BeginBlock();
        }

        double[] block = _block, tail = _tail;
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
            if (_position == 0) BeginBlock();
            int position = _position, count = Math.Min(_block.Length - position, values.Length - i);
            values.Slice(i, count).CopyTo(_block.AsSpan(position));
            // All are as long; references spare the loop two comparisons a bar.
            ref double block = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_block), position), tail = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_tail), position),
                target = ref MemoryMarshal.GetReference(sums.Slice(i, count));
            double head = _head;
            _isNextKnown = count == _block.Length;
            if (_isNextKnown)
            {
                // A whole block: its own tail is summed beside the head, for neither waits for the other.
                ref double nextTail = ref MemoryMarshal.GetArrayDataReference(_nextTail);
                double left = 0;
                for (int k = 0, back = count - 1; k < count; k++, back--)
                {
                    Unsafe.Add(ref nextTail, back) = left;
                    left += Unsafe.Add(ref block, back);
                    head += Unsafe.Add(ref block, k);
                    double sum = Unsafe.Add(ref tail, k) + head;
                    Unsafe.Add(ref target, k) = sum + sum * 0; // Infinity becomes NaN.
                }
            }
            else
            {
                for (int k = 0; k < count; k++)
                {
                    head += Unsafe.Add(ref block, k);
                    double sum = Unsafe.Add(ref tail, k) + head;
                    Unsafe.Add(ref target, k) = sum + sum * 0;
                }
            }

            _head = head;
            _position = position + count == _block.Length ? 0 : position + count;
            i += count;
        }
    }

    /// <summary>Finds the tail of the block that has ended.</summary>
    private void BeginBlock()
    {
        _head = 0;
        if (_isNextKnown) (_tail, _nextTail, _isNextKnown) = (_nextTail, _tail, false);
        else SumTail(_block, _tail);
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
