using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>The value of some bars ago.</summary>
internal struct Delay(int bars)
{
    private readonly double[] _values = new double[bars];
    private WindowReadiness _readiness = new(bars);
    private int _position;

    /// <summary>Feeds one value; false while the one before the delay, this one or any between is undefined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(double value, out double old)
    {
        bool ready = _readiness.Next(double.IsFinite(value));
        old = _values[_position];
        if (!_readiness.IsStarted) return false;
        _values[_position] = value;
        _position = _position + 1 == _values.Length ? 0 : _position + 1;
        return ready;
    }
}
