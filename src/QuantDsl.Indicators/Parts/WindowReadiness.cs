using System.Runtime.CompilerServices;

namespace QuantDsl.Indicators;

/// <summary>When a window holds defined bars only: leading undefined bars are skipped, a later one blanks every window that holds it.</summary>
internal struct WindowReadiness(int lookback)
{
    private readonly int _length = lookback + 1;
    private int _undefined = lookback;
    private bool _started;

    /// <summary>False until the first defined bar: what stands before it is not there.</summary>
    public readonly bool IsStarted => _started;

    /// <summary>Whether the last bar fed was ready: so is the next one if it is defined.</summary>
    public readonly bool IsSettled => _started && _undefined == 0;

    /// <summary>Feeds one bar; true when it and the look-back bars before it are defined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(bool defined)
    {
        if (!defined)
        {
            if (!_started) return false;
            _undefined = _length;
        }

        _started = true;
        if (_undefined == 0) return true;
        _undefined--;
        return false;
    }
}
