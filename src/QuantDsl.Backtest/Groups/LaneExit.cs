namespace QuantDsl.Backtest.Groups;

/// <summary>How the position of a lane ended, and the closes since it was last marked.</summary>
internal struct LaneExit
{
    public int Bar;
    public ExitReason Reason;
    public bool AtOpen;

    /// <summary>Slippage included, and before it; the fee as a fraction of the value.</summary>
    public double Price, Raw, FeeRate;

    public double Lowest, Highest;
}
