using System.Collections.Immutable;

namespace QuantDsl.Market;

/// <summary>A daily window <c>[start, end)</c> of wall-clock minutes in an IANA zone; wraps midnight when end ≤ start; equal means all day (RULES T3).</summary>
/// <param name="StartMinute">0..1439.</param>
/// <param name="EndMinute">0..1440.</param>
/// <param name="Zone">IANA name; <c>UTC</c> by default.</param>
public sealed record TradingSession(int StartMinute, int EndMinute, string Zone);

/// <summary>Minutes around each funding instant in which no entry is decided, both ends inclusive (RULES T4).</summary>
public sealed record FundingAvoidance(int MinutesBefore, int MinutesAfter);

/// <summary>When entries may be decided; exits are never filtered.</summary>
public sealed record TimeFilters
{
    /// <summary>Alternatives; empty means always.</summary>
    public ImmutableArray<TradingSession> Sessions { get; init; } = [];

    public ImmutableArray<DayOfWeek> BlockedDays { get; init; } = [];

    /// <summary>The zone in which the weekday of a signal is taken.</summary>
    public string BlockedDaysZone { get; init; } = "UTC";

    public FundingAvoidance? AvoidFunding { get; init; }
}
