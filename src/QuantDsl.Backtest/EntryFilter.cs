using System.Collections.Immutable;
using System.Numerics;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>Sessions, blocked weekdays and distance from funding, tested at signal closes (RULES T3, T4).</summary>
public sealed class EntryFilter
{
    private const long Minute = 60_000;

    private readonly (TradingSession Session, TimeZoneInfo Zone)[] _sessions;
    private readonly ImmutableArray<DayOfWeek> _blockedDays;
    private readonly TimeZoneInfo _blockedDaysZone;
    private readonly FundingAvoidance? _avoidance;
    private readonly long[] _fundingTimes;

    /// <param name="filters">Of the strategy.</param>
    /// <param name="history">Its funding instants, or its venue's schedule where there are none.</param>
    /// <param name="endUtcMs">The last instant that will be asked about.</param>
    /// <exception cref="InputException">A zone is unknown.</exception>
    public EntryFilter(TimeFilters filters, MarketHistory history, long startUtcMs, long endUtcMs)
    {
        _sessions = [.. filters.Sessions.Select(session => (session, Zone(session.Zone)))];
        _blockedDays = filters.BlockedDays;
        _blockedDaysZone = _blockedDays.IsEmpty ? TimeZoneInfo.Utc : Zone(filters.BlockedDaysZone);
        _avoidance = filters.AvoidFunding;
        _fundingTimes = _avoidance is null ? [] : FundingTimes(history, startUtcMs, endUtcMs + _avoidance.MinutesBefore * Minute);
    }

    /// <summary>Whether an entry may be decided at every instant: nothing is filtered.</summary>
    public bool AllowsAlways => _sessions.Length == 0 && _blockedDays.IsEmpty && _avoidance is null;

    /// <summary>Whether an entry may be decided at an instant.</summary>
    public bool Allows(long closeUtcMs) => InSession(closeUtcMs) && !OnBlockedDay(closeUtcMs) && !NearFunding(closeUtcMs);

    /// <summary>The bars of a set at whose close an entry may be decided.</summary>
    /// <remarks>In UTC a filter is spans of time, and only their ends are looked for; in another zone every close is asked about.</remarks>
    internal BarSet Allowed(BarSeries bars, BarSet among)
    {
        ulong[] words = among.Words.ToArray();
        if (_avoidance is { } avoidance)
        {
            var closes = new CloseSearch(bars);
            foreach (long time in _fundingTimes) BarWords.Remove(words, closes.FirstFrom(time - avoidance.MinutesBefore * Minute), closes.FirstFrom(time + avoidance.MinutesAfter * Minute + 1));
        }

        if (!_blockedDays.IsEmpty)
        {
            if (_blockedDaysZone != TimeZoneInfo.Utc) RemoveEach(OnBlockedDay);
            else EachDay((closes, day) =>
            {
                if (OnBlockedDay(day)) BarWords.Remove(words, closes.FirstFrom(day), closes.FirstFrom(day + Timeframe.Day));
            });
        }

        if (_sessions.Any(s => s.Zone != TimeZoneInfo.Utc)) RemoveEach(close => !InSession(close));
        else if (_sessions.Length > 0)
        {
            var open = new ulong[words.Length];
            foreach (var (session, _) in _sessions)
            {
                long start = session.StartMinute * Minute, end = session.EndMinute * Minute;
                // One that begins where it ends is all day, and one that ends before it begins has begun the day before.
                EachDay((closes, day) => BarWords.Add(open, closes.FirstFrom(day + start - (start < end ? 0 : Timeframe.Day)), closes.FirstFrom(day + end)));
            }

            BarWords.And(words, open);
        }

        return new(bars.Count, words);

        void EachDay(Action<CloseSearch, long> action)
        {
            if (bars.Count == 0) return;
            var closes = new CloseSearch(bars);
            // One more, for a session that ends on it.
            for (long day = Day(bars.CloseTime(0)); day <= Day(bars.CloseTime(bars.Count - 1)) + 1; day++) action(closes, day * Timeframe.Day);
        }

        void RemoveEach(Func<long, bool> isRefused)
        {
            for (int index = 0; index < words.Length; index++)
                for (ulong left = words[index]; left != 0; left &= left - 1)
                    if (isRefused(bars.CloseTime((index << 6) + BitOperations.TrailingZeroCount(left)))) words[index] &= ~(left & (~left + 1));
        }
    }

    /// <summary>The same, filter by filter.</summary>
    public EntryVerdict Judge(long closeUtcMs) => new(InSession(closeUtcMs), !OnBlockedDay(closeUtcMs), !NearFunding(closeUtcMs));

    /// <summary>What each filter looks at, for who wants to know why.</summary>
    public EntryFilterReading Read(long closeUtcMs)
    {
        int next = Array.BinarySearch(_fundingTimes, closeUtcMs);
        if (next < 0) next = ~next;
        return new(Judge(closeUtcMs), [.. _sessions.Select(s => Local(closeUtcMs, s.Zone))], _blockedDays.IsEmpty ? null : Local(closeUtcMs, _blockedDaysZone).DayOfWeek,
            next > 0 ? _fundingTimes[next - 1] : null, next < _fundingTimes.Length ? _fundingTimes[next] : null);
    }

    private bool InSession(long utcMs)
    {
        if (_sessions.Length == 0) return true;
        foreach (var (session, zone) in _sessions)
        {
            long timeOfDay = TimeOfDay(utcMs, zone);
            long start = session.StartMinute * Minute, end = session.EndMinute * Minute;
            bool inside = start == end || (start < end ? timeOfDay >= start && timeOfDay < end : timeOfDay >= start || timeOfDay < end);
            if (inside) return true;
        }

        return false;
    }

    private bool OnBlockedDay(long utcMs) => !_blockedDays.IsEmpty && _blockedDays.Contains(DayOfWeekAt(utcMs));

    private bool NearFunding(long utcMs)
    {
        if (_avoidance is null) return false;
        // The first instant whose "after" side may still reach this close; it blocks when its "before" side has begun.
        int index = Array.BinarySearch(_fundingTimes, utcMs - _avoidance.MinutesAfter * Minute);
        if (index < 0) index = ~index;
        return index < _fundingTimes.Length && _fundingTimes[index] - _avoidance.MinutesBefore * Minute <= utcMs;
    }

    private static long[] FundingTimes(MarketHistory history, long startUtcMs, long endUtcMs)
    {
        List<long> times = [];
        if (history.Funding is { } funding)
            foreach (long time in funding.Times) times.Add(Instant.Snapped(time));
        long interval = history.Venue.FundingIntervalHours * Timeframe.Hour;
        long from = times.Count > 0 ? times[^1] + 1 : startUtcMs - Timeframe.Day;
        for (long time = FundingSettlements.NextScheduled(from, interval); time <= endUtcMs; time = FundingSettlements.NextScheduled(time + 1, interval))
            times.Add(time);
        return [.. times];
    }

    // In UTC by arithmetic alone: every close of a run is asked about.
    private static long TimeOfDay(long utcMs, TimeZoneInfo zone) =>
        zone == TimeZoneInfo.Utc ? utcMs - Day(utcMs) * Timeframe.Day : (long)Local(utcMs, zone).TimeOfDay.TotalMilliseconds;

    // 1970-01-01 was a Thursday.
    private DayOfWeek DayOfWeekAt(long utcMs) =>
        _blockedDaysZone == TimeZoneInfo.Utc ? (DayOfWeek)(((Day(utcMs) + (int)DayOfWeek.Thursday) % 7 + 7) % 7) : Local(utcMs, _blockedDaysZone).DayOfWeek;

    private static long Day(long utcMs) => utcMs >= 0 ? utcMs / Timeframe.Day : (utcMs - Timeframe.Day + 1) / Timeframe.Day;

    private static DateTime Local(long utcMs, TimeZoneInfo zone)
    {
        var utc = DateTimeOffset.FromUnixTimeMilliseconds(utcMs).UtcDateTime;
        return zone == TimeZoneInfo.Utc ? utc : TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
    }

    private static TimeZoneInfo Zone(string name)
    {
        if (name is "UTC" or "Etc/UTC") return TimeZoneInfo.Utc;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new InputException(FailureKind.Input, Diagnostic.InFile(name, 0, BacktestDiagnostics.UnknownZone, name) with
            {
                Help = "write an IANA name such as `Europe/London`, or install the system's time zone data",
            });
    }
}
