using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Groups;

/// <summary>How the positions of lanes end; they are booked later, several at once.</summary>
internal sealed class LaneExits(RunContext context, Lanes lanes)
{
    private readonly bool _isConstant = context.Settings.Fees.IsConstant;
    private FeeRates _rates = context.Settings.Fees.Periods[0].Rates;

    /// <summary>True where one of the lanes that ended was liquidated; cleared by who books them.</summary>
    public bool AnyLiquidated { get; set; }

    /// <summary>True while a lane's position is open: then its levels are numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsHeld(int lane) => !double.IsNaN(lanes.Danger[lane]);

    /// <summary>The position of a lane has ended.</summary>
    /// <param name="stretch">The closes since it was last marked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End(int lane, in HeldStretch stretch, int bar, double price, double raw, ExitReason reason, bool atOpen)
    {
        lanes.Danger[lane] = lanes.Limit[lane] = double.NaN;
        lanes.Ended[lane] = -1;
        lanes.ExitBar[lane] = bar;
        lanes.ExitPrice[lane] = price;
        lanes.ExitRaw[lane] = raw;
        if (!_isConstant) _rates = context.Settings.Fees.At(context.OpenTimes[bar]);
        lanes.ExitFeeRate[lane] = reason == ExitReason.TakeProfit ? _rates.Maker : _rates.Taker;
        lanes.Reason[lane] = reason;
        lanes.ExitsAtOpen[lane] = atOpen;
        lanes.StretchFrom[lane] = stretch.From;
        lanes.Lowest[lane] = stretch.Lowest;
        lanes.Highest[lane] = stretch.Highest;
    }

    /// <summary>What the levels of a lane's position make of a bar that reaches one of them, in the order of RULES X1 c.</summary>
    /// <remarks>What <see cref="InsideBar"/> does for one account, where bars are not looked into and their own prices decide.</remarks>
    /// <returns>True when the position has ended.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Inside<TFills, TDirection>(TFills fills, int lane, in HeldStretch stretch, int bar)
        where TFills : struct, IFillModel
        where TDirection : struct, IDirection
    {
        double high = context.High[bar], low = context.Low[bar], adverse = TDirection.Adverse(high, low);
        double stop = lanes.Stop[lane], liquidation = lanes.Liquidation[lane];
        if (TDirection.FallenTo(adverse, stop) || TDirection.FallenTo(adverse, liquidation))
        {
            double open = context.Open[bar];
            bool atOpen = TDirection.FallenTo(open, liquidation);
            // No farther from entry: on the way down the stop is met first, or at the same price.
            if (atOpen || (!TDirection.FallenTo(open, stop) && !(TDirection.FallenTo(adverse, stop) && TDirection.FallenTo(liquidation, stop))))
            {
                AnyLiquidated = true;
                End(lane, stretch, bar, liquidation, liquidation, ExitReason.Liquidation, atOpen);
                return true;
            }

            atOpen = TDirection.FallenTo(open, stop);
            double price = atOpen ? open : stop;
            End(lane, stretch, bar, fills.AtStop(bar, price, -TDirection.Sign, lanes.Quantity[lane]), price, ExitReason.StopLoss, atOpen);
            return true;
        }

        double target = lanes.Target[lane], extreme = TDirection.Favourable(high, low);
        if (!TDirection.RisenTo(extreme, target) || fills.AtLimit(bar, target, extreme, lanes.Quantity[lane], context.Volume[bar], served: 0) < lanes.Quantity[lane]) return false;
        End(lane, stretch, bar, target, target, ExitReason.TakeProfit, atOpen: false);
        return true;
    }

    /// <summary>The levels of the lanes that are held, the nearest of each kind; infinitely far where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double Danger, double Limit) Nearest<TDirection>(int first, int end)
        where TDirection : struct, IDirection
    {
        Vector256<double> danger = Vector256.Create(-TDirection.Sign * double.PositiveInfinity), limit = Vector256.Create(TDirection.Sign * double.PositiveInfinity);
        for (int block = first & -Lanes.Block; block < end; block += Lanes.Block)
        {
            Vector256<double> d = From(lanes.Danger, block), l = From(lanes.Limit, block);
            // A comparison with what is no number is false.
            danger = Vector256.ConditionalSelect(TDirection.Sign > 0 ? Vector256.GreaterThan(d, danger) : Vector256.LessThan(d, danger), d, danger);
            limit = Vector256.ConditionalSelect(TDirection.Sign > 0 ? Vector256.LessThan(l, limit) : Vector256.GreaterThan(l, limit), l, limit);
        }

        double nearDanger = danger[0], nearLimit = limit[0];
        for (int i = 1; i < Lanes.Block; i++) (nearDanger, nearLimit) = (TDirection.NearerStop(nearDanger, danger[i]), TDirection.NearerLimit(nearLimit, limit[i]));
        return (nearDanger, nearLimit);
    }

    /// <summary>Which lanes of a block have a level that a bar reaches, the lowest bit first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Reached<TDirection>(int block, double adverse, double favourable)
        where TDirection : struct, IDirection
    {
        Vector256<double> danger = From(lanes.Danger, block), limit = From(lanes.Limit, block), down = Vector256.Create(adverse), up = Vector256.Create(favourable);
        var reached = TDirection.Sign > 0
            ? Vector256.LessThanOrEqual(down, danger) | Vector256.GreaterThanOrEqual(up, limit)
            : Vector256.GreaterThanOrEqual(down, danger) | Vector256.LessThanOrEqual(up, limit);
        return reached.ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> From(double[] values, int block) => Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)block);
}
