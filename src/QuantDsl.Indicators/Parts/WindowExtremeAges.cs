using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>How many bars ago the highest high and the lowest low of the last <c>period</c> bars stood, the latest of equal ones, in constant time.</summary>
/// <remarks>Cut into blocks like <see cref="WindowRange"/>, with the place of each extreme beside it.</remarks>
internal struct WindowExtremeAges
{
    private readonly double[] _highs, _lows, _tailHighs, _tailLows;
    private readonly int[] _tailHighAt, _tailLowAt;
    private WindowReadiness _readiness;
    private double _headHigh, _headLow;
    private int _headHighAt, _headLowAt, _position;

    public WindowExtremeAges(int period)
    {
        _highs = new double[period];
        _lows = new double[period];
        _tailHighs = new double[period];
        _tailLows = new double[period];
        _tailHighAt = new int[period];
        _tailLowAt = new int[period];
        _readiness = new(period - 1);
    }

    /// <summary>Feeds one bar; false while the window is not full or holds a bar with NaN in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(double high, double low, out int highAge, out int lowAge)
    {
        highAge = lowAge = 0;
        bool ready = _readiness.Next(double.IsFinite(high + low));
        if (!_readiness.IsStarted) return false;
        int position = _position, length = _highs.Length;
        if (position == 0)
        {
            FindTails();
            _headHigh = double.NegativeInfinity;
            _headLow = double.PositiveInfinity;
        }

        _highs[position] = high;
        _lows[position] = low;
        if (high >= _headHigh) (_headHigh, _headHighAt) = (high, position);
        if (low <= _headLow) (_headLow, _headLowAt) = (low, position);
        highAge = position - (_headHigh >= _tailHighs[position] ? _headHighAt : _tailHighAt[position] - length);
        lowAge = position - (_headLow <= _tailLows[position] ? _headLowAt : _tailLowAt[position] - length);
        _position = ++position == length ? 0 : position;
        return ready;
    }

    private readonly void FindTails()
    {
        double high = double.NegativeInfinity, low = double.PositiveInfinity;
        int highAt = 0, lowAt = 0;
        for (int i = _highs.Length - 1; i >= 0; i--)
        {
            (_tailHighs[i], _tailHighAt[i]) = (high, highAt);
            (_tailLows[i], _tailLowAt[i]) = (low, lowAt);
            if (_highs[i] > high) (high, highAt) = (_highs[i], i);
            if (_lows[i] < low) (low, lowAt) = (_lows[i], i);
        }
    }
}
