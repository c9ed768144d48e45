using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>A stretch of time inside which the order of prices is unknown: a primary bar, or a base bar inside it.</summary>
/// <param name="Bar">The primary bar.</param>
/// <param name="AtOpen">Whether it begins with the primary bar.</param>
/// <param name="TriggerOpen">What stops and liquidation look at.</param>
/// <param name="Volume">Base asset.</param>
internal readonly record struct BarSlice(int Bar, bool AtOpen, double Open, double High, double Low, double TriggerOpen, double TriggerHigh, double TriggerLow, double Volume);

/// <summary>The base bars inside each primary bar (RULES V5).</summary>
internal sealed class InnerBars
{
    private readonly BarSeries _base, _triggers;
    private readonly int[] _first;

    /// <param name="triggers">The mark price at the base bars; null for their own prices.</param>
    public InnerBars(MarketHistory history, BarSeries primary, BarSeries? triggers)
    {
        _base = history.Base;
        _triggers = triggers ?? history.Base;
        _first = new int[primary.Count + 1];
        _first[primary.Count] = _base.Count;
        for (int bar = 0, i = 0; bar < primary.Count; bar++)
        {
            while (i < _base.Count && _base.OpenTimes[i] < primary.OpenTimes[bar]) i++;
            _first[bar] = i;
        }
    }

    /// <summary>Index of the first base bar inside a primary bar; that of the next bar ends it.</summary>
    public int First(int bar) => _first[bar];

    public BarSlice Slice(int bar, int index) => new(bar, index == _first[bar], _base.Open[index], _base.High[index], _base.Low[index],
        _triggers.Open[index], _triggers.High[index], _triggers.Low[index], _base.Volume[index]);
}
