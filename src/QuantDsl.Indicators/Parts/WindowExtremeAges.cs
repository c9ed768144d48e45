using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>How many bars ago the highest high and the lowest low of the last <c>period</c> bars stood, the latest of equal ones, in constant time.</summary>
/// <remarks>Cut into blocks like <see cref="WindowRange"/>, with the place of each extreme beside it. No branch
/// depends on prices; places are kept as doubles for that.</remarks>
internal struct WindowExtremeAges
{
    private readonly double[] _highs, _lows, _tailHighs, _tailLows, _tailHighAt, _tailLowAt;
    private WindowReadiness _readiness;
    private double _headHigh, _headLow, _headHighAt, _headLowAt;
    private int _position;

    public WindowExtremeAges(int period)
    {
        _highs = new double[period];
        _lows = new double[period];
        _tailHighs = new double[period];
        _tailLows = new double[period];
        _tailHighAt = new double[period];
        _tailLowAt = new double[period];
        _readiness = new(period - 1);
    }

    /// <summary>Feeds one bar; false while the window is not full or holds a bar with NaN in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(double high, double low, out double highAge, out double lowAge)
    {
        highAge = lowAge = 0;
        bool ready = _readiness.Next(double.IsFinite(high + low));
        if (!_readiness.IsStarted) return false;
        int position = _position;
        if (position == 0)
        {
            FindTails();
            _headHigh = double.NegativeInfinity;
            _headLow = double.PositiveInfinity;
        }

        _highs[position] = high;
        _lows[position] = low;
        // Where the new bar does not lie below the best so far, it is the latest of equal ones.
        _headHighAt = Branchless.Choose(_headHigh, high, _headHighAt, position);
        _headLowAt = Branchless.Choose(low, _headLow, _headLowAt, position);
        _headHigh = double.MaxNative(high, _headHigh);
        _headLow = double.MinNative(low, _headLow);
        highAge = position - Branchless.Choose(_tailHighs[position], _headHigh, _tailHighAt[position], _headHighAt);
        lowAge = position - Branchless.Choose(_headLow, _tailLows[position], _tailLowAt[position], _headLowAt);
        _position = ++position == _highs.Length ? 0 : position;
        return ready;
    }

    private readonly void FindTails()
    {
        double high = double.NegativeInfinity, low = double.PositiveInfinity;
        double highAt = 0, lowAt = 0;
        for (int i = _highs.Length - 1; i >= 0; i--)
        {
            _tailHighs[i] = high;
            _tailLows[i] = low;
            // Of the block before, so its places count backwards from this block's first.
            _tailHighAt[i] = highAt;
            _tailLowAt[i] = lowAt;
            highAt = Branchless.Choose(_highs[i], high, i - _highs.Length, highAt);
            lowAt = Branchless.Choose(low, _lows[i], i - _highs.Length, lowAt);
            high = double.MaxNative(_highs[i], high);
            low = double.MinNative(_lows[i], low);
        }
    }
}
