using QuantDsl.Market;

namespace QuantDsl.Data.Quality;

/// <summary>When a market trades, as its bars show: always, or with nights, weekends and holidays on which bars are missing rightly.</summary>
/// <remarks>No calendar of any exchange is used. A market that has bars on Saturdays (UTC) trades always; one that has none has sessions;
/// a file too short to show it is of a market that trades always, unless it shows nights.</remarks>
internal sealed class TradingHours
{
    private const double SaturdayShare = 0.2, UsualShare = 0.9;

    /// <summary>The longest closure known of a market with sessions is four weekdays (11 to 14 September 2001).</summary>
    private const int LongestClosureWeekdays = 4;

    private const int NeighbourDays = 14, FewestNeighbours = 5;

    private const long ShortestNight = 3 * Timeframe.Hour, ShortestHole = 15 * Timeframe.Minute, ShortestHoliday = 12 * Timeframe.Hour;

    private readonly HashSet<long> _times;
    private readonly HashSet<long> _days;
    private readonly Timeframe _spacing;

    private TradingHours(HashSet<long> times, Timeframe spacing, bool always)
    {
        _times = times;
        _days = [.. times.Select(DayOf)];
        _spacing = spacing;
        Always = always;
    }

    /// <summary>True for a market that never closes: every missing bar is then a fault.</summary>
    public bool Always { get; }

    /// <param name="times">Rising opens.</param>
    /// <param name="spacing">Length of a bar.</param>
    public static TradingHours Of(IReadOnlyList<long> times, Timeframe spacing)
    {
        bool always = TradesAlways(times, spacing);
        return new(always ? [] : [.. times], spacing, always);
    }

    /// <summary>True where a market with sessions may have been closed while the bars that open in <c>[from, to)</c> are missing.</summary>
    public bool MayBeClosed(long from, long to)
    {
        if (Always) return false;
        int weekdays = 0;
        for (long day = DayOf(from + Timeframe.Day - 1); day + Timeframe.Day <= to; day += Timeframe.Day)
            if (IsWeekday(day)) weekdays++;
        if (weekdays > LongestClosureWeekdays) return false;
        if (_spacing.Milliseconds >= Timeframe.Day || to - from < ShortestHole || to - from >= ShortestHoliday) return true;
        for (long time = from; time < to; time += _spacing.Milliseconds)
            if (!IsUsual(time)) return true;
        return false;
    }

    private static bool TradesAlways(IReadOnlyList<long> times, Timeframe spacing)
    {
        if (spacing.Milliseconds >= Timeframe.Week) return true;
        int saturdays = times.Count(time => Weekday(time) == 6);
        if (times[^1] - times[0] >= Timeframe.Week) return saturdays >= SaturdayShare * times.Count / 7;
        if (saturdays > 0 || spacing.Milliseconds >= Timeframe.Day) return true;
        // Less than a week without a Saturday: only a market that closes for hours on each of several days is known to have sessions.
        int nights = Enumerable.Range(1, times.Count - 1).Count(i => times[i] - times[i - 1] >= ShortestNight);
        long days = (DayOf(times[^1]) - DayOf(times[0])) / Timeframe.Day;
        return nights < Math.Max(2, days);
    }

    /// <summary>25 December and 1 January: markets with sessions are closed or nearly so, wherever they are.</summary>
    private static bool IsHoliday(long utcMs) => DateTimeOffset.FromUnixTimeMilliseconds(utcMs) is { Month: 12, Day: 25 } or { Month: 1, Day: 1 };

    /// <summary>Whether the other weekdays around have a bar at this time of day.</summary>
    private bool IsUsual(long time)
    {
        int days = 0, present = 0;
        for (int distance = -NeighbourDays; distance <= NeighbourDays; distance++)
        {
            long other = time + distance * Timeframe.Day;
            if (distance == 0 || !IsWeekday(other) || !_days.Contains(DayOf(other))) continue;
            days++;
            if (_times.Contains(other)) present++;
        }

        return IsWeekday(time) && !IsHoliday(time) && days >= FewestNeighbours && present >= UsualShare * days;
    }

    private static bool IsWeekday(long utcMs) => Weekday(utcMs) is >= 1 and <= 5;

    // 1 January 1970 was a Thursday.
    private static long Weekday(long utcMs) => (utcMs / Timeframe.Day + 4) % 7;

    private static long DayOf(long utcMs) => utcMs / Timeframe.Day * Timeframe.Day;
}
