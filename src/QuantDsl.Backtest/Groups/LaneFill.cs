using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.Backtest.Groups;

/// <summary>What positions of a block of lanes that lose in a bar get, in the order of RULES X1 c.</summary>
/// <remarks>What <see cref="InsideBar"/> makes of one account, where bars are not looked into and their own prices decide.</remarks>
/// <param name="Price">Slippage included.</param>
/// <param name="Raw">Before it.</param>
/// <param name="Liquidated">Which are liquidated; the others are stopped.</param>
/// <param name="StoppedAtOpen">Where the open is at or beyond the stop.</param>
/// <param name="LiquidatedAtOpen">The same of the liquidation.</param>
internal readonly record struct LaneFill(Vector512<double> Price, Vector512<double> Raw, Vector512<double> Liquidated, Vector512<double> StoppedAtOpen, Vector512<double> LiquidatedAtOpen)
{
    /// <param name="lost">Which reach a level; of the others nothing is said.</param>
    /// <param name="adverse">The end of the bar's range on the losing side.</param>
    /// <param name="slip">Added to the price of a stop, where that leaves one above zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneFill Lost<TDirection>(Vector512<double> lost, Vector512<double> open, Vector512<double> adverse, Vector512<double> stop, Vector512<double> liquidation, Vector512<double> slip)
        where TDirection : struct, IDirection
    {
        Vector512<double> stoppedAtOpen = LaneLevels.FallenTo<TDirection>(open, stop), liquidatedAtOpen = LaneLevels.FallenTo<TDirection>(open, liquidation);
        // No farther from entry: on the way down the stop is met first, or at the same price.
        var liquidated = lost & (liquidatedAtOpen | ~(stoppedAtOpen | (LaneLevels.FallenTo<TDirection>(adverse, stop) & LaneLevels.FallenTo<TDirection>(liquidation, stop))));
        var raw = Vector512.ConditionalSelect(stoppedAtOpen, open, stop);
        var slipped = raw + slip;
        var price = Vector512.ConditionalSelect(Vector512.GreaterThan(slipped, Vector512<double>.Zero), slipped, raw);
        return new(Vector512.ConditionalSelect(liquidated, liquidation, price), Vector512.ConditionalSelect(liquidated, liquidation, raw), liquidated, stoppedAtOpen, liquidatedAtOpen);
    }
}
