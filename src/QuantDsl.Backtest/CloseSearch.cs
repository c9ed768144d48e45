using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>Finds bars by when they close, for one instant after another: where no bar is missing nothing is searched.</summary>
internal sealed class CloseSearch(BarSeries bars)
{
    private int _last;

    /// <summary>The first bar that closes at or after an instant; the number of bars where none does.</summary>
    public int FirstFrom(long utcMs) => _last = bars.IndexAtOrAfter(utcMs - bars.Timeframe.Milliseconds, _last);
}
