using System.Runtime.CompilerServices;

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

    private static void SumTail(double[] block, double[] tail)
    {
        double sum = 0;
        for (int i = block.Length - 1; i >= 0; i--)
        {
            tail[i] = sum;
            sum += block[i];
        }
    }
}
