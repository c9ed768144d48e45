using System.Numerics;
using System.Runtime.InteropServices;

namespace QuantDsl.Indicators;

/// <summary>Share of the previous <c>period</c> values strictly below the newest, in percent. A bar costs one pass over its window.</summary>
/// <remarks>Counting does not depend on the order, so the width of a vector does not show.</remarks>
internal struct WindowRank(int period)
{
    private const int Run = 256;

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
        Keep(value);
        return rank;
    }

    /// <summary>Feeds a run of values.</summary>
    /// <param name="values">The run.</param>
    /// <param name="ranks">Receives one rank per value; may be the run itself.</param>
    public void Next(ReadOnlySpan<double> values, Span<double> ranks)
    {
        for (int start = 0; start < values.Length; start += Run) NextRun(values[start..Math.Min(start + Run, values.Length)], ranks[start..]);
    }

    private void NextRun(ReadOnlySpan<double> values, Span<double> ranks)
    {
        var all = _all.AsSpan(0, period + values.Length);
        _previous.AsSpan(_position, period).CopyTo(all);
        values.CopyTo(all[period..]);
        int i = 0, lanes = Vector<double>.Count;
        ref double first = ref MemoryMarshal.GetReference(all);
        for (; i <= values.Length - lanes; i += lanes)
        {
            // One bar per lane.
            var newest = Vector.LoadUnsafe(ref first, (nuint)(period + i));
            Vector<long> below = default, alsoBelow = default;
            int k = i;
            for (; k < i + period - 3; k += 4)
            {
                below -= Vector.LessThan(Vector.LoadUnsafe(ref first, (nuint)k), newest);
                alsoBelow -= Vector.LessThan(Vector.LoadUnsafe(ref first, (nuint)(k + 1)), newest);
                below -= Vector.LessThan(Vector.LoadUnsafe(ref first, (nuint)(k + 2)), newest);
                alsoBelow -= Vector.LessThan(Vector.LoadUnsafe(ref first, (nuint)(k + 3)), newest);
            }

            for (; k < i + period; k++) below -= Vector.LessThan(Vector.LoadUnsafe(ref first, (nuint)k), newest);
            below += alsoBelow;
            for (int lane = 0; lane < lanes; lane++)
            {
                double value = all[period + i + lane];
                ranks[i + lane] = _readiness.Next(double.IsFinite(value)) ? _scale * below[lane] : double.NaN;
                Keep(value);
            }
        }

        for (; i < values.Length; i++) ranks[i] = Next(all[period + i]);
    }

    private void Keep(double value)
    {
        _previous[_position] = _previous[_position + period] = value;
        _position = _position + 1 == period ? 0 : _position + 1;
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
