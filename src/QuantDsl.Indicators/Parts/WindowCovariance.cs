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
