using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>Equity marked at every primary close: the last mark of each day, and the drawdown over all of them (RULES R3).</summary>
internal sealed class EquityCurve
{
    private readonly BarSeries _bars;
    private readonly int _firstBar;

    /// <summary>For each day with a mark: its last marked bar, and the day. Ends with a bar that never comes.</summary>
    private readonly (int Bar, int Day)[] _dayEnds;

    private RunResult _result = new();
    private int _day, _dayEnd, _peakBar;
    private double _peak, _trough, _maxDrawdown;
    private long _maxDuration;

    public EquityCurve(BarSeries bars, int firstBar)
    {
        _bars = bars;
        _firstBar = firstBar;
        List<(int, int)> ends = [];
        for (int bar = firstBar; bar < bars.Count; bar++)
            if (bar + 1 == bars.Count || DayOf(bar + 1) != DayOf(bar)) ends.Add((bar, DayOf(bar)));
        ends.Add((int.MaxValue, 0));
        _dayEnds = [.. ends];
    }

    /// <summary>Begins at the first mark.</summary>
    public void Start(RunResult result, double equity)
    {
        _result = result;
        _day = 0;
        _dayEnd = _dayEnds[0].Bar;
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
        _result.Days.Add(new(_dayEnds[_day].Day, equity));
        _dayEnd = _dayEnds[++_day].Bar;
    }

    // A close at 00:00 belongs to the day before.
    private int DayOf(int bar) => (int)((_bars.CloseTime(bar) - 1) / Timeframe.Day);
}
