using System.Runtime.InteropServices;
using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>Which prices decide whether a stop or the liquidation is reached (RULES V5).</summary>
public enum TriggerSource
{
    LastPrice,
    MarkPrice,
}

/// <summary>What stops and liquidation look at in each primary bar: its own open and extremes, or those of the mark price.</summary>
/// <param name="Source">The mark price at the base bars, a base bar without one having its own prices; null where last prices decide.</param>
internal sealed record PriceTriggers(double[] Open, double[] High, double[] Low, BarSeries? Source)
{
    /// <param name="wanted">Whether mark prices are looked at where there are any.</param>
    public static PriceTriggers Of(MarketHistory history, BarSeries primary, bool wanted)
    {
        if (!wanted || history.Mark is not { Count: > 0 } mark || mark.Timeframe != history.Base.Timeframe) return Of(primary, null);
        var source = OnBaseBars(history.Base, mark);
        return Of(source.Aggregate(primary.Timeframe), source);
    }

    private static PriceTriggers Of(BarSeries bars, BarSeries? source) => new(
        ImmutableCollectionsMarshal.AsArray(bars.Open) ?? [], ImmutableCollectionsMarshal.AsArray(bars.High) ?? [], ImmutableCollectionsMarshal.AsArray(bars.Low) ?? [], source);

    /// <summary>The mark price at every base bar and at no other instant, so that it aggregates to the same bars.</summary>
    private static BarSeries OnBaseBars(BarSeries bars, BarSeries mark)
    {
        int count = bars.Count;
        double[] open = [.. bars.Open], high = [.. bars.High], low = [.. bars.Low], close = [.. bars.Close];
        for (int i = 0, m = 0; i < count; i++)
        {
            while (m < mark.Count && mark.OpenTimes[m] < bars.OpenTimes[i]) m++;
            if (m == mark.Count || mark.OpenTimes[m] != bars.OpenTimes[i]) continue;
            (open[i], high[i], low[i], close[i]) = (mark.Open[m], mark.High[m], mark.Low[m], mark.Close[m]);
        }

        return bars with
        {
            Open = ImmutableCollectionsMarshal.AsImmutableArray(open),
            High = ImmutableCollectionsMarshal.AsImmutableArray(high),
            Low = ImmutableCollectionsMarshal.AsImmutableArray(low),
            Close = ImmutableCollectionsMarshal.AsImmutableArray(close),
        };
    }
}
