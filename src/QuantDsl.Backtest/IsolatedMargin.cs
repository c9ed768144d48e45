using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>Margin tiers by date and the price at which an isolated position is liquidated (RULES X9).</summary>
internal static class IsolatedMargin
{
    /// <summary>The tier in force for a notional; before the first dated table the first holds.</summary>
    public static MarginTier TierAt(ImmutableArray<MarginTable> tables, long utcMs, double notional) => TableAt(tables, utcMs).TierOf(notional);

    /// <summary>The tiers in force at an instant.</summary>
    public static MarginTable TableAt(ImmutableArray<MarginTable> tables, long utcMs)
    {
        int index = tables.Length - 1;
        while (index > 0 && tables[index].FromUtcMs > utcMs) index--;
        return tables[index];
    }

    /// <summary>The liquidation price, not rounded; infinitely far for a long at leverage up to 1, which owes nobody anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LiquidationPrice<TDirection>(LiquidationFormula formula, double entry, double quantity, double leverage, MarginTier tier)
        where TDirection : struct, IDirection
    {
        if (TDirection.Sign > 0 && leverage <= 1) return double.NegativeInfinity;
        if (formula == LiquidationFormula.Simple)
            return entry * (1 - TDirection.Sign * (1 / leverage) + TDirection.Sign * tier.MaintenanceRate);

        // Margin + sign × q × (P − entry) = q × P × MMR − amount, solved for P.
        double margin = quantity * entry / leverage;
        return (margin + tier.MaintenanceAmount - TDirection.Sign * quantity * entry) / (quantity * (tier.MaintenanceRate - TDirection.Sign));
    }
}
