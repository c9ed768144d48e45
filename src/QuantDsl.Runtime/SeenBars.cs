using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QuantDsl.Market;

namespace QuantDsl.Runtime;

/// <summary>From which primary close on each bar of another timeframe is the last one seen: by the clock, not by position, since bars may be missing (RULES T2).</summary>
public sealed class SeenBars
{
    private readonly int[] _from;

    /// <param name="openTimes">Of the bars that are seen, ascending, UTC milliseconds.</param>
    /// <param name="timeframe">Theirs.</param>
    /// <param name="primary">At whose closes they are seen.</param>
    public SeenBars(ReadOnlySpan<long> openTimes, Timeframe timeframe, BarSeries primary)
    {
        var closes = primary.OpenTimes.AsSpan();
        long step = primary.Timeframe.Milliseconds;
        int whole = (int)Math.Clamp(timeframe.Milliseconds / step, 1, int.MaxValue / 2);
        _from = new int[openTimes.Length + 1];
        int bar = 0;
        for (int k = 0; k < openTimes.Length; k++)
        {
            // A primary bar sees it when it opens at or after this instant.
            long earliest = openTimes[k] + timeframe.Milliseconds - step;
            if (bar < closes.Length && closes[bar] < earliest)
            {
                // Where no bar is missing it is exactly so many bars on.
                int guess = Math.Min(closes.Length, bar + whole);
                while (closes[guess - 1] >= earliest) guess--;
                while (guess < closes.Length && closes[guess] < earliest) guess++;
                bar = guess;
            }

            _from[k] = bar;
        }

        _from[^1] = closes.Length;
        BarCount = closes.Length;
    }

    /// <summary>Primary bars.</summary>
    public int BarCount { get; }

    /// <summary>The first primary bar at whose close each is seen, and at the end the number of primary bars. Equal to the next where none sees it last.</summary>
    public ReadOnlySpan<int> From => _from;

    /// <summary>Writes what is seen at the closes of the bars <c>[first, first + run.Length)</c>; NaN where nothing is, also before bar 0.</summary>
    /// <param name="values">One per bar that is seen.</param>
    /// <param name="first">May be negative.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(ReadOnlySpan<double> values, int first, Span<double> run)
    {
        int undefined = (int)Math.Clamp((long)_from[0] - first, 0, run.Length);
        run[..undefined].Fill(double.NaN);
        int last = first + run.Length, at = first + undefined;
        if (at >= last) return;
        ref double start = ref MemoryMarshal.GetReference(run);
        int wide = run.Length - Vector<double>.Count;
        for (int k = LastSeenAt(at); at < last; k++)
        {
            int i = at - first, end = Math.Min(_from[k + 1], last) - first;
            var value = new Vector<double>(values[k]);
            // What goes beyond the end is written over by the next.
            for (; i < end && i <= wide; i += Vector<double>.Count) value.StoreUnsafe(ref start, (nuint)i);
            for (; i < end; i++) run[i] = values[k];
            at = end + first;
        }
    }

    /// <summary>Which of them is the last seen at the close of a primary bar that sees one.</summary>
    private int LastSeenAt(int bar)
    {
        int low = 0, high = _from.Length - 2;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (_from[middle] <= bar) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    /// <summary>Writes the primary bars that see one of a set last.</summary>
    /// <param name="set">A bit per bar that is seen.</param>
    /// <param name="later">How many bars later each is meant; at least 0.</param>
    /// <param name="words">A bit per primary bar, all of them written over.</param>
    public void Write(ReadOnlySpan<ulong> set, int later, Span<ulong> words)
    {
        words.Clear();
        int count = _from.Length - 1;
        for (int begin = BarWords.Next(set, 0, count, isIn: true); begin < count;)
        {
            int end = BarWords.Next(set, begin, count, isIn: false);
            BarWords.Add(words, (int)Math.Min((long)_from[begin] + later, BarCount), (int)Math.Min((long)_from[end] + later, BarCount));
            begin = BarWords.Next(set, end, count, isIn: true);
        }
    }

    /// <summary>The first primary bar at whose close so many are closed; -1 where there never are.</summary>
    public int FirstWithClosed(int bars)
    {
        int first = bars <= 0 ? 0 : bars < _from.Length ? _from[bars - 1] : BarCount;
        return first < BarCount ? first : -1;
    }

    /// <summary>How many are closed at each primary close.</summary>
    public int[] CountClosed()
    {
        var closed = new int[BarCount];
        for (int k = 0; k < _from.Length - 1; k++) closed.AsSpan(_from[k].._from[k + 1]).Fill(k + 1);
        return closed;
    }
}
