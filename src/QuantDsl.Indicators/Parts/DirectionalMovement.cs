using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>Wilder's directional indicators: the share of upward and of downward movement in the true range, in 0..100.</summary>
/// <remarks>
/// TA-Lib's seed: the sums of movement and range start with the first <c>period − 1</c> bars after the first and are smoothed
/// from then on. Without range both are 0. A bar with NaN in it is skipped.
/// </remarks>
internal struct DirectionalMovement(int period)
{
    private readonly int _period = period;
    private readonly double _weight = 1.0 / period;
    private TrueRange _range = new();
    private double _previousHigh, _previousLow, _plus, _minus, _ranges;
    private int _bars;

    /// <summary>Feeds one bar; false while the sums are gathered and for a bar with NaN in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(double high, double low, double close, out double plusShare, out double minusShare)
    {
        plusShare = minusShare = double.NaN;
        if (!double.IsFinite(high + low + close)) return false;
        double range = _range.Next(high, low, close), up = high - _previousHigh, down = _previousLow - low;
        _previousHigh = high;
        _previousLow = low;
        if (_bars == 0)
        {
            _bars = 1;
            return false;
        }

        // Only the larger of the two movements counts, and only when it is outward.
        double plusMove = Branchless.WhenGreater(up, double.MaxNative(down, 0), up);
        double minusMove = Branchless.WhenGreater(down, double.MaxNative(up, 0), down);
        // The first period - 1 movements are summed; from then on each sum sheds its mean and takes the new movement.
        double shed = _bars < _period ? 0 : _weight;
        double plus = _plus + (plusMove - _plus * shed), minus = _minus + (minusMove - _minus * shed);
        double ranges = _ranges + (range - _ranges * shed);
        if (!double.IsFinite(plus + minus + ranges)) return false;
        _plus = plus;
        _minus = minus;
        _ranges = ranges;
        if (_bars < _period)
        {
            _bars++;
            return false;
        }

        bool moves = ranges >= Degenerate.Zero;
        plusShare = moves ? 100 * (plus / ranges) : 0;
        minusShare = moves ? 100 * (minus / ranges) : 0;
        return true;
    }
}
