using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>How much an entry buys or sells (RULES X6), and whether the account may (RULES X5).</summary>
internal static class EntryQuantity
{
    // Cash that was itself computed may miss its own margin by a last bit.
    private const double MarginTolerance = 1 + 1e-9;

    /// <summary>The quantity after caps and lot; NaN or infinite where the sizing has no answer.</summary>
    /// <param name="cash">Before the entry fee; with no position open it is the equity.</param>
    /// <param name="stop">The initial stop.</param>
    public static double Of(AccountSettings settings, PriceGrid lots, double cash, double fill, double stop)
    {
        double quantity = settings.Sizing switch
        {
            Sizing.EquityFraction sizing => sizing.Fraction * cash * settings.Leverage / fill,
            Sizing.FixedQuantity sizing => sizing.Quantity,
            Sizing.FixedNotional sizing => sizing.Notional / fill,
            Sizing.FixedFractional sizing => cash * sizing.Risk / Math.Abs(fill - stop),
            _ => double.NaN,
        };
        if (settings.MaxPosition is { } share) quantity = Math.Min(quantity, share * cash / fill);
        if (settings.MaxLeverage is { } multiple) quantity = Math.Min(quantity, multiple * cash / fill);
        return lots.Down(quantity);
    }

    /// <summary>Why an order is refused, or null; in the order of RULES X5.</summary>
    public static Refusal? Refused(AccountSettings settings, Instrument instrument, MarginTier tier, double cash, double quantity, double fill)
    {
        if (cash <= 0) return Refusal.NoCash;
        if (!(quantity > 0)) return Refusal.ZeroQuantity;
        double notional = quantity * fill;
        if (notional / settings.Leverage > cash * MarginTolerance) return Refusal.Margin;
        if (settings.Leverage > tier.MaxLeverage) return Refusal.Leverage;
        return notional < instrument.MinNotional ? Refusal.MinNotional : null;
    }
}
