using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuantDsl.Indicators;

/// <summary>Means, population variances and covariance of the last <c>period</c> pairs, in constant time and without drift.</summary>
/// <remarks>Built on blocks like <see cref="WindowDeviation"/>, with the sums of both series and of their products side by side.</remarks>
internal struct WindowCovariance
{
    private const int Moments = 5;

    /// <summary>The pairs of the block, and of each place in it the five sums of what stands after; side by side, so that a bar finds them together.</summary>
    private readonly double[] _block, _tail;
    private readonly int _length;
    private readonly double _share;
    private double _anchorX, _anchorY, _headX, _headY, _headXX, _headYY, _headXY;
    private int _position;
    private bool _started;

    public WindowCovariance(int period)
    {
        _block = new double[2 * period];
        _tail = new double[Moments * period];
        _length = period;
        _share = 1.0 / period;
        Array.Fill(_block, double.NaN);
    }

    public double MeanX { get; private set; }

    public double MeanY { get; private set; }

    public double VarianceX { get; private set; }

    public double VarianceY { get; private set; }

    public double Covariance { get; private set; }

    /// <summary>Feeds one pair; false while the window is not full or holds a value that is not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(double x, double y)
    {
        int position = _position;
        if (position == 0)
        {
            if (!_started && !double.IsFinite(x + y)) return false;
            _started = true;
            (_anchorX, _anchorY) = (x, y);
            _headX = _headY = _headXX = _headYY = _headXY = 0;
            SumTail();
        }

        double distanceX = x - _anchorX, distanceY = y - _anchorY;
        _headX += distanceX;
        _headY += distanceY;
        _headXX += distanceX * distanceX;
        _headYY += distanceY * distanceY;
        _headXY += distanceX * distanceY;
        _block[2 * position] = x;
        _block[2 * position + 1] = y;
        ref double tail = ref _tail[Moments * position];
        double offsetX = (Unsafe.Add(ref tail, 0) + _headX) * _share, offsetY = (Unsafe.Add(ref tail, 1) + _headY) * _share;
        MeanX = _anchorX + offsetX;
        MeanY = _anchorY + offsetY;
        double squareX = (Unsafe.Add(ref tail, 2) + _headXX) * _share - offsetX * offsetX;
        double squareY = (Unsafe.Add(ref tail, 3) + _headYY) * _share - offsetY * offsetY;
        Covariance = (Unsafe.Add(ref tail, 4) + _headXY) * _share - offsetX * offsetY;
        // Rounding may leave a hair below zero.
        VarianceX = Branchless.WhenGreater(squareX, 0, squareX);
        VarianceY = Branchless.WhenGreater(squareY, 0, squareY);
        _position = ++position == _length ? 0 : position;
        return double.IsFinite(MeanX + MeanY + squareX + squareY + Covariance);
    }

    /// <summary>Feeds a run of pairs, a block at a time, so that nothing but sums is left in the loop.</summary>
    /// <param name="x">The first series.</param>
    /// <param name="y">The second series.</param>
    /// <param name="run">Receives the moments of each bar's window; not finite where they are undefined.</param>
    public void Next(ReadOnlySpan<double> x, ReadOnlySpan<double> y, CovarianceRun run)
    {
        int i = 0;
        for (; i < x.Length && !_started; i++)
        {
            // The first defined pair is inside a window that is not full, so nothing of it is to be told yet.
            bool ready = Next(x[i], y[i]);
            if (!ready || _length > 1) run.Clear(i);
        }

        while (i < x.Length)
        {
            if (_position == 0)
            {
                (_anchorX, _anchorY) = (x[i], y[i]);
                _headX = _headY = _headXX = _headYY = _headXY = 0;
                SumTail();
            }

            int count = Math.Min(_length - _position, x.Length - i);
            double sumX = _headX, sumY = _headY, sumXX = _headXX, sumYY = _headYY, sumXY = _headXY, anchorX = _anchorX, anchorY = _anchorY, share = _share;
            ref double block = ref _block[2 * _position], tail = ref _tail[Moments * _position];
            for (int k = 0; k < count; k++)
            {
                Unsafe.Add(ref block, 2 * k) = x[i + k];
                Unsafe.Add(ref block, 2 * k + 1) = y[i + k];
                double distanceX = x[i + k] - anchorX, distanceY = y[i + k] - anchorY;
                sumX += distanceX;
                sumY += distanceY;
                sumXX += distanceX * distanceX;
                sumYY += distanceY * distanceY;
                sumXY += distanceX * distanceY;
                ref double after = ref Unsafe.Add(ref tail, Moments * k);
                double offsetX = (after + sumX) * share, offsetY = (Unsafe.Add(ref after, 1) + sumY) * share;
                run.MeanX[i + k] = anchorX + offsetX;
                run.MeanY[i + k] = anchorY + offsetY;
                run.SquareX[i + k] = (Unsafe.Add(ref after, 2) + sumXX) * share - offsetX * offsetX;
                run.SquareY[i + k] = (Unsafe.Add(ref after, 3) + sumYY) * share - offsetY * offsetY;
                run.Product[i + k] = (Unsafe.Add(ref after, 4) + sumXY) * share - offsetX * offsetY;
            }

            (_headX, _headY, _headXX, _headYY, _headXY) = (sumX, sumY, sumXX, sumYY, sumXY);
            _position = _position + count == _length ? 0 : _position + count;
            i += count;
        }
    }

    private readonly void SumTail()
    {
        double sumX = 0, sumY = 0, sumXX = 0, sumYY = 0, sumXY = 0, anchorX = _anchorX, anchorY = _anchorY;
        ref double blockAt = ref MemoryMarshal.GetArrayDataReference(_block), tailAt = ref MemoryMarshal.GetArrayDataReference(_tail);
        for (int i = _length - 1; i >= 0; i--)
        {
            ref double tail = ref Unsafe.Add(ref tailAt, Moments * i);
            tail = sumX;
            Unsafe.Add(ref tail, 1) = sumY;
            Unsafe.Add(ref tail, 2) = sumXX;
            Unsafe.Add(ref tail, 3) = sumYY;
            Unsafe.Add(ref tail, 4) = sumXY;
            double x = Unsafe.Add(ref blockAt, 2 * i) - anchorX, y = Unsafe.Add(ref blockAt, 2 * i + 1) - anchorY;
            sumX += x;
            sumY += y;
            sumXX += x * x;
            sumYY += y * y;
            sumXY += x * y;
        }
    }
}
