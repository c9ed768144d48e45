using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>Equity marked at every primary close: the last mark of each day, and the drawdown over all of them (RULES R3).</summary>
internal sealed class EquityCurve
{
    private readonly BarSeries _bars;
    private readonly int _firstBar;

    /// <summary>For each day with a mark: its last marked bar, and the day.</summary>
    private readonly int[] _dayEnds, _days;

    private RunResult _result = new();
    private int _day, _dayEnd, _peakBar;
    private double _peak, _trough, _maxDrawdown;
    private long _maxDuration;

    public EquityCurve(BarSeries bars, int firstBar)
    {
        _bars = bars;
        _firstBar = firstBar;
        (_dayEnds, _days) = MarkedDays.From(bars, firstBar);
    }

    /// <summary>Begins at the first mark.</summary>
    public void Start(RunResult result, double equity)
    {
        _result = result;
        _day = 0;
        _dayEnd = _dayEnds[0];
        _peak = _trough = equity;
        _peakBar = _firstBar;
        _maxDrawdown = 0;
        _maxDuration = 0;
    }

    /// <summary>The mark of one close.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Mark(int bar, double equity)
    {
        if (equity >= _peak) Rise(bar, equity);
        else if (equity < _trough) _trough = equity;
        if (bar == _dayEnd) EndDay(equity);
    }

    /// <summary>The same mark at every close since the last one, up to and including a bar.</summary>
    public void Rest(int throughBar, double equity)
    {
        if (equity >= _peak) Rise(throughBar, equity);
        while (_dayEnd <= throughBar) EndDay(equity);
    }

    /// <summary>Closes the books after the last mark.</summary>
    public void Finish()
    {
        EndDrawdown(_bars.Count - 1);
        _result.MaxDrawdown = Math.Min(1, _maxDrawdown);
        _result.MaxDrawdownDurationMs = _maxDuration;
    }

    private void Rise(int bar, double equity)
    {
        EndDrawdown(bar);
        _peak = _trough = equity;
        _peakBar = bar;
    }

    // The deepest mark under one peak decides, so the division waits until that peak is regained.
    private void EndDrawdown(int bar)
    {
        if (_trough >= _peak) return;
        _maxDrawdown = Math.Max(_maxDrawdown, (_peak - _trough) / _peak);
        _maxDuration = Math.Max(_maxDuration, _bars.CloseTime(bar) - _bars.CloseTime(_peakBar));
    }

    private void EndDay(double equity)
    {
        _result.Days.Add(new(_days[_day], equity));
        _dayEnd = _dayEnds[++_day];
    }
}
