using System.Runtime.CompilerServices;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>One funding settlement as the account meets it (RULES X8).</summary>
/// <param name="Bar">The primary bar at whose open or close it is settled.</param>
/// <param name="AtOpen">True before anything else of the bar, for positions carried in; false at its close, for positions still open.</param>
/// <param name="ShortsOnly">True for interest on a short; a long pays none.</param>
internal readonly record struct FundingSettlement(int Bar, bool AtOpen, double Price, double Rate, bool ShortsOnly = false);

/// <summary>Places the instants of a funding series on the bars of a run, and checks that none is missing.</summary>
internal static class FundingSettlements
{
    private static readonly ConditionalWeakTable<FundingSeries, Placed> s_placed = [];

    /// <summary>The settlements a position could meet, in the order they happen.</summary>
    /// <param name="firstDecisionBar">The earliest position is opened at the next bar's open, and does not pay what is due at that instant.</param>
    /// <remarks>
    /// An instant at a bar's open: at that open, at the open of the base bar that begins then (the primary bar's own, where that base bar is missing).
    /// Strictly inside a bar: at its close, at the open of the base bar that begins then, or at that close where none does. In a gap:
    /// at the next bar's open and price. At or after the end of the last base bar: not at all, since nothing after it is read.
    /// </remarks>
    public static FundingSettlement[] Place(FundingSeries funding, BarSeries baseBars, BarSeries primary, int firstDecisionBar)
    {
        // Placed once for the runs over the same bars, one after the other.
        if (!s_placed.TryGetValue(funding, out var placed) || !ReferenceEquals(placed.Base, baseBars) || !ReferenceEquals(placed.Primary, primary))
            s_placed.AddOrUpdate(funding, placed = new(baseBars, primary, PlaceAll(funding, baseBars, primary)));
        var all = placed.All.AsSpan();
        int low = 0, high = all.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (all[middle].Bar > firstDecisionBar) high = middle;
            else low = middle + 1;
        }

        return all[low..].ToArray();
    }

    private static FundingSettlement[] PlaceAll(FundingSeries funding, BarSeries baseBars, BarSeries primary)
    {
        List<FundingSettlement> settlements = [];
        int next = 0, inner = 0;
        for (int k = 0; k < funding.Count; k++)
        {
            long time = Instant.Snapped(funding.Times[k]);
            if (time >= baseBars.CloseTime(baseBars.Count - 1)) break;
            next = primary.IndexAtOrAfter(time, next);
            FundingSettlement? settlement = null;
            if (next < primary.Count && primary.OpenTimes[next] == time)
                settlement = new(next, AtOpen: true, OpenAt(time) ?? primary.Open[next], funding.Rates[k]);
            else if (next > 0 && time < primary.CloseTime(next - 1))
                settlement = new(next - 1, AtOpen: false, OpenAt(time) ?? primary.Close[next - 1], funding.Rates[k]);
            else if (next < primary.Count)
                settlement = new(next, AtOpen: true, primary.Open[next], funding.Rates[k]);
            if (settlement is { } found) settlements.Add(found);
        }

        return [.. settlements];

        double? OpenAt(long time)
        {
            inner = baseBars.IndexAtOrAfter(time, inner);
            return inner < baseBars.Count && baseBars.OpenTimes[inner] == time ? baseBars.Open[inner] : null;
        }
    }

    /// <summary>Refuses a series with an instant missing in the traded window.</summary>
    /// <remarks>
    /// The interval is the venue's, or the shorter one that the series itself keeps on both sides of a distance. Two neighbours over 1.5
    /// intervals apart miss one. Where the window begins before the series, or ends after it, the window's edge is the neighbour: real
    /// archives end a few hours apart, and that is no reason to refuse them. A last bar of which only the first part is there ends with that.
    /// </remarks>
    /// <exception cref="InputException">An instant is missing.</exception>
    public static void CheckCoverage(MarketHistory history, FundingSeries funding, long startUtcMs, long endUtcMs)
    {
        endUtcMs = Math.Min(endUtcMs, history.Base.CloseTime(history.Base.Count - 1));
        long interval = history.Venue.FundingIntervalHours * Timeframe.Hour;
        long[] times = [.. funding.Times.Select(Instant.Snapped)];
        if (times.Length == 0)
        {
            if (NextScheduled(startUtcMs + 1, interval) < endUtcMs) throw Missing(startUtcMs, endUtcMs, interval);
            return;
        }

        long atStart = Math.Min(interval, Steady(times, 0, 1, interval));
        if ((Math.Min(times[0], endUtcMs) - startUtcMs) * 2 > atStart * 3) throw Missing(startUtcMs, Math.Min(times[0], endUtcMs), atStart);
        for (int k = 1; k < times.Length; k++)
        {
            if (times[k] <= startUtcMs || times[k - 1] >= endUtcMs) continue;
            long distance = times[k] - times[k - 1];
            bool steady = k > 1 && k + 1 < times.Length && times[k - 1] - times[k - 2] == times[k + 1] - times[k];
            long expected = steady ? Math.Min(interval, times[k + 1] - times[k]) : interval;
            if (distance * 2 > expected * 3) throw Missing(times[k - 1], times[k], expected);
        }

        long atEnd = Math.Min(interval, Steady(times, times.Length - 2, times.Length - 3, interval));
        if ((endUtcMs - Math.Max(times[^1], startUtcMs)) * 2 > atEnd * 3) throw Missing(Math.Max(times[^1], startUtcMs), endUtcMs, atEnd);

        InputException Missing(long from, long to, long expected) => new(FailureKind.Data,
            Diagnostic.InFile(history.Sources.FirstOrDefault() ?? history.Base.Symbol, 0, BacktestDiagnostics.FundingNotCovered,
                funding.Symbol, Instant.Text(from), Instant.Text(to), new Timeframe(expected).ToString()) with
            {
                Help = "add the missing funding files, take a span they cover, or say `--funding none`",
            });
    }

    /// <summary>The first instant of a venue's schedule at or after another; schedules count from 00:00 UTC.</summary>
    public static long NextScheduled(long utcMs, long interval)
    {
        long day = new Timeframe(Timeframe.Day).BucketStart(utcMs), past = utcMs - day;
        long due = (past + interval - 1) / interval * interval;
        return day + Math.Min(due, Timeframe.Day);
    }

    /// <summary>The distance after instant <paramref name="first"/>, if the one after <paramref name="second"/> is the same.</summary>
    private static long Steady(long[] times, int first, int second, long otherwise)
    {
        if (Math.Min(first, second) < 0 || Math.Max(first, second) + 1 >= times.Length) return otherwise;
        long distance = times[first + 1] - times[first];
        return distance == times[second + 1] - times[second] ? distance : otherwise;
    }

    private sealed record Placed(BarSeries Base, BarSeries Primary, FundingSettlement[] All);
}
