using System.Collections.Immutable;
using System.Runtime.InteropServices;
using QuantDsl.Data.DuckDb;
using QuantDsl.Market;

namespace QuantDsl.Data.Catalog;

/// <summary>Columns that several readers fill at once, each a run of months in its own place; holes close at the end.</summary>
/// <remarks>Months tell how many bars there can be at most, so that columns are made once and, without holes, never moved.</remarks>
internal sealed class BarSpan
{
    private const int Values = 5;

    private readonly long[] _times;
    private readonly double[][] _values;
    private readonly int[] _starts, _counts;

    /// <param name="timeframe">Spacing of the bars.</param>
    /// <param name="months">All months, oldest first.</param>
    /// <param name="runs">Contiguous ranges of <paramref name="months"/>, one a reader.</param>
    /// <param name="fromMs">First instant of the span.</param>
    /// <param name="toMs">The instant after it.</param>
    /// <param name="filled">Columns that will be filled after the time; the others are zero.</param>
    public BarSpan(Timeframe timeframe, IReadOnlyList<Month> months, IReadOnlyList<Range> runs, long fromMs, long toMs, int filled)
    {
        _starts = new int[runs.Count];
        _counts = new int[runs.Count];
        int most = 0;
        for (int run = 0; run < runs.Count; run++)
        {
            _starts[run] = most;
            foreach (var month in months.Take(runs[run]))
                most += (int)((Math.Min(month.EndUtcMs, toMs) - Math.Max(month.StartUtcMs, fromMs) - 1) / timeframe.Milliseconds + 1);
        }

        _times = GC.AllocateUninitializedArray<long>(most);
        _values = [.. Enumerable.Range(0, Values).Select(i => i < filled ? GC.AllocateUninitializedArray<double>(most) : new double[most])];
        Filled = filled;
    }

    private int Filled { get; }

    /// <summary>Copies the rows of one run; runs may be copied by different threads.</summary>
    public void Copy(int run, DuckDbResult rows)
    {
        int end = run + 1 < _starts.Length ? _starts[run + 1] : _times.Length;
        while (rows.Next())
        {
            int at = _starts[run] + _counts[run];
            if (at + rows.Count > end) throw new DuckDbFailure("there are more rows in it than bars in its months");
            rows.Integers(0).CopyTo(_times.AsSpan(at));
            for (int i = 0; i < Filled; i++) rows.Numbers(i + 1).CopyTo(_values[i].AsSpan(at));
            _counts[run] += rows.Count;
        }
    }

    /// <summary>The series, once every run is copied.</summary>
    public BarSeries ToSeries(SeriesKey series)
    {
        int count = 0;
        for (int run = 0; run < _starts.Length; run++)
        {
            Close(_times, _starts[run], count, _counts[run]);
            for (int i = 0; i < Filled; i++) Close(_values[i], _starts[run], count, _counts[run]);
            count += _counts[run];
        }

        return new(series.Symbol, series.Timeframe, Trimmed(_times, count), Trimmed(_values[0], count), Trimmed(_values[1], count),
            Trimmed(_values[2], count), Trimmed(_values[3], count), Trimmed(_values[4], count));
    }

    private static void Close<T>(T[] column, int from, int to, int count)
    {
        if (from != to) Array.Copy(column, from, column, to, count);
    }

    private static ImmutableArray<T> Trimmed<T>(T[] column, int count) =>
        ImmutableCollectionsMarshal.AsImmutableArray(column.Length == count ? column : column[..count]);
}
