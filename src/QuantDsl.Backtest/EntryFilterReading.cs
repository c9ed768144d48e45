using System.Collections.Immutable;

namespace QuantDsl.Backtest;

/// <summary>What the filters of entries said at an instant, and what they looked at.</summary>
/// <param name="SessionTimes">The wall clock in the zone of each session, in the order of the strategy; none without sessions.</param>
/// <param name="Weekday">In the zone of the blocked days; null where none are blocked.</param>
/// <param name="FundingBeforeUtcMs">The last funding instant before; null without one, or where funding is not avoided.</param>
/// <param name="FundingAfterUtcMs">The first funding instant at or after; null without one, or where funding is not avoided.</param>
public sealed record EntryFilterReading(EntryVerdict Verdict, ImmutableArray<DateTime> SessionTimes, DayOfWeek? Weekday, long? FundingBeforeUtcMs, long? FundingAfterUtcMs);
