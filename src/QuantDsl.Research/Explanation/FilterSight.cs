using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Market;

namespace QuantDsl.Research.Explanation;

/// <summary>Puts into words what the time filters looked at.</summary>
internal static class FilterSight
{
    private const long Minute = 60_000;

    /// <summary>The filters a strategy has, in the order session, weekday, funding.</summary>
    public static ImmutableArray<FilterReading> Of(TimeFilters filters, EntryFilterReading reading, long closeUtcMs)
    {
        var all = ImmutableArray.CreateBuilder<FilterReading>();
        if (!filters.Sessions.IsEmpty)
        {
            var clocks = filters.Sessions.Zip(reading.SessionTimes).Select(s => $"{s.Second.ToString("HH:mm", CultureInfo.InvariantCulture)} {s.First.Zone}").Distinct();
            all.Add(new("session", reading.Verdict.Session, string.Join(", ", clocks), string.Join(" or ", filters.Sessions.Select(s => $"{Clock(s.StartMinute)}-{Clock(s.EndMinute)} {s.Zone}"))));
        }

        if (reading.Weekday is { } day)
            all.Add(new("weekday", reading.Verdict.Weekday, $"{day} {filters.BlockedDaysZone}", $"not {string.Join(", ", filters.BlockedDays)}"));
        if (filters.AvoidFunding is { } avoid)
        {
            string[] around =
            [
                .. reading.FundingBeforeUtcMs is { } before ? [$"{Distance(closeUtcMs - before)} after {UtcTime.Print(before)}"] : Array.Empty<string>(),
                .. reading.FundingAfterUtcMs is { } after ? [after == closeUtcMs ? "at a funding instant" : $"{Distance(after - closeUtcMs)} before {UtcTime.Print(after)}"] : Array.Empty<string>(),
            ];
            all.Add(new("funding", reading.Verdict.Funding, around.Length == 0 ? "no funding instant is known" : string.Join(", ", around),
                string.Create(CultureInfo.InvariantCulture, $"not from {avoid.MinutesBefore} min before to {avoid.MinutesAfter} min after")));
        }

        return all.ToImmutable();
    }

    private static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    private static string Distance(long ms) => ms switch
    {
        < Minute => string.Create(CultureInfo.InvariantCulture, $"{ms / 1000.0:0.###} s"),
        < 60 * Minute => string.Create(CultureInfo.InvariantCulture, $"{ms / Minute} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ms / (60 * Minute)} h {ms / Minute % 60} min"),
    };
}
