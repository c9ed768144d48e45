using System.Collections.Immutable;

namespace QuantDsl.Market;

/// <summary>What is traded: its steps, its smallest order, its limits and its margin tables, oldest first.</summary>
public sealed record Instrument(string Symbol)
{
    /// <summary>Smallest price step in quote currency; 0 means prices are not rounded.</summary>
    public double TickSize { get; init; }

    /// <summary>Smallest quantity step in base asset; 0 means quantities are not rounded.</summary>
    public double LotSize { get; init; }

    /// <summary>Smallest value of an order in quote currency; 0 means none.</summary>
    public double MinNotional { get; init; }

    /// <summary>Distance of the best bid and the best ask, in ticks (RULES V1).</summary>
    public double SpreadTicks { get; init; } = 1;

    /// <summary>Largest leverage whatever the notional; null where only the tiers limit it (RULES X5).</summary>
    public double? MaxLeverage { get; init; }

    /// <summary>Interest on what a short owes, as a fraction of its value per year of 8,760 hours; null where none is charged.</summary>
    public double? BorrowRate { get; init; }

    /// <summary>The day on which its trading began, UTC milliseconds; null where it is not known. No bar can be older.</summary>
    public long? ListedUtcMs { get; init; }

    /// <summary>Empty only for a symbol that its venue does not trade, which may be read but not run on.</summary>
    public required ImmutableArray<MarginTable> MarginTables { get; init; }
}
