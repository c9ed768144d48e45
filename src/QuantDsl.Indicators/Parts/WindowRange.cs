using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>Highest high and lowest low of the last <c>period</c> bars, in constant time.</summary>
/// <remarks>
/// Cut into blocks like <see cref="WindowMean"/>: the extreme of a window is that of the previous block's tail and the
/// current block's head. No branch depends on prices, which a deque of candidates cannot say.
/// </remarks>
internal struct WindowRange
{
    private readonly double[] _highs, _lows, _tailHighs, _tailLows;
    private int _position, _undefined;
    private bool _started;

    public WindowRange(int period)
    {
        _highs = new double[period];
        _lows = new double[period];
        _tailHighs = new double[period];
        _tailLows = new double[period];
        _undefined = period - 1;
    }

    /// <summary>The extremes after the last <see cref="Next"/>; meaningless where that returned false.</summary>
    public double Highest { readonly get; private set; } = double.NegativeInfinity;

    /// <inheritdoc cref="Highest"/>
    public double Lowest { readonly get; private set; } = double.PositiveInfinity;

    private double _headHigh, _headLow;

    /// <summary>Feeds one bar; false while the window is not full or holds a bar that is not <paramref name="defined"/>.</summary>
    /// <param name="defined">False for a bar with NaN in it: leading ones are skipped, later ones blank every window that holds them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(double high, double low, bool defined)
    {
        int position = _position;
        if (!defined)
        {
            if (!_started) return false;
            high = double.NegativeInfinity;
            low = double.PositiveInfinity;
            _undefined = _highs.Length;
        }

        if (position == 0)
        {
            _started = true;
            _headHigh = double.NegativeInfinity;
            _headLow = double.PositiveInfinity;
            FindTail(_highs, _lows, _tailHighs, _tailLows);
        }

        _highs[position] = high;
        _lows[position] = low;
        _headHigh = double.MaxNative(high, _headHigh);
        _headLow = double.MinNative(low, _headLow);
        Highest = double.MaxNative(_tailHighs[position], _headHigh);
        Lowest = double.MinNative(_tailLows[position], _headLow);
        _position = ++position == _highs.Length ? 0 : position;
        if (_undefined == 0) return true;
        _undefined--;
        return false;
    }

    private static void FindTail(double[] highs, double[] lows, double[] tailHighs, double[] tailLows)
    {
        double high = double.NegativeInfinity, low = double.PositiveInfinity;
        for (int i = highs.Length - 1; i >= 0; i--)
        {
            tailHighs[i] = high;
            tailLows[i] = low;
            high = double.MaxNative(highs[i], high);
            low = double.MinNative(lows[i], low);
        }
    }
}
