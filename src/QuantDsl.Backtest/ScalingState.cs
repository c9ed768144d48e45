using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>What of RULES X4 the open position has done, and what it still waits for.</summary>
internal struct ScalingState
{
    /// <summary>Profits and limits are measured from it, whatever is added later.</summary>
    public double FirstFill;

    /// <summary>An addition is as much again, and the share that is taken off is one of it.</summary>
    public double FirstQuantity;

    /// <summary>Distance of the first fill to the stop as first placed; NaN without a stop.</summary>
    public double Risk;

    /// <summary>The limit of the part; infinitely far where none is working.</summary>
    public double TakePrice;

    public double TakeQuantity;

    /// <summary>Additions ordered so far, refused ones included: each step is tried once.</summary>
    public int Tried;

    /// <summary>Additions filled.</summary>
    public int Added;

    /// <summary>Gross result and fee of the part that was taken off; 0 before.</summary>
    public double Realised, ExitFee;

    /// <summary>Sums of price × quantity, and of quantity, over the fills in and over the part that was taken off.</summary>
    public double EntryValue, EntryQuantity, ExitValue, ExitQuantity;

    /// <summary>Where the fills of the position begin in <see cref="RunResult.Fills"/>.</summary>
    public int FirstFillIndex;

    public readonly bool HasTaken => ExitQuantity > 0;

    /// <summary>True at a close where the next addition is due.</summary>
    /// <param name="profit">From the first fill, as a fraction.</param>
    public readonly bool IsDue(in ScalePlan plan, double profit) => Tried < plan.Times && profit >= (Tried + 1) * plan.Step;

    /// <summary>The position's price and quantity as one row shows them: over all fills in.</summary>
    public readonly double AverageEntry => Added == 0 ? FirstFill : EntryValue / EntryQuantity;

    /// <summary>The price of all fills out, the last one included.</summary>
    public readonly double AverageExit(double price, double quantity) =>
        HasTaken ? (ExitValue + price * quantity) / (ExitQuantity + quantity) : price;
}
