using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuantDsl.Indicators;

/// <summary>Share of the previous <c>period</c> values strictly below the newest, in percent. A bar costs one pass over its window.</summary>
/// <remarks>Counting does not depend on the order, so the width of a vector does not show.</remarks>
internal struct WindowRank(int period)
{
    private const int Run = 512;

    /// <summary>Vectors of bars ranked together: what is loaded of the window is then compared with each of them.</summary>
    private const int Together = 4;

    /// <summary>Each value stands here twice, one period apart, so that the window is always one run in bar order.</summary>
    private readonly double[] _previous = new double[2 * period];
    private readonly double[] _all = new double[period + Run];
    private readonly double _scale = 100.0 / period;
    private WindowReadiness _readiness = new(period);
    private int _position;

    /// <summary>Feeds one value; returns its rank, or NaN.</summary>
    public double Next(double value)
    {
        bool ready = _readiness.Next(double.IsFinite(value));
        double rank = ready ? _scale * CountBelow(_previous.AsSpan(_position, period), value) : double.NaN;
        _previous[_position] = _previous[_position + period] = value;
        _position = _position + 1 == period ? 0 : _position + 1;
        return rank;
    }

    /// <summary>Feeds a run of values.</summary>
    /// <param name="values">The run.</param>
    /// <param name="ranks">Receives one rank per value; may be the run itself.</param>
    public void Next(ReadOnlySpan<double> values, Span<double> ranks)
    {
        for (int start = 0; start < values.Length; start += Run)
        {
            var run = values[start..Math.Min(start + Run, values.Length)];
            if (_readiness.IsSettled && Branchless.AreFinite(run, run)) RankSettled(run, ranks[start..]);
            else
                for (int i = 0; i < run.Length; i++) ranks[start + i] = Next(run[i]);
        }
    }

    /// <summary>Every window of the run is full and defined.</summary>
    private void RankSettled(ReadOnlySpan<double> values, Span<double> ranks)
    {
        var all = _all.AsSpan(0, period + values.Length);
        _previous.AsSpan(_position, period).CopyTo(all);
        values.CopyTo(all[period..]);
        int i = 0, lanes = Vector<double>.Count, shared = (Together - 1) * lanes;
        ref double first = ref MemoryMarshal.GetReference(all);
        for (; period > shared && i <= values.Length - Together * lanes; i += Together * lanes)
        {
            // One bar per lane. What lies in the windows of all is loaded once; what does not stands at their ends.
            Vector<double> a = At(ref first, period + i), b = At(ref first, period + i + lanes), c = At(ref first, period + i + 2 * lanes), d = At(ref first, period + i + shared);
            int start = i + shared, end = i + period;
            Vector<long> belowA = CountBelow(ref first, i, start, a), belowB = CountBelow(ref first, i + lanes, start, b) + CountBelow(ref first, end, end + lanes, b),
                belowC = CountBelow(ref first, i + 2 * lanes, start, c) + CountBelow(ref first, end, end + 2 * lanes, c), belowD = CountBelow(ref first, end, end + shared, d);
            for (int k = start; k < end; k++)
            {
                var other = At(ref first, k);
                belowA -= Vector.LessThan(other, a);
                belowB -= Vector.LessThan(other, b);
                belowC -= Vector.LessThan(other, c);
                belowD -= Vector.LessThan(other, d);
            }

            Write(belowA, ranks[i..]);
            Write(belowB, ranks[(i + lanes)..]);
            Write(belowC, ranks[(i + 2 * lanes)..]);
            Write(belowD, ranks[(i + shared)..]);
        }

        for (; i <= values.Length - lanes; i += lanes) Write(CountBelow(ref first, i, i + period, At(ref first, period + i)), ranks[i..]);
        for (; i < values.Length; i++) ranks[i] = _scale * CountBelow(all.Slice(i, period), all[period + i]);
        all[values.Length..].CopyTo(_previous);
        all[values.Length..].CopyTo(_previous.AsSpan(period));
        _position = 0;
    }

    private readonly void Write(Vector<long> below, Span<double> ranks) => (Vector.ConvertToDouble(below) * _scale).CopyTo(ranks);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> At(ref double first, int index) => Vector.LoadUnsafe(ref first, (nuint)index);

    /// <summary>Of the vectors that begin at each place from <paramref name="start"/> to before <paramref name="end"/>, how many are below, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<long> CountBelow(ref double first, int start, int end, Vector<double> newest)
    {
        Vector<long> below = default;
        for (int k = start; k < end; k++) below -= Vector.LessThan(At(ref first, k), newest);
        return below;
    }

    private static int CountBelow(ReadOnlySpan<double> previous, double value)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(previous);
        var limit = new Vector<double>(value);
        Vector<long> below = default;
        foreach (var vector in vectors) below -= Vector.LessThan(vector, limit);
        int count = (int)Vector.Sum(below);
        foreach (double other in previous[(vectors.Length * Vector<double>.Count)..]) count += other < value ? 1 : 0;
        return count;
    }
}
