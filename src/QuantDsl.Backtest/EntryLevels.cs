using System.Runtime.CompilerServices;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>The stop and target a position starts with (RULES X3); infinitely far where there is none.</summary>
internal readonly record struct EntryLevels(double Stop, double Target)
{
    /// <summary>False when a level is declared but its series has no value at the signal bar.</summary>
    public bool AreDefined => !double.IsNaN(Stop) && !double.IsNaN(Target);

    /// <param name="fill">Price the entry was filled at.</param>
    /// <param name="signalClose">Close of the signal bar, which <c>from signal</c> measures from.</param>
    /// <remarks>The stop distance of a risk-reward target is that from the fill to the stop as placed, on its tick.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EntryLevels For<TDirection>(in StopPlan stop, in TargetPlan target, PriceGrid grid, double fill, double signalClose, int signalBar)
        where TDirection : struct, IDirection
    {
        double placedStop = StopAt<TDirection>(stop, grid, fill, signalClose, signalBar);
        double risk = stop.Rule == StopRule.None ? double.NaN : Math.Abs(fill - placedStop);
        return new(placedStop, TargetAt<TDirection>(target, grid, fill, signalClose, signalBar, risk));
    }

    /// <summary>Where the stop of a position stands that was entered at a price.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double StopAt<TDirection>(in StopPlan stop, PriceGrid grid, double entry, double signalClose, int signalBar)
        where TDirection : struct, IDirection
    {
        double from = stop.FromSignal ? signalClose : entry;
        return stop.Rule == StopRule.None
            ? -TDirection.Sign * double.PositiveInfinity
            : TDirection.RoundStop(grid, stop.Rule is StopRule.FixedFraction or StopRule.FractionTrailing
                ? from * (1 - TDirection.Sign * stop.Amount)
                : from - TDirection.Sign * (stop.Amount * At(stop.Series, signalBar)));
    }

    /// <summary>Where the target of a position stands that was entered at a price.</summary>
    /// <param name="risk">Distance of the first fill to the stop as first placed; NaN without a stop.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double TargetAt<TDirection>(in TargetPlan target, PriceGrid grid, double entry, double signalClose, int signalBar, double risk)
        where TDirection : struct, IDirection
    {
        double from = target.FromSignal ? signalClose : entry;
        return target.Rule switch
        {
            TargetRule.None => TDirection.Sign * double.PositiveInfinity,
            TargetRule.FixedFraction => TDirection.RoundTarget(grid, from * (1 + TDirection.Sign * target.Amount)),
            TargetRule.SeriesFixed => TDirection.RoundTarget(grid, from + TDirection.Sign * (target.Amount * At(target.Series, signalBar))),
            _ => TDirection.RoundTarget(grid, from + TDirection.Sign * (target.Amount * risk)),
        };
    }

    private static double At(double[]? series, int bar) => series is null ? double.NaN : series[bar];
}
