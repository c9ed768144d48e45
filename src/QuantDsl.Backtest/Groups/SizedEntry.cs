using QuantDsl.Market;

namespace QuantDsl.Backtest.Groups;

/// <summary>An entry of a size: the same for every lane that asks for as much.</summary>
/// <param name="Asked">Base asset, before caps and lot; NaN for no size yet.</param>
/// <param name="Margin">Cash from which on nothing refuses it; NaN where more than the cash decides.</param>
internal readonly record struct SizedEntry(double Asked, double Quantity, double Fee, double Slippage, double Liquidation, double Margin, MarginTier Tier)
{
    public static SizedEntry None { get; } = new(double.NaN, 0, 0, 0, 0, double.NaN, new(0, 0, 0, 0, 0));
}
