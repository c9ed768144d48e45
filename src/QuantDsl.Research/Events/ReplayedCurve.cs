using QuantDsl.Backtest;
using QuantDsl.Market;

namespace QuantDsl.Research.Events;

/// <summary>Marks of an equity, from the definition: the last of each day, and how far and how long below the highest so far.</summary>
internal sealed class ReplayedCurve
{
    private readonly List<DailyMark> _days = [];
    private double _peak = double.NegativeInfinity;
    private long _peakUtcMs;

    public IReadOnlyList<DailyMark> Days => _days;

    public double Last { get; private set; }

    public double MaxDrawdown { get; private set; }

    public long MaxDurationMs { get; private set; }

    public void Mark(long utcMs, double equity)
    {
        bool wasBelow = Last < _peak;
        Last = equity;
        // A close at 00:00 belongs to the day before.
        int day = (int)((utcMs - 1) / Timeframe.Day);
        if (_days.Count > 0 && _days[^1].Day == day) _days[^1] = new(day, equity);
        else _days.Add(new(day, equity));
        if (equity < _peak) MaxDrawdown = Math.Max(MaxDrawdown, Math.Min(1, (_peak - equity) / _peak));
        if (equity < _peak || wasBelow) MaxDurationMs = Math.Max(MaxDurationMs, utcMs - _peakUtcMs);
        if (equity >= _peak) (_peak, _peakUtcMs) = (equity, utcMs);
    }
}
