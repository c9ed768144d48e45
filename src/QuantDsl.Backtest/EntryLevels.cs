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
    public static EntryLevels For<TDirection>(in StopPlan stop, in TargetPlan target, PriceGrid grid, double fill, double signalClose, int signalBar)
        where TDirection : struct, IDirection
    {
        double stopBase = stop.FromSignal ? signalClose : fill, targetBase = target.FromSignal ? signalClose : fill;
        double placedStop = stop.Rule == StopRule.None
            ? -TDirection.Sign * double.PositiveInfinity
            : TDirection.RoundStop(grid, stop.Rule is StopRule.FixedFraction or StopRule.FractionTrailing
                ? stopBase * (1 - TDirection.Sign * stop.Amount)
                : stopBase - TDirection.Sign * (stop.Amount * At(stop.Series, signalBar)));
        double placedTarget = target.Rule switch
        {
            TargetRule.None => TDirection.Sign * double.PositiveInfinity,
            TargetRule.FixedFraction => TDirection.RoundTarget(grid, targetBase * (1 + TDirection.Sign * target.Amount)),
            TargetRule.SeriesFixed => TDirection.RoundTarget(grid, targetBase + TDirection.Sign * (target.Amount * At(target.Series, signalBar))),
            _ => stop.Rule == StopRule.None
                ? double.NaN
                : TDirection.RoundTarget(grid, targetBase + TDirection.Sign * (target.Amount * Math.Abs(fill - placedStop))),
        };
        return new(placedStop, placedTarget);
    }

    private static double At(double[]? series, int bar) => series is null ? double.NaN : series[bar];
}
