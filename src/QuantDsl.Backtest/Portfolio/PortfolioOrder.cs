namespace QuantDsl.Backtest.Portfolio;

/// <summary>An entry or addition as the limits over all look at it.</summary>
/// <param name="Sign">+1 for a long, −1 for a short.</param>
/// <param name="Quantity">What it adds, base asset.</param>
/// <param name="Stop">Where the position's stop would stand; infinitely far without one.</param>
/// <param name="Regime">Name of the regime it is entered in; null for none.</param>
internal readonly record struct PortfolioOrder(Account Account, long UtcMs, double Sign, double Quantity, double Price, double Stop, string? Regime)
{
    public double Value => Quantity * Price;

    /// <summary>What it would lose at its stop; its margin without one.</summary>
    public double Risk => double.IsFinite(Stop) ? Math.Max(0, Sign * (Price - Stop)) * Quantity : Value / Account.Context.Settings.Leverage;
}
