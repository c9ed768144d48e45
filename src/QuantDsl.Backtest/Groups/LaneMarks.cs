using System.Runtime.CompilerServices;

namespace QuantDsl.Backtest.Groups;

/// <summary>Equity of the lanes: the deepest drawdown over all marks, without looking at every mark (RULES R3).</summary>
/// <remarks>Equal to <see cref="EquityCurve"/> to the last bit. Under a peak only the lowest mark counts; where a stretch makes a new peak, its
/// marks are gone through one by one only if they could deepen the drawdown so far.</remarks>
/// <param name="close">Closes of the primary bars.</param>
internal sealed class LaneMarks(Lanes lanes, double[] close, LaneDays days)
{
    // The bound is itself computed: what comes this near to it is gone through.
    private const double Margin = 1 + 1e-9;

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
        days.Hold<TDirection>(lane, stretch.End, entry);
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

    /// <summary>What an account with an open position is worth at a price.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Equity<TDirection>(double price, double cash, double entry, double quantity)
        where TDirection : struct, IDirection => cash + TDirection.Sign * (price - entry) * quantity;
}
