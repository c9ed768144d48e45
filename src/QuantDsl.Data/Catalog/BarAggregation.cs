using System.Collections.Immutable;
using System.Runtime.InteropServices;
using QuantDsl.Market;

namespace QuantDsl.Data.Catalog;

/// <summary>Coarser bars from finer ones, by the engine's own rule (<see cref="BarSeries.Aggregate"/>, RULES T2), for the archive's further columns too.</summary>
public static class BarAggregation
{
    /// <summary>What one-minute bars are also kept as.</summary>
    public static ImmutableArray<Timeframe> Derived { get; } =
        [new(5 * Timeframe.Minute), new(15 * Timeframe.Minute), new(Timeframe.Hour), new(4 * Timeframe.Hour), new(Timeframe.Day)];

    /// <summary>The spacing that is aggregated.</summary>
    public static Timeframe Finest { get; } = new(Timeframe.Minute);

    /// <summary>Builds every bucket that holds a bar; sums are taken in bar order.</summary>
    /// <exception cref="ArgumentException"><paramref name="target"/> is not a whole multiple of <paramref name="source"/>.</exception>
    public static BarColumns Of(BarColumns bars, Timeframe source, Timeframe target)
    {
        var coarse = SeriesOf("", source, bars).Aggregate(target);
        int count = coarse.Count;
        double[] quote = new double[count], taker = new double[count], takerQuote = new double[count];
        long[] trades = new long[count];
        for (int bucket = 0, i = 0; bucket < count; bucket++)
        {
            // Buckets and their bars are those of the aggregated series; the last one takes what is left.
            long end = bucket + 1 < count ? coarse.OpenTimes[bucket + 1] : long.MaxValue;
            for (; i < bars.Count && bars.OpenTimes[i] < end; i++)
            {
                quote[bucket] += bars.QuoteVolume[i];
                trades[bucket] += bars.TradeCount[i];
                taker[bucket] += bars.TakerBuyVolume[i];
                takerQuote[bucket] += bars.TakerBuyQuoteVolume[i];
            }
        }

        return new()
        {
            OpenTimes = [.. coarse.OpenTimes],
            Open = [.. coarse.Open],
            High = [.. coarse.High],
            Low = [.. coarse.Low],
            Close = [.. coarse.Close],
            Volume = [.. coarse.Volume],
            QuoteVolume = quote,
            TradeCount = trades,
            TakerBuyVolume = taker,
            TakerBuyQuoteVolume = takerQuote,
        };
    }

    /// <summary>The columns a run reads, without copying them.</summary>
    public static BarSeries SeriesOf(string symbol, Timeframe timeframe, BarColumns bars) => new(symbol, timeframe,
        ImmutableCollectionsMarshal.AsImmutableArray(bars.OpenTimes),
        ImmutableCollectionsMarshal.AsImmutableArray(bars.Open),
        ImmutableCollectionsMarshal.AsImmutableArray(bars.High),
        ImmutableCollectionsMarshal.AsImmutableArray(bars.Low),
        ImmutableCollectionsMarshal.AsImmutableArray(bars.Close),
        ImmutableCollectionsMarshal.AsImmutableArray(bars.Volume));
}
