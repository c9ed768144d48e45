using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace QuantDsl.Market;

/// <summary>Which bars of a series make up each bar of a coarser one, by UTC buckets; a bucket with missing inner bars is made of those present (RULES T2).</summary>
/// <remarks>What a coarser bar is made of is looked at only where it is asked for: closes cost a reading per bucket, highs one per inner bar.</remarks>
public sealed class BarBuckets
{
    private readonly BarSeries _source;
    private readonly int[] _first;
    private readonly long[] _openTimes;

    /// <exception cref="ArgumentException"><paramref name="target"/> is not a whole multiple of the series' timeframe.</exception>
    public BarBuckets(BarSeries source, Timeframe target)
    {
        if (!target.IsMultipleOf(source.Timeframe)) throw new ArgumentException($"{target} is not a multiple of {source.Timeframe}", nameof(target));
        _source = source;
        Timeframe = target;
        var times = source.OpenTimes.AsSpan();
        int capacity = times.IsEmpty ? 0 : (int)Math.Min(times.Length, (times[^1] - times[0]) / target.Milliseconds + 2);
        var opens = new long[capacity];
        var first = new int[capacity + 1];
        int count = 0;
        int whole = (int)Math.Min(times.Length, target.Milliseconds / source.Timeframe.Milliseconds);
        long end = long.MinValue;
        for (int i = 0; i < times.Length; count++)
        {
            // Where no bar is missing a bucket begins where the one before ends, and has as many bars as fit.
            long bucket = times[i] == end ? end : target.BucketStart(times[i]);
            end = bucket + target.Milliseconds;
            (opens[count], first[count]) = (bucket, i);
            int next = Math.Min(times.Length, i + whole);
            while (times[next - 1] >= end) next--;
            while (next < times.Length && times[next] < end) next++;
            i = next;
        }

        first[count] = times.Length;
        _openTimes = opens.Length == count ? opens : opens[..count];
        _first = first;
    }

    /// <summary>Of the coarser bars.</summary>
    public Timeframe Timeframe { get; }

    /// <summary>How many coarser bars there are.</summary>
    public int Count => _openTimes.Length;

    /// <summary>Open times of the coarser bars, UTC milliseconds: the starts of their buckets.</summary>
    public ImmutableArray<long> OpenTimes => ImmutableCollectionsMarshal.AsImmutableArray(_openTimes);

    /// <summary>The first open of each bucket.</summary>
    public double[] Opens()
    {
        var source = _source.Open.AsSpan();
        var values = new double[Count];
        for (int k = 0; k < values.Length; k++) values[k] = source[_first[k]];
        return values;
    }

    /// <summary>The highest of each bucket; NaN where one of them is.</summary>
    public double[] Highs()
    {
        var source = _source.High.AsSpan();
        var values = new double[Count];
        for (int k = 0; k < values.Length; k++)
        {
            double highest = source[_first[k]];
            foreach (double high in source[_first[k].._first[k + 1]]) highest = Math.Max(highest, high);
            values[k] = highest;
        }

        return values;
    }

    /// <summary>The lowest of each bucket; NaN where one of them is.</summary>
    public double[] Lows()
    {
        var source = _source.Low.AsSpan();
        var values = new double[Count];
        for (int k = 0; k < values.Length; k++)
        {
            double lowest = source[_first[k]];
            foreach (double low in source[_first[k].._first[k + 1]]) lowest = Math.Min(lowest, low);
            values[k] = lowest;
        }

        return values;
    }

    /// <summary>The last close of each bucket.</summary>
    public double[] Closes()
    {
        var source = _source.Close.AsSpan();
        var values = new double[Count];
        for (int k = 0; k < values.Length; k++) values[k] = source[_first[k + 1] - 1];
        return values;
    }

    /// <summary>The volume of each bucket, added in bar order.</summary>
    public double[] Volumes()
    {
        var source = _source.Volume.AsSpan();
        var values = new double[Count];
        for (int k = 0; k < values.Length; k++)
        {
            double sum = 0;
            foreach (double volume in source[_first[k].._first[k + 1]]) sum += volume;
            values[k] = sum;
        }

        return values;
    }

    /// <summary>All of it as a series.</summary>
    public BarSeries ToSeries() => new(_source.Symbol, Timeframe, OpenTimes, Column(Opens()), Column(Highs()), Column(Lows()), Column(Closes()), Column(Volumes()));

    private static ImmutableArray<double> Column(double[] values) => ImmutableCollectionsMarshal.AsImmutableArray(values);
}
