using QuantDsl.Data.Files;
using QuantDsl.Market;

namespace QuantDsl.Data.Quality;

/// <summary>Every place of a table where the next bar is more than one bar away.</summary>
internal sealed class GapList
{
    private const long ShortestMonth = 28 * Timeframe.Day, LongestMonth = 31 * Timeframe.Day;

    public static readonly GapList None = new([], [], []);

    private readonly IReadOnlyList<BarGap> _holes, _closures;
    private readonly IReadOnlyList<int> _holeRows;

    private GapList(IReadOnlyList<BarGap> holes, IReadOnlyList<int> holeRows, IReadOnlyList<BarGap> closures) =>
        (_holes, _holeRows, _closures) = (holes, holeRows, closures);

    public long Count => _holes.Count + _closures.Count;

    public long Missing => _holes.Concat(_closures).Sum(gap => (long)gap.MissingBars);

    public long Longest => _holes.Concat(_closures).Select(gap => (long)gap.MissingBars).DefaultIfEmpty().Max();

    public static GapList Of(RawTable table, RowOrder order, Timeframe spacing)
    {
        long[] times = [.. order.Distinct.Select(i => table.Times[i])];
        if (spacing.Milliseconds is >= ShortestMonth and <= LongestMonth && Enumerable.Range(1, times.Length - 1).All(i => times[i] - times[i - 1] <= LongestMonth)) return None;
        List<BarGap> holes = [], closures = [];
        List<int> rows = [];
        TradingHours? hours = null;
        for (int i = 1; i < times.Length; i++)
        {
            long distance = times[i] - times[i - 1];
            // Weeks are stamped with a day of trading, which a holiday moves.
            if (distance <= spacing.Milliseconds || spacing.Milliseconds >= Timeframe.Week && distance < 2 * spacing.Milliseconds) continue;
            var gap = new BarGap(times[i - 1] + spacing.Milliseconds, times[i], (int)((distance - 1) / spacing.Milliseconds));
            hours ??= TradingHours.Of(times, spacing);
            if (hours.MayBeClosed(gap.FromUtcMs, gap.ToUtcMs))
            {
                closures.Add(gap);
                continue;
            }

            holes.Add(gap);
            rows.Add(order.Distinct[i]);
        }

        return new(holes, rows, closures);
    }

    public IEnumerable<Finding> Find(RawTable table)
    {
        if (_holes.Count > 0)
        {
            int[] longest = [.. Enumerable.Range(0, _holes.Count).OrderByDescending(i => _holes[i].MissingBars).ThenBy(i => i)];
            yield return Finding.Of(table, _holeRows[0], _holes.Count, QualityDiagnostics.Gaps,
                "download the missing part, or run with `--gaps` knowing that nothing is filled in",
                Finding.Counted(_holes.Count, "gap"), Finding.Counted(Total(_holes), "missing bar"), Finding.Counted(_holes[longest[0]].MissingBars, "bar"),
                Finding.Places(longest, i => $"{InstantText.Write(_holes[i].FromUtcMs)} to {InstantText.Write(_holes[i].ToUtcMs)}"));
        }

        if (_closures.Count > 0)
        {
            yield return Finding.Of(table, 0, _closures.Count, QualityDiagnostics.MarketCloses, "nothing is to be done; `--gaps` lets a run pass over them",
                Finding.Counted(_closures.Count, "gap"), Finding.Counted(Total(_closures), "missing bar"), Finding.Counted(_closures.Max(gap => gap.MissingBars), "bar"));
        }
    }

    private static long Total(IReadOnlyList<BarGap> gaps) => gaps.Sum(gap => (long)gap.MissingBars);
}
