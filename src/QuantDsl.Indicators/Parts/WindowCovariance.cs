using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>Means, population variances and covariance of the last <c>period</c> pairs, in constant time and without drift.</summary>
/// <remarks>Built on blocks like <see cref="WindowDeviation"/>, with the sums of both series and of their products side by side.</remarks>
internal struct WindowCovariance
{
    private readonly (double X, double Y)[] _block;
    private readonly Sums[] _tail;
    private double _anchorX, _anchorY;
    private Sums _head;
    private int _position;
    private bool _started;

    public WindowCovariance(int period)
    {
        _block = new (double, double)[period];
        _tail = new Sums[period];
        Array.Fill(_block, (double.NaN, double.NaN));
    }

    public double MeanX { get; private set; }

    public double MeanY { get; private set; }

    public double VarianceX { get; private set; }

    public double VarianceY { get; private set; }

    public double Covariance { get; private set; }

    /// <summary>Feeds one pair; false while the window is not full or holds a value that is not finite.</summary>
    public bool Next(double x, double y)
    {
        int position = _position;
        if (position == 0)
        {
            if (!_started && !double.IsFinite(x + y)) return false;
            _started = true;
            (_anchorX, _anchorY) = (x, y);
            _head = default;
            SumTail();
        }

        _head.Add(x - _anchorX, y - _anchorY);
        _block[position] = (x, y);
        ref readonly var tail = ref _tail[position];
        double count = _block.Length;
        double offsetX = (tail.X + _head.X) / count, offsetY = (tail.Y + _head.Y) / count;
        MeanX = _anchorX + offsetX;
        MeanY = _anchorY + offsetY;
        // Rounding may leave a hair below zero.
        VarianceX = Math.Max((tail.XX + _head.XX) / count - offsetX * offsetX, 0);
        VarianceY = Math.Max((tail.YY + _head.YY) / count - offsetY * offsetY, 0);
        Covariance = (tail.XY + _head.XY) / count - offsetX * offsetY;
        _position = ++position == _block.Length ? 0 : position;
        return double.IsFinite(MeanX + MeanY + VarianceX + VarianceY + Covariance);
    }

    private void SumTail()
    {
        Sums sums = default;
        for (int i = _block.Length - 1; i >= 0; i--)
        {
            _tail[i] = sums;
            sums.Add(_block[i].X - _anchorX, _block[i].Y - _anchorY);
        }
    }

    private struct Sums
    {
        public double X, Y, XX, YY, XY;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(double x, double y)
        {
            X += x;
            Y += y;
            XX += x * x;
            YY += y * y;
            XY += x * y;
        }
    }
}
