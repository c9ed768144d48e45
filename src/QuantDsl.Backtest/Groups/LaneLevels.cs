using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Groups;

/// <summary>The stops and targets of a block of lanes that have the same rules with different amounts: <see cref="EntryLevels"/>, operation for operation.</summary>
internal static class LaneLevels
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Stop<TDirection>(in StopPlan plan, Vector256<double> amount, PriceGrid grid, double entry, double signalClose, int signalBar)
        where TDirection : struct, IDirection
    {
        if (plan.Rule == StopRule.None) return Vector256.Create(-TDirection.Sign * double.PositiveInfinity);
        Vector256<double> from = Vector256.Create(plan.FromSignal ? signalClose : entry), sign = Vector256.Create(TDirection.Sign);
        var level = plan.Rule is StopRule.FixedFraction or StopRule.FractionTrailing
            ? from * (Vector256<double>.One - sign * amount)
            : from - sign * (amount * Vector256.Create(plan.Series is { } series ? series[signalBar] : double.NaN));
        return TDirection.Sign > 0 ? grid.Down(level) : grid.Up(level);
    }

    /// <param name="stop">Of the same lanes.</param>
    /// <param name="hasStop">False where there is none, and so no risk either.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Target<TDirection>(in TargetPlan plan, Vector256<double> amount, PriceGrid grid, double entry, double signalClose, int signalBar, Vector256<double> stop, bool hasStop)
        where TDirection : struct, IDirection
    {
        if (plan.Rule == TargetRule.None) return Vector256.Create(TDirection.Sign * double.PositiveInfinity);
        Vector256<double> from = Vector256.Create(plan.FromSignal ? signalClose : entry), sign = Vector256.Create(TDirection.Sign);
        var level = plan.Rule switch
        {
            TargetRule.FixedFraction => from * (Vector256<double>.One + sign * amount),
            TargetRule.SeriesFixed => from + sign * (amount * Vector256.Create(plan.Series is { } series ? series[signalBar] : double.NaN)),
            _ => from + sign * (amount * (hasStop ? Vector256.Abs(Vector256.Create(entry) - stop) : Vector256.Create(double.NaN))),
        };
        return TDirection.Sign > 0 ? grid.Up(level) : grid.Down(level);
    }
}
