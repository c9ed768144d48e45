using System.Runtime.CompilerServices;

namespace QuantDsl.Backtest.Groups;

/// <summary>What the levels of a lane's position make of a bar that reaches one of them, in the order of RULES X1 c.</summary>
/// <remarks>What <see cref="InsideBar"/> does for one account, where bars are not looked into and their own prices decide.</remarks>
internal static class LaneLevels
{
    /// <summary>Whether the position ends between the open and the close of a bar, and how.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Inside<TFills, TDirection>(TFills fills, in Lane lane, RunContext context, int bar, out PositionEnd end)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        double high = context.High[bar], low = context.Low[bar], adverse = TDirection.Adverse(high, low);
        double stop = lane.StopLevel, liquidation = lane.Liquidation;
        if (TDirection.FallenTo(adverse, stop) || TDirection.FallenTo(adverse, liquidation))
        {
            double open = context.Open[bar];
            bool atOpen = TDirection.FallenTo(open, liquidation);
            // No farther from entry: on the way down the stop is met first, or at the same price.
            if (atOpen || (!TDirection.FallenTo(open, stop) && !(TDirection.FallenTo(adverse, stop) && TDirection.FallenTo(liquidation, stop))))
            {
                end = new(bar, liquidation, liquidation, ExitReason.Liquidation, atOpen);
                return true;
            }

            atOpen = TDirection.FallenTo(open, stop);
            double price = atOpen ? open : stop;
            end = new(bar, fills.AtStop(bar, price, -TDirection.Sign, lane.Quantity), price, ExitReason.StopLoss, atOpen);
            return true;
        }

        double target = lane.TargetLevel, extreme = TDirection.Favourable(high, low);
        if (TDirection.RisenTo(extreme, target) && fills.AtLimit(bar, target, extreme, lane.Quantity, context.Volume[bar], served: 0) >= lane.Quantity)
        {
            end = new(bar, target, target, ExitReason.TakeProfit, AtOpen: false);
            return true;
        }

        end = default;
        return false;
    }
}
