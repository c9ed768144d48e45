using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Groups;

/// <summary>One combination of a group while it is walked: its rules, its account and its open position. Fields, so that a fill changes them in place.</summary>
internal struct Lane
{
    /// <summary>The combination, and what it says once and for all.</summary>
    public CompiledStrategy Strategy;
    public TargetPlan Target;
    public int ExitAfterBars;

    /// <summary>The first bar at whose close it may enter; one that never comes when it is done.</summary>
    public int From;

    /// <summary>The side it turns to at <see cref="From"/>, where a signal has just reversed it; 0 where it is flat.</summary>
    public Side Reverses;

    public double Cash;
    public LaneCurve Curve;
    public TradeSums Sums;

    /// <summary>The trades closed so far, for a sizing that learns from them.</summary>
    public PastTrades Past;

    /// <summary>What the position left open at the last close has gained.</summary>
    public double Unrealised;

    /// <summary>The open position: its levels are infinitely far where there are none, and its stop may trail.</summary>
    public double Quantity, EntryFee, Funding, Slippage, StopLevel, TargetLevel, Liquidation;
    public double FirstStop;
    public int Regime, Id;

    /// <summary>The stop's rule for the open position, which its regime may have chosen.</summary>
    public StopPlan HeldStop;

    /// <summary>The bar at whose close it has been open long enough.</summary>
    public int LastBar;

    /// <summary>Where trades are written down; null where only sums are kept.</summary>
    public RunResult? Record;
}
