using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Groups;

/// <summary>The levels of a block of lanes that have the same rules with different amounts, and whether prices reach them: <see cref="EntryLevels"/>, operation for operation.</summary>
internal static class LaneLevels
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Stop<TDirection>(in StopPlan plan, Vector512<double> amount, PriceGrid grid, double entry, double signalClose, int signalBar)
        where TDirection : struct, IDirection
    {
        if (plan.Rule == StopRule.None) return Vector512.Create(-TDirection.Sign * double.PositiveInfinity);
        Vector512<double> from = Vector512.Create(plan.FromSignal ? signalClose : entry), sign = Vector512.Create(TDirection.Sign);
        var level = plan.Rule is StopRule.FixedFraction or StopRule.FractionTrailing
            ? from * (Vector512<double>.One - sign * amount)
            : from - sign * (amount * Vector512.Create(plan.Series is { } series ? series[signalBar] : double.NaN));
        return TDirection.Sign > 0 ? grid.Down(level) : grid.Up(level);
    }

    /// <param name="stop">Of the same lanes.</param>
    /// <param name="hasStop">False where there is none, and so no risk either.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Target<TDirection>(in TargetPlan plan, Vector512<double> amount, PriceGrid grid, double entry, double signalClose, int signalBar, Vector512<double> stop, bool hasStop)
        where TDirection : struct, IDirection
    {
        if (plan.Rule == TargetRule.None) return Vector512.Create(TDirection.Sign * double.PositiveInfinity);
        Vector512<double> from = Vector512.Create(plan.FromSignal ? signalClose : entry), sign = Vector512.Create(TDirection.Sign);
        var level = plan.Rule switch
        {
            TargetRule.FixedFraction => from * (Vector512<double>.One + sign * amount),
            TargetRule.SeriesFixed => from + sign * (amount * Vector512.Create(plan.Series is { } series ? series[signalBar] : double.NaN)),
            _ => from + sign * (amount * (hasStop ? Vector512.Abs(Vector512.Create(entry) - stop) : Vector512.Create(double.NaN))),
        };
        return TDirection.Sign > 0 ? grid.Up(level) : grid.Down(level);
    }

    /// <summary>Where positions of some quantities are liquidated: <see cref="IsolatedMargin.LiquidationPrice{TDirection}"/>, operation for operation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Liquidation<TDirection>(LiquidationFormula formula, double entry, Vector512<double> quantity, double leverage, MarginTier tier)
        where TDirection : struct, IDirection
    {
        if ((TDirection.Sign > 0 && leverage <= 1) || formula == LiquidationFormula.Simple)
            return Vector512.Create(IsolatedMargin.LiquidationPrice<TDirection>(formula, entry, quantity: 0, leverage, tier));
        Vector512<double> fill = Vector512.Create(entry), margin = quantity * fill / Vector512.Create(leverage);
        return (margin + Vector512.Create(tier.MaintenanceAmount) - Vector512.Create(TDirection.Sign) * quantity * fill) / (quantity * Vector512.Create(tier.MaintenanceRate - TDirection.Sign));
    }

    /// <summary>Of two protective levels the one that a losing price meets first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Nearer<TDirection>(Vector512<double> level, Vector512<double> other)
        where TDirection : struct, IDirection =>
        Vector512.ConditionalSelect(TDirection.Sign > 0 ? Vector512.GreaterThan(level, other) : Vector512.LessThan(level, other), level, other);

    /// <summary>Where a price has touched or passed a level on the losing side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> FallenTo<TDirection>(Vector512<double> price, Vector512<double> level)
        where TDirection : struct, IDirection => TDirection.Sign > 0 ? Vector512.LessThanOrEqual(price, level) : Vector512.GreaterThanOrEqual(price, level);

    /// <summary>The same on the winning side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> RisenTo<TDirection>(Vector512<double> price, Vector512<double> level)
        where TDirection : struct, IDirection => TDirection.Sign > 0 ? Vector512.GreaterThanOrEqual(price, level) : Vector512.LessThanOrEqual(price, level);
}
