using QuantDsl.Data.Files;
using QuantDsl.Market;

namespace QuantDsl.Data.Quality;

/// <summary>What funding settlements must obey: rates that are fractions, no settlement missing; and how far their times are from the full hour.</summary>
internal static class FundingRule
{
    /// <summary>No venue known here settles less often.</summary>
    private const long LongestInterval = 8 * Timeframe.Hour;

    public static IEnumerable<Finding> Find(RawTable table, RowOrder order)
    {
        int[] unreadable = [.. Enumerable.Range(0, table.Count).Where(i => !(Math.Abs(table.Values[0][i]) < 1))];
        if (unreadable.Length > 0)
        {
            yield return Finding.Of(table, unreadable[0], unreadable.Length, QualityDiagnostics.UnreadableCells, "write 0.01 % as 0.0001",
                Finding.Counted(unreadable.Length), Finding.Counted(table.Count), Finding.Places(unreadable, i => Finding.Row(table, i)));
        }

        long Offset(int i) => Math.Abs(table.Times[i] - Nearest(table.Times[i]));
        int[] off = [.. order.Distinct.Where(i => Offset(i) != 0)];
        if (off.Length > 0)
        {
            yield return Finding.Of(table, off[0], off.Length, QualityDiagnostics.FundingJitter, "nothing is to be done here; a tool that joins on the exact hour needs them rounded",
                Finding.Counted(off.Length), Finding.Counted(order.Distinct.Length), off.Max(Offset));
        }

        var holes = Holes([.. order.Distinct.Select(i => table.Times[i])]);
        if (holes.Length > 0)
        {
            int first = order.Distinct[holes[0]];
            yield return Finding.Of(table, first, holes.Length, QualityDiagnostics.FundingHoles, "download the missing part; its costs are left out of every run until then",
                Finding.Counted(holes.Length, "distance"), Finding.Places(holes, p => $"{InstantText.Write(Nearest(order.TimeAt(table, p)))} to {InstantText.Write(Nearest(order.TimeAt(table, p + 1)))}"));
        }
    }

    /// <summary>Positions after which the next settlement is further than one and a half of the longer of the distances beside it.</summary>
    /// <remarks>Venues change the interval of a contract from 8 to 4 or 1 hours and back, so the distances around a place are its measure and not one for all.</remarks>
    public static int[] Holes(ReadOnlySpan<long> times)
    {
        List<int> holes = [];
        for (int i = 1; i < times.Length; i++)
        {
            long distance = Nearest(times[i]) - Nearest(times[i - 1]);
            long before = i > 1 ? Nearest(times[i - 1]) - Nearest(times[i - 2]) : 0, after = i + 1 < times.Length ? Nearest(times[i + 1]) - Nearest(times[i]) : 0;
            long interval = Math.Min(Math.Max(before, after), LongestInterval);
            if (2 * distance > 3 * (interval > 0 ? interval : LongestInterval)) holes.Add(i - 1);
        }

        return [.. holes];
    }

    private static long Nearest(long utcMs) => (utcMs + Timeframe.Hour / 2) / Timeframe.Hour * Timeframe.Hour;
}
