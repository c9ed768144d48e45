using System.Collections.Immutable;

namespace QuantDsl.Market;

/// <summary>How long messages to a venue take, in nanoseconds: what every one takes, and what each kind takes on top.</summary>
/// <remarks>The presets are those of the specification. An order that opens or closes a position arrives after <see cref="InsertDelayNanos"/> (RULES V3).</remarks>
public sealed record LatencyProfile(string Name, long BaseNanos, long InsertNanos, long UpdateNanos, long CancelNanos)
{
    /// <summary>What a profile with numbers of its own is called.</summary>
    public const string Custom = "custom";

    /// <summary>A delay of this length or more is a mistake: orders would arrive a bar late.</summary>
    public const long Limit = 60_000_000_000;

    private const long Microseconds = 1_000, Milliseconds = 1_000 * Microseconds;

    /// <summary>From the fastest to the slowest.</summary>
    public static ImmutableArray<LatencyProfile> Presets { get; } =
    [
        new("co_located", 1 * Milliseconds, 500 * Microseconds, 500 * Microseconds, 500 * Microseconds),
        new("domestic", 20 * Milliseconds, 10 * Milliseconds, 10 * Milliseconds, 10 * Milliseconds),
        new("international", 100 * Milliseconds, 50 * Milliseconds, 50 * Milliseconds, 50 * Milliseconds),
        new("retail", 200 * Milliseconds, 100 * Milliseconds, 100 * Milliseconds, 100 * Milliseconds),
    ];

    /// <summary>No delay at all, where that is said.</summary>
    public static LatencyProfile None { get; } = new("none", 0, 0, 0, 0);

    /// <summary>From the decision to the fill: base plus insert.</summary>
    public long InsertDelayNanos => BaseNanos + InsertNanos;

    /// <summary>True when no number is negative and no message takes <see cref="Limit"/> or longer.</summary>
    public bool IsPlausible =>
        BaseNanos is >= 0 and < Limit && Math.Min(InsertNanos, Math.Min(UpdateNanos, CancelNanos)) >= 0
        && Math.Max(InsertNanos, Math.Max(UpdateNanos, CancelNanos)) < Limit - BaseNanos;

    /// <summary>The preset of that name, or null.</summary>
    public static LatencyProfile? Named(string name) => Presets.FirstOrDefault(p => p.Name == name);
}
