using System.Collections.Immutable;

namespace QuantDsl.Market;

/// <summary>One tier of a maintenance margin table: applies when <c>Floor &lt; notional ≤ Cap</c>.</summary>
public sealed record MarginTier(double Floor, double Cap, double MaintenanceRate, double MaxLeverage, double MaintenanceAmount);

/// <summary>The tiers in force from a date on (UTC milliseconds), and where they come from.</summary>
public sealed record MarginTable(long FromUtcMs, ImmutableArray<MarginTier> Tiers, string Source)
{
    /// <summary>The tier of a notional; above the last cap the last tier (RULES X9).</summary>
    public MarginTier TierOf(double notional)
    {
        foreach (var tier in Tiers)
            if (notional <= tier.Cap) return tier;
        return Tiers[^1];
    }
}

/// <summary>What is traded: its steps, its smallest order and its margin tables, oldest first.</summary>
/// <remarks>An instrument without a table of its own uses BTCUSDT's of 2024-10-24 and has no tick, lot or minimum (all 0).</remarks>
public sealed record Instrument(string Symbol)
{
    /// <summary>Smallest price step in quote currency; 0 means prices are not rounded.</summary>
    public double TickSize { get; init; }

    /// <summary>Smallest quantity step in base asset; 0 means quantities are not rounded.</summary>
    public double LotSize { get; init; }

    /// <summary>Smallest value of an order in quote currency; 0 means none.</summary>
    public double MinNotional { get; init; }

    /// <summary>Distance of the best bid and ask that is reckoned with, in ticks.</summary>
    public double SpreadTicks { get; init; } = 1;

    /// <summary>The day on which its trading began, UTC milliseconds; null where it is not known. No bar can be older.</summary>
    public long? ListedUtcMs { get; init; }

    public required ImmutableArray<MarginTable> MarginTables { get; init; }
}

/// <summary>A trading venue: default fees as fractions of notional, funding schedule, instruments.</summary>
public sealed record Venue(string Name)
{
    public required double TakerFee { get; init; }

    public required double MakerFee { get; init; }

    /// <summary>Hours between scheduled funding settlements, counted from 00:00 UTC; extends a series that ends (RULES T4).</summary>
    public required int FundingIntervalHours { get; init; }

    public required ImmutableArray<Instrument> Instruments { get; init; }

    /// <summary>The instrument of a symbol; for an unknown one the default table without tick, lot or minimum.</summary>
    public required Instrument DefaultInstrument { get; init; }

    public Instrument InstrumentOf(string symbol) =>
        Instruments.FirstOrDefault(i => i.Symbol == symbol) ?? DefaultInstrument with { Symbol = symbol };
}
