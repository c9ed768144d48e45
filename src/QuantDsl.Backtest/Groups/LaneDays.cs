using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Groups;

/// <summary>The last mark of each day of the lanes (RULES R3).</summary>
/// <remarks>A block of lanes has a line of memory for each day: those that were together when it ended are marked at once.</remarks>
/// <param name="close">Closes of the primary bars.</param>
/// <param name="dayEnds">The last marked bar of each day, and a bar that never comes.</param>
/// <param name="width">Lanes that are used.</param>
internal sealed class LaneDays(Lanes lanes, double[] close, int[] dayEnds, int width)
{
    private readonly int _count = dayEnds.Length - 1;
    private readonly AlignedNumbers _marks = new((width + Lanes.Block - 1) / Lanes.Block * (dayEnds.Length - 1) * Lanes.Block);

    /// <summary>The last bar of the first day with a mark.</summary>
    public int FirstEnd => dayEnds[0];

    /// <summary>The days of a flat account up to and including a bar; its equity was marked when it became flat.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rest(int lane, int throughBar, double equity)
    {
        int day = lanes.Day[lane];
        for (; dayEnds[day] <= throughBar; day++) _marks[At(lane, day)] = equity;
        (lanes.Day[lane], lanes.DayEnd[lane]) = (day, dayEnds[day]);
    }

    /// <summary>The days of an open position before a bar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Hold<TDirection>(int lane, int end, double entry)
        where TDirection : struct, IDirection
    {
        int day = lanes.Day[lane];
        double cash = lanes.Number[Lanes.Cash + lane], quantity = lanes.Number[Lanes.Quantity + lane];
        for (; dayEnds[day] < end; day++) _marks[At(lane, day)] = LaneMarks.Equity<TDirection>(close[dayEnds[day]], cash, entry, quantity);
        (lanes.Day[lane], lanes.DayEnd[lane]) = (day, dayEnds[day]);
    }

    /// <summary>The days of flat accounts of a block up to and including a bar.</summary>
    /// <param name="bits">Those for which one ends by then, the lowest bit first.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rest(int block, uint bits, int throughBar)
    {
        var cash = Vector512.LoadUnsafe(ref lanes.Number[block], Lanes.Cash);
        for (var end = Vector256.Create(throughBar); bits != 0; bits &= Due(block, end)) Mark(block, bits, lanes.Day[block + BitOperations.TrailingZeroCount(bits)], cash);
    }

    /// <summary>The days of open positions of a block before the bars they ended in, and before they are booked.</summary>
    /// <param name="bits">Those for which one ends by then, the lowest bit first.</param>
    /// <returns>Those for which one ends in that very bar.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public uint Hold<TDirection>(int block, uint bits, double entry)
        where TDirection : struct, IDirection
    {
        ref double at = ref lanes.Number[block];
        Vector512<double> cash = Vector512.LoadUnsafe(ref at, Lanes.Cash), quantity = Vector512.LoadUnsafe(ref at, Lanes.Quantity), sign = Vector512.Create(TDirection.Sign), fill = Vector512.Create(entry);
        Vector256<int> exits = Vector256.LoadUnsafe(ref lanes.ExitBar[block]), before = exits - Vector256<int>.One;
        uint ended = bits;
        for (bits &= Due(block, before); bits != 0; bits &= Due(block, before))
        {
            int day = lanes.Day[block + BitOperations.TrailingZeroCount(bits)];
            Mark(block, bits, day, cash + sign * (Vector512.Create(close[dayEnds[day]]) - fill) * quantity);
        }

        return ended & Due(block, exits);
    }

    /// <summary>Writes the days of a lane down, one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyTo(int lane, Span<double> days)
    {
        for (int day = 0; day < days.Length; day++) days[day] = _marks[At(lane, day)];
    }

    private int At(int lane, int day) => ((lane / Lanes.Block * _count) + day) * Lanes.Block + (lane & (Lanes.Block - 1));

    /// <summary>The lanes of a block for which a day ends by some bars.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Due(int block, Vector256<int> by) => Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref lanes.DayEnd[block]), by).Bits();

    /// <summary>Marks a day of those that are meant and at this day, and lets them go on with the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Mark(int block, uint bits, int day, Vector512<double> equity)
    {
        Vector256<int> days = Vector256.LoadUnsafe(ref lanes.Day[block]), marked = LaneMask.OfWhole(bits) & Vector256.Equals(days, Vector256.Create(day));
        ref double marks = ref _marks[At(block, day)];
        Vector512.ConditionalSelect(LaneMask.Of(marked.Bits()), equity, Vector512.LoadUnsafe(ref marks)).StoreUnsafe(ref marks);
        Vector256.ConditionalSelect(marked, Vector256.Create(day + 1), days).StoreUnsafe(ref lanes.Day[block]);
        Vector256.ConditionalSelect(marked, Vector256.Create(dayEnds[day + 1]), Vector256.LoadUnsafe(ref lanes.DayEnd[block])).StoreUnsafe(ref lanes.DayEnd[block]);
    }
}
