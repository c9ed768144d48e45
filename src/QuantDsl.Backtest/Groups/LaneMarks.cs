using System.Runtime.CompilerServices;

namespace QuantDsl.Backtest.Groups;

/// <summary>Equity of the lanes: the last mark of each day, and the deepest drawdown over all marks, without looking at every mark (RULES R3).</summary>
/// <remarks>Equal to <see cref="EquityCurve"/> to the last bit. Under a peak only the lowest mark counts; where a stretch makes a new peak, its
/// marks are gone through one by one only if they could deepen the drawdown so far.</remarks>
/// <param name="close">Closes of the primary bars.</param>
/// <param name="dayEnds">The last marked bar of each day, and a bar that never comes.</param>
/// <param name="days">Where the mark of each day goes: all days of a lane, then those of the next.</param>
internal sealed class LaneMarks(Lanes lanes, double[] close, int[] dayEnds, double[] days)
{
    // The bound is itself computed: what comes this near to it is gone through.
    private const double Margin = 1 + 1e-9;

    private readonly int _dayCount = dayEnds.Length - 1;

    /// <summary>The last bar of the first day with a mark.</summary>
    public int FirstDayEnd => dayEnds[0];

    /// <summary>The days of a flat account up to and including a bar; its equity was marked when it became flat.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Rest(int lane, int throughBar, double equity)
    {
        if (lanes.DayEnd[lane] <= throughBar) EndDays(lane, throughBar, equity);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EndDays(int lane, int throughBar, double equity)
    {
        int day = lanes.Day[lane];
        for (int at = lane * _dayCount; dayEnds[day] <= throughBar; day++) days[at + day] = equity;
        lanes.Day[lane] = day;
        lanes.DayEnd[lane] = dayEnds[day];
    }

    /// <summary>The days of an open position before a bar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Hold<TDirection>(int lane, int end, double entry)
        where TDirection : struct, IDirection
    {
        int day = lanes.Day[lane];
        double cash = lanes.Number[Lanes.Cash + lane], quantity = lanes.Number[Lanes.Quantity + lane];
        for (int at = lane * _dayCount; dayEnds[day] < end; day++) days[at + day] = Equity<TDirection>(close[dayEnds[day]], cash, entry, quantity);
        lanes.Day[lane] = day;
        lanes.DayEnd[lane] = dayEnds[day];
    }

    /// <summary>One mark.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Mark(int lane, double equity)
    {
        if (equity >= lanes.Number[Lanes.Peak + lane]) Rise(lane, equity);
        else if (equity < lanes.Number[Lanes.Trough + lane]) lanes.Number[Lanes.Trough + lane] = equity;
    }

    /// <summary>The marks of an open position over a stretch of closes, with their days.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Mark<TDirection>(int lane, in HeldStretch stretch, double entry)
        where TDirection : struct, IDirection
    {
        if (stretch.IsEmpty) return;
        Hold<TDirection>(lane, stretch.End, entry);
        Mark<TDirection>(lane, stretch.From, stretch.End, stretch.Lowest, stretch.Highest, entry);
    }

    /// <summary>The marks of an open position from a close up to another, without their days.</summary>
    /// <param name="lowest">Of those closes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Mark<TDirection>(int lane, int from, int end, double lowest, double highest, double entry)
        where TDirection : struct, IDirection
    {
        double cash = lanes.Number[Lanes.Cash + lane], quantity = lanes.Number[Lanes.Quantity + lane];
        double worst = Equity<TDirection>(TDirection.Adverse(highest, lowest), cash, entry, quantity);
        double best = Equity<TDirection>(TDirection.Favourable(highest, lowest), cash, entry, quantity);
        if (!(best < lanes.Number[Lanes.Peak + lane])) Rise<TDirection>(lane, from, end, worst, best, entry);
        else if (worst < lanes.Number[Lanes.Trough + lane]) lanes.Number[Lanes.Trough + lane] = worst;
    }

    /// <summary>The marks of a stretch that makes a new peak.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rise<TDirection>(int lane, int from, int end, double worst, double best, double entry)
        where TDirection : struct, IDirection
    {
        double peak = lanes.Number[Lanes.Peak + lane], trough = lanes.Number[Lanes.Trough + lane], known = lanes.Number[Lanes.Drawdown + lane];
        if (trough < peak) known = Math.Max(known, (peak - trough) / peak);
        if ((best - worst) / best * Margin < known)
        {
            lanes.Number[Lanes.Drawdown + lane] = known;
            // Marks after the new peak may lie below it, but not so far that it mattered.
            lanes.Number[Lanes.Peak + lane] = lanes.Number[Lanes.Trough + lane] = best;
            return;
        }

        double cash = lanes.Number[Lanes.Cash + lane], quantity = lanes.Number[Lanes.Quantity + lane];
        for (int bar = from; bar < end; bar++) Mark(lane, Equity<TDirection>(close[bar], cash, entry, quantity));
    }

    /// <summary>Closes the books after the last mark.</summary>
    /// <returns>The deepest drawdown, a fraction in [0, 1].</returns>
    public double Finish(int lane)
    {
        EndDrawdown(lane);
        return Math.Min(1, lanes.Number[Lanes.Drawdown + lane]);
    }

    private void Rise(int lane, double equity)
    {
        EndDrawdown(lane);
        lanes.Number[Lanes.Peak + lane] = lanes.Number[Lanes.Trough + lane] = equity;
    }

    private void EndDrawdown(int lane)
    {
        double peak = lanes.Number[Lanes.Peak + lane], trough = lanes.Number[Lanes.Trough + lane];
        if (trough < peak) lanes.Number[Lanes.Drawdown + lane] = Math.Max(lanes.Number[Lanes.Drawdown + lane], (peak - trough) / peak);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Equity<TDirection>(double price, double cash, double entry, double quantity)
        where TDirection : struct, IDirection => cash + TDirection.Sign * (price - entry) * quantity;
}
