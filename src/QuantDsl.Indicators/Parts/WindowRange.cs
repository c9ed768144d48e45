using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuantDsl.Indicators;

/// <summary>Highest high and lowest low of the last <c>period</c> bars, in constant time.</summary>
/// <remarks>
/// Cut into blocks like <see cref="WindowMean"/>: the extreme of a window is that of the previous block's tail and the
/// current block's head. No branch depends on prices, which a deque of candidates cannot say.
/// </remarks>
internal struct WindowRange
{
    private readonly double[] _highs, _lows, _tailHighs, _tailLows;
    private int _position, _undefined;
    private bool _started;

    public WindowRange(int period)
    {
        _highs = new double[period];
        _lows = new double[period];
        _tailHighs = new double[period];
        _tailLows = new double[period];
        _undefined = period - 1;
    }

    /// <summary>The extremes after the last <see cref="Next(double, double, bool)"/>; meaningless where that returned false.</summary>
    public double Highest { readonly get; private set; } = double.NegativeInfinity;

    /// <inheritdoc cref="Highest"/>
    public double Lowest { readonly get; private set; } = double.PositiveInfinity;

    private double _headHigh, _headLow;

    /// <summary>Feeds one bar; false while the window is not full or holds a bar that is not <paramref name="defined"/>.</summary>
    /// <param name="defined">False for a bar with NaN in it: leading ones are skipped, later ones blank every window that holds them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(double high, double low, bool defined)
    {
        int position = _position;
        if (!defined)
        {
            if (!_started) return false;
            high = double.NegativeInfinity;
            low = double.PositiveInfinity;
            _undefined = _highs.Length;
        }

        if (position == 0)
        {
            _started = true;
            _headHigh = double.NegativeInfinity;
            _headLow = double.PositiveInfinity;
            FindTail(_highs, _lows, _tailHighs, _tailLows);
        }

        _highs[position] = high;
        _lows[position] = low;
        _headHigh = double.MaxNative(high, _headHigh);
        _headLow = double.MinNative(low, _headLow);
        Highest = double.MaxNative(_tailHighs[position], _headHigh);
        Lowest = double.MinNative(_tailLows[position], _headLow);
        _position = ++position == _highs.Length ? 0 : position;
        if (_undefined == 0) return true;
        _undefined--;
        return false;
    }

    /// <summary>Feeds a run of bars; a block at a time, so that nothing but comparisons is left in the loop.</summary>
    /// <param name="highs">Of the bars.</param>
    /// <param name="lows">Of the bars.</param>
    /// <param name="closes">A bar with an undefined close is undefined; empty where the close does not matter.</param>
    /// <param name="highest">Receives the highest high of each window, NaN where it is undefined; not the memory of an input.</param>
    /// <param name="lowest">Receives the lowest low of each window, NaN where it is undefined; not the memory of an input.</param>
    public void Next(ReadOnlySpan<double> highs, ReadOnlySpan<double> lows, ReadOnlySpan<double> closes, Span<double> highest, Span<double> lowest)
    {
        if (!Branchless.AreFinite(highs, lows, closes))
        {
            for (int bar = 0; bar < highs.Length; bar++)
            {
                bool ready = Next(highs[bar], lows[bar], double.IsFinite(highs[bar] + lows[bar] + (closes.IsEmpty ? 0 : closes[bar])));
                highest[bar] = ready ? Highest : double.NaN;
                lowest[bar] = ready ? Lowest : double.NaN;
            }

            return;
        }

        _started = true;
        if (_highs.Length == 1)
        {
            highs.CopyTo(highest);
            lows.CopyTo(lowest);
            return;
        }

        for (int i = 0; i < highs.Length;)
        {
            int position = _position, length = _highs.Length, count = Math.Min(length - position, highs.Length - i);
            if (position == 0)
            {
                _headHigh = double.NegativeInfinity;
                _headLow = double.PositiveInfinity;
                // Where the last block lies in this run it is read there.
                if (i >= length) FindTail(highs.Slice(i - length, length), lows.Slice(i - length, length), _tailHighs, _tailLows);
                else FindTail(_highs, _lows, _tailHighs, _tailLows);
            }

            if (position != 0 || i + length >= highs.Length)
            {
                // A later run will ask for this block.
                highs.Slice(i, count).CopyTo(_highs.AsSpan(position));
                lows.Slice(i, count).CopyTo(_lows.AsSpan(position));
            }

            // What the loop reads and writes is as long as the block; references spare it six comparisons a bar.
            ref double highAt = ref Unsafe.Add(ref MemoryMarshal.GetReference(highs), i), lowAt = ref Unsafe.Add(ref MemoryMarshal.GetReference(lows), i);
            ref double topAt = ref Unsafe.Add(ref MemoryMarshal.GetReference(highest), i), bottomAt = ref Unsafe.Add(ref MemoryMarshal.GetReference(lowest), i);
            ref double tailHighAt = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_tailHighs), position),
                tailLowAt = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_tailLows), position);
            double headHigh = _headHigh, headLow = _headLow;
            for (int k = 0; k < count; k++)
            {
                headHigh = double.MaxNative(Unsafe.Add(ref highAt, k), headHigh);
                headLow = double.MinNative(Unsafe.Add(ref lowAt, k), headLow);
                Unsafe.Add(ref topAt, k) = double.MaxNative(Unsafe.Add(ref tailHighAt, k), headHigh);
                Unsafe.Add(ref bottomAt, k) = double.MinNative(Unsafe.Add(ref tailLowAt, k), headLow);
            }

            _headHigh = headHigh;
            _headLow = headLow;
            i += count;
            Highest = highest[i - 1];
            Lowest = lowest[i - 1];
            if (_undefined > 0)
            {
                int unready = Math.Min(_undefined, count);
                _undefined -= unready;
                highest.Slice(i - count, unready).Fill(double.NaN);
                lowest.Slice(i - count, unready).Fill(double.NaN);
            }

            _position = position + count == _highs.Length ? 0 : position + count;
        }
    }

    private static void FindTail(ReadOnlySpan<double> highs, ReadOnlySpan<double> lows, double[] tailHighs, double[] tailLows)
    {
        // All four are as long; references spare the loop four comparisons a bar.
        ref double highAt = ref MemoryMarshal.GetReference(highs), lowAt = ref MemoryMarshal.GetReference(lows),
            tailHighAt = ref MemoryMarshal.GetArrayDataReference(tailHighs), tailLowAt = ref MemoryMarshal.GetArrayDataReference(tailLows);
        double high = double.NegativeInfinity, low = double.PositiveInfinity;
        for (int i = highs.Length - 1; i >= 0; i--)
        {
            Unsafe.Add(ref tailHighAt, i) = high;
            Unsafe.Add(ref tailLowAt, i) = low;
            high = double.MaxNative(Unsafe.Add(ref highAt, i), high);
            low = double.MinNative(Unsafe.Add(ref lowAt, i), low);
        }
    }
}
