using System.Numerics;
using System.Runtime.InteropServices;

namespace QuantDsl.Indicators;

/// <summary>Where a price stands in the range of the last <c>period</c> bars, from 0 at its bottom to 100 at its top: the raw stochastic.</summary>
/// <param name="period">Length of the range, in bars.</param>
/// <param name="leastRange">A range not above it counts as none, and gives 0.</param>
internal struct RangePosition(int period, double leastRange = 0)
{
    private readonly double _leastRange = leastRange;
    private WindowRange _window = new(period);

    /// <summary>Feeds one bar; NaN while the window is not full or holds a bar with NaN in it.</summary>
    public double Next(double high, double low, double close) =>
        _window.Next(high, low, double.IsFinite(high + low + close)) ? Of(close, _window.Highest, _window.Lowest) : double.NaN;

    /// <summary>Feeds a run of bars.</summary>
    /// <param name="highs">Of the bars.</param>
    /// <param name="lows">Of the bars.</param>
    /// <param name="closes">Of the bars.</param>
    /// <param name="positions">Receives one position per bar.</param>
    /// <param name="scratch">As long as the run; not the memory of anything else.</param>
    public void Next(ReadOnlySpan<double> highs, ReadOnlySpan<double> lows, ReadOnlySpan<double> closes, Span<double> positions, Span<double> scratch)
    {
        _window.Next(highs, lows, closes, positions, scratch);
        int i = 0;
        Vector<double> least = new(_leastRange), hundred = new(100);
        ref double closeAt = ref MemoryMarshal.GetReference(closes), positionAt = ref MemoryMarshal.GetReference(positions), lowestAt = ref MemoryMarshal.GetReference(scratch);
        for (; i <= positions.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var lowest = Vector.LoadUnsafe(ref lowestAt, (nuint)i);
            var range = Vector.LoadUnsafe(ref positionAt, (nuint)i) - lowest;
            var position = hundred * ((Vector.LoadUnsafe(ref closeAt, (nuint)i) - lowest) / range);
            Vector.ConditionalSelect(Vector.LessThanOrEqual(range, least), Vector<double>.Zero, position).StoreUnsafe(ref positionAt, (nuint)i);
        }

        for (; i < positions.Length; i++) positions[i] = Of(closes[i], positions[i], scratch[i]);
    }

    /// <summary>Leaves <paramref name="values"/> only where <paramref name="others"/> are defined: outputs that start and pause together.</summary>
    public static void KeepWhereDefined(Span<double> values, ReadOnlySpan<double> others)
    {
        int i = 0;
        ref double valueAt = ref MemoryMarshal.GetReference(values), otherAt = ref MemoryMarshal.GetReference(others);
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var other = Vector.LoadUnsafe(ref otherAt, (nuint)i);
            Vector.ConditionalSelect(Vector.Equals(other, other), Vector.LoadUnsafe(ref valueAt, (nuint)i), other).StoreUnsafe(ref valueAt, (nuint)i);
        }

        for (; i < values.Length; i++) values[i] = double.IsNaN(others[i]) ? double.NaN : values[i];
    }

    private readonly double Of(double close, double highest, double lowest)
    {
        double range = highest - lowest;
        return range <= _leastRange ? 0 : 100 * ((close - lowest) / range);
    }
}
