namespace QuantDsl.Backtest.Groups;

/// <summary>Closes at which a position was marked and its cash did not change: with the quantity fixed, equity rises with the close, so its
/// extremes are at the extremes of the closes.</summary>
internal struct HeldStretch(int from)
{
    /// <summary>The first bar marked, and the one after the last.</summary>
    public readonly int From = from;
    public int End = from;

    public double Lowest = double.PositiveInfinity, Highest = double.NegativeInfinity;

    public readonly bool IsEmpty => End == From;

    /// <summary>The next bar's close.</summary>
    public void Add(double close)
    {
        if (close < Lowest) Lowest = close;
        if (close > Highest) Highest = close;
        End++;
    }
}
