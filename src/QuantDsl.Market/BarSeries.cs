using System.Collections.Immutable;

namespace QuantDsl.Market;

/// <summary>Bars of one symbol and timeframe, column by column, ordered by open time without duplicates.</summary>
/// <remarks>All columns have <see cref="Count"/> entries. Prices are in quote currency, volume in base asset, times UTC milliseconds
/// of the bar's open. Bars may be missing; none is ever invented.</remarks>
public sealed record BarSeries(
    string Symbol,
    Timeframe Timeframe,
    ImmutableArray<long> OpenTimes,
    ImmutableArray<double> Open,
    ImmutableArray<double> High,
    ImmutableArray<double> Low,
    ImmutableArray<double> Close,
    ImmutableArray<double> Volume)
{
    public int Count => OpenTimes.Length;

    /// <summary>The instant at which bar <paramref name="index"/> is closed, UTC milliseconds.</summary>
    public long CloseTime(int index) => OpenTimes[index] + Timeframe.Milliseconds;

    /// <summary>Index of the first bar whose open is at or after an instant; <see cref="Count"/> if there is none.</summary>
    public int IndexAtOrAfter(long utcMs)
    {
        int index = OpenTimes.BinarySearch(utcMs);
        return index < 0 ? ~index : index;
    }

    /// <summary>The same, for one instant after another: where no bar is missing nothing is searched.</summary>
    /// <param name="from">What was found for an instant before.</param>
    public int IndexAtOrAfter(long utcMs, int from)
    {
        if (from >= Count || OpenTimes[from] >= utcMs) return IndexAtOrAfter(utcMs);
        long guess = from + (utcMs - OpenTimes[from] + Timeframe.Milliseconds - 1) / Timeframe.Milliseconds;
        return guess < Count && OpenTimes[(int)guess] >= utcMs && OpenTimes[(int)guess - 1] < utcMs ? (int)guess : IndexAtOrAfter(utcMs);
    }

    /// <summary>The bars <c>[start, end)</c> by index; the whole series is this very object.</summary>
    public BarSeries Slice(int start, int end) => start == 0 && end == Count ? this : new(Symbol, Timeframe, OpenTimes[start..end],
        Open[start..end], High[start..end], Low[start..end], Close[start..end], Volume[start..end]);

    /// <summary>The bars whose open lies in <c>[fromMs, toMs)</c> (RULES R1); none when the span is empty or reversed.</summary>
    public BarSeries Between(long fromMs, long toMs)
    {
        int start = IndexAtOrAfter(fromMs);
        return Slice(start, Math.Max(start, IndexAtOrAfter(toMs)));
    }

    /// <summary>Builds the coarser series by UTC buckets; a bucket with missing inner bars is built from those present (RULES T2).</summary>
    /// <exception cref="ArgumentException"><paramref name="target"/> is not a whole multiple of this series' timeframe.</exception>
    public BarSeries Aggregate(Timeframe target) => target == Timeframe ? this : new BarBuckets(this, target).ToSeries();
}
