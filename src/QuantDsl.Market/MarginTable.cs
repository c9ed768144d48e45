using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace QuantDsl.Market;

/// <summary>One tier of a maintenance margin table: applies when <c>Floor &lt; notional ≤ Cap</c>.</summary>
public sealed record MarginTier(double Floor, double Cap, double MaintenanceRate, double MaxLeverage, double MaintenanceAmount);

/// <summary>The tiers in force from a date on (UTC milliseconds), and where they come from.</summary>
public sealed record MarginTable(long FromUtcMs, ImmutableArray<MarginTier> Tiers, string Source)
{
    /// <summary>The line of the venue's file at which it begins; 0 where there is none.</summary>
    // A line moved is no other table: neither a run's key nor a result says it.
    [JsonIgnore]
    public int Line { get; init; }

    /// <summary>The tier of a notional; above the last cap the last tier (RULES X9).</summary>
    public MarginTier TierOf(double notional)
    {
        foreach (var tier in Tiers)
            if (notional <= tier.Cap) return tier;
        return Tiers[^1];
    }
}
