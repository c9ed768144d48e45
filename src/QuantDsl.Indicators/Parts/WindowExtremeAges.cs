using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QuantDsl.Indicators;

/// <summary>How many bars ago the highest high and the lowest low of the last <c>period</c> bars stood, the latest of equal ones, in constant time.</summary>
/// <remarks>Cut into blocks like <see cref="WindowRange"/>, with the place of each extreme beside it. No branch
/// depends on prices; places are kept as doubles for that.</remarks>
internal struct WindowExtremeAges
{
    private readonly double[] _highs, _lows, _tailHighs, _tailLows, _tailHighAt, _tailLowAt;
    private WindowReadiness _readiness;
    private double _headHigh, _headLow, _headHighAt, _headLowAt;
    private int _position;

    public WindowExtremeAges(int period)
    {
        _highs = new double[period];
        _lows = new double[period];
        _tailHighs = new double[period];
        _tailLows = new double[period];
        _tailHighAt = new double[period];
        _tailLowAt = new double[period];
        _readiness = new(period - 1);
    }

    /// <summary>Feeds one bar; false while the window is not full or holds a bar with NaN in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(double high, double low, out double highAge, out double lowAge)
    {
        highAge = lowAge = 0;
        bool ready = _readiness.Next(double.IsFinite(high + low));
        if (!_readiness.IsStarted) return false;
        int position = _position;
        if (position == 0)
        {
            FindTails();
            _headHigh = double.NegativeInfinity;
            _headLow = double.PositiveInfinity;
        }

        _highs[position] = high;
        _lows[position] = low;
        // Where the new bar does not lie below the best so far, it is the latest of equal ones.
        _headHighAt = Branchless.Choose(_headHigh, high, _headHighAt, position);
        _headLowAt = Branchless.Choose(low, _headLow, _headLowAt, position);
        _headHigh = double.MaxNative(high, _headHigh);
        _headLow = double.MinNative(low, _headLow);
        highAge = position - Branchless.Choose(_tailHighs[position], _headHigh, _tailHighAt[position], _headHighAt);
        lowAge = position - Branchless.Choose(_headLow, _tailLows[position], _tailLowAt[position], _headLowAt);
        _position = ++position == _highs.Length ? 0 : position;
        return ready;
    }

    /// <summary>Feeds a run of bars; a block at a time, so that nothing but comparisons is left in the loop.</summary>
    /// <param name="highs">Of the bars.</param>
    /// <param name="lows">Of the bars.</param>
    /// <param name="highAges">Receives how many bars ago the highest high stood, NaN where it is undefined; not the memory of an input.</param>
    /// <param name="lowAges">Receives how many bars ago the lowest low stood, NaN where it is undefined; not the memory of an input.</param>
    public void Next(ReadOnlySpan<double> highs, ReadOnlySpan<double> lows, Span<double> highAges, Span<double> lowAges)
    {
        if (!_readiness.IsSettled || !Branchless.AreFinite(highs, lows))
        {
            for (int bar = 0; bar < highs.Length; bar++)
            {
                bool ready = Next(highs[bar], lows[bar], out double highAge, out double lowAge);
                highAges[bar] = ready ? highAge : double.NaN;
                lowAges[bar] = ready ? lowAge : double.NaN;
            }

            return;
        }

        for (int i = 0; i < highs.Length;)
        {
            int position = _position, count = Math.Min(_highs.Length - position, highs.Length - i);
            if (position == 0)
            {
                FindTails();
                _headHigh = double.NegativeInfinity;
                _headLow = double.PositiveInfinity;
            }

            highs.Slice(i, count).CopyTo(_highs.AsSpan(position));
            lows.Slice(i, count).CopyTo(_lows.AsSpan(position));
            // What the loop reads and writes is as long as the block; references spare it eight comparisons a bar.
            ref double highAt = ref Unsafe.Add(ref MemoryMarshal.GetReference(highs), i), lowAt = ref Unsafe.Add(ref MemoryMarshal.GetReference(lows), i);
            ref double highAgeAt = ref Unsafe.Add(ref MemoryMarshal.GetReference(highAges), i), lowAgeAt = ref Unsafe.Add(ref MemoryMarshal.GetReference(lowAges), i);
            ref double tailHigh = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_tailHighs), position), tailLow = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_tailLows), position);
            ref double tailHighAt = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_tailHighAt), position), tailLowAt = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_tailLowAt), position);
            double headHigh = _headHigh, headLow = _headLow, headHighAt = _headHighAt, headLowAt = _headLowAt, place = position;
            for (int k = 0; k < count; k++, place++)
            {
                double high = Unsafe.Add(ref highAt, k), low = Unsafe.Add(ref lowAt, k);
                headHighAt = Branchless.Choose(headHigh, high, headHighAt, place);
                headLowAt = Branchless.Choose(low, headLow, headLowAt, place);
                headHigh = double.MaxNative(high, headHigh);
                headLow = double.MinNative(low, headLow);
                Unsafe.Add(ref highAgeAt, k) = place - Branchless.Choose(Unsafe.Add(ref tailHigh, k), headHigh, Unsafe.Add(ref tailHighAt, k), headHighAt);
                Unsafe.Add(ref lowAgeAt, k) = place - Branchless.Choose(headLow, Unsafe.Add(ref tailLow, k), Unsafe.Add(ref tailLowAt, k), headLowAt);
            }

            (_headHigh, _headLow, _headHighAt, _headLowAt) = (headHigh, headLow, headHighAt, headLowAt);
            i += count;
            _position = position + count == _highs.Length ? 0 : position + count;
        }
    }

    private readonly void FindTails()
    {
        double high = double.NegativeInfinity, low = double.PositiveInfinity;
        double highAt = 0, lowAt = 0;
        for (int i = _highs.Length - 1; i >= 0; i--)
        {
            _tailHighs[i] = high;
            _tailLows[i] = low;
            // Of the block before, so its places count backwards from this block's first.
            _tailHighAt[i] = highAt;
            _tailLowAt[i] = lowAt;
            highAt = Branchless.Choose(_highs[i], high, i - _highs.Length, highAt);
            lowAt = Branchless.Choose(low, _lows[i], i - _highs.Length, lowAt);
            high = double.MaxNative(_highs[i], high);
            low = double.MinNative(_lows[i], low);
        }
    }
}
