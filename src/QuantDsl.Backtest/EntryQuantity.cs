using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>How much an entry buys or sells (RULES X6), and whether the account may (RULES X5).</summary>
internal static class EntryQuantity
{
    // Cash that was itself computed may miss its own margin by a last bit.
    private const double MarginTolerance = 1 + 1e-9;

    /// <summary>The quantity after caps and lot.</summary>
    /// <param name="equity">Before the entry fee: the cash, and what the account's other positions have gained.</param>
    /// <param name="asked">What the sizing gives, times the factors of regime and drawdown.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(AccountSettings settings, PriceGrid lots, double equity, double fill, double asked)
    {
        double quantity = asked;
        if (settings.MaxPosition is { } share) quantity = Math.Min(quantity, share * equity / fill);
        if (settings.MaxLeverage is { } multiple) quantity = Math.Min(quantity, multiple * equity / fill);
        return lots.Down(quantity);
    }

    /// <summary>Why an order is refused, or null; in the order of RULES X5.</summary>
    /// <param name="bound">Margin of the account's other positions.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Refusal? Refused(AccountSettings settings, Instrument instrument, MarginTier tier, double cash, double bound, double quantity, double fill)
    {
        if (cash <= 0) return Refusal.NoCash;
        if (!(quantity > 0)) return Refusal.ZeroQuantity;
        double notional = quantity * fill;
        if (bound + notional / settings.Leverage > cash * MarginTolerance) return Refusal.Margin;
        if (settings.Leverage > tier.MaxLeverage || settings.Leverage > instrument.MaxLeverage) return Refusal.Leverage;
        return notional < instrument.MinNotional ? Refusal.MinNotional : null;
    }

    /// <summary>How much is added to an open position: the first quantity, or what the caps leave room for (RULES X4, X6).</summary>
    /// <param name="wealth">The cash, and what the account's other positions have gained.</param>
    /// <param name="wanted">An addition is as much as the position was opened with.</param>
    public static double OfAddition(AccountSettings settings, PriceGrid lots, double wealth, in Position held, double wanted, double fill)
    {
        double equity = wealth + held.Gain(fill), quantity = wanted;
        if (settings.MaxPosition is { } share) quantity = Math.Min(quantity, share * equity / fill - held.Quantity);
        if (settings.MaxLeverage is { } multiple) quantity = Math.Min(quantity, multiple * equity / fill - held.Quantity);
        return lots.Down(quantity);
    }

    /// <summary>Why an addition is refused, or null: margin and leverage are those of the whole position after it, the minimum is of the order.</summary>
    public static Refusal? AdditionRefused(AccountSettings settings, Instrument instrument, MarginTier tier, double cash, double bound, in Position held, double quantity, double fill)
    {
        if (cash <= 0) return Refusal.NoCash;
        if (!(quantity > 0)) return Refusal.ZeroQuantity;
        if (bound + (held.Quantity * held.EntryPrice + quantity * fill) / settings.Leverage > cash * MarginTolerance) return Refusal.Margin;
        if (settings.Leverage > tier.MaxLeverage || settings.Leverage > instrument.MaxLeverage) return Refusal.Leverage;
        return quantity * fill < instrument.MinNotional ? Refusal.MinNotional : null;
    }
}
