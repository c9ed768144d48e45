using QuantDsl.Backtest.Events;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Portfolio;

/// <summary>Equity marked at any instants: the last mark of each day, and the drawdown over all of them (RULES R3). What <see cref="EquityCurve"/> is for the
/// bars of one market.</summary>
internal sealed class AccountCurve(RunResult result)
{
    private long _lastUtc, _peakUtc, _maxDuration;
    private double _last, _peak, _trough, _maxDrawdown;
    private int? _day;
    private bool _isTold;

    /// <summary>Begins at the first mark.</summary>
    public void Start(long utcMs, double equity)
    {
        (_lastUtc, _peakUtc, _maxDuration) = (utcMs, utcMs, 0);
        _last = _peak = _trough = equity;
        _maxDrawdown = 0;
        _day = null;
    }

    /// <param name="utcMs">Not before the mark before.</param>
    public void Mark(long utcMs, double equity)
    {
        // A close at 00:00 belongs to the day before.
        int day = (int)((utcMs - 1) / Timeframe.Day);
        if (_day is { } open && open != day) result.Days.Add(new(open, _last));
        (_day, _lastUtc, _last, _isTold) = (day, utcMs, equity, false);
        if (equity >= _peak)
        {
            EndDrawdown(utcMs);
            _peak = _trough = equity;
            _peakUtc = utcMs;
        }
        else if (equity < _trough)
        {
            _trough = equity;
        }
    }

    /// <summary>Tells the last mark, once, where it is the last of its day.</summary>
    /// <param name="nextUtcMs">When the next mark comes; <see cref="long.MaxValue"/> where there is none.</param>
    public void Tell(IRunEvents events, long nextUtcMs, double cash)
    {
        if (_isTold || _day is not { } day || day == (nextUtcMs - 1) / Timeframe.Day) return;
        _isTold = true;
        events.Add(new EquityEvent(_lastUtc, _last, cash));
    }

    /// <summary>Closes the books after the last mark.</summary>
    public void Finish()
    {
        EndDrawdown(_lastUtc);
        if (_day is { } day) result.Days.Add(new(day, _last));
        result.MaxDrawdown = Math.Min(1, _maxDrawdown);
        result.MaxDrawdownDurationMs = _maxDuration;
    }

    private void EndDrawdown(long utcMs)
    {
        if (_trough >= _peak) return;
        _maxDrawdown = Math.Max(_maxDrawdown, (_peak - _trough) / _peak);
        _maxDuration = Math.Max(_maxDuration, utcMs - _peakUtc);
    }
}
