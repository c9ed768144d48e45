using QuantDsl.Data.Files;
using QuantDsl.Market;

namespace QuantDsl.Data.Quality;

/// <summary>Files of one symbol and spacing that hold the same bars: where they disagree, and whether a block of one is displaced in time.</summary>
/// <remarks>Files of spot and of futures are different markets, which must not hold the same bars; where a path does not say its market, files that agree on less than
/// half of their common bars are taken to be of different ones.</remarks>
internal static class OverlapRule
{
    private const long Step = 30 * Timeframe.Minute;

    private const int MostSteps = 48;

    private const double Share = 0.99;

    /// <summary>Two markets of one symbol agree on a bar now and then, never on nine of ten.</summary>
    private const double ShareOfOneMarket = 0.9;

    private const int FewestOfOneMarket = 100;

    /// <summary>Fewer rows agree with some lag by chance in quiet hours.</summary>
    private const int FewestShifted = 10;

    public static IEnumerable<(int Index, Finding Finding)> Find(IReadOnlyList<InspectedTable?> tables)
    {
        var groups = Enumerable.Range(0, tables.Count).Where(i => tables[i] is { Symbol: not null, Spacing: not null })
            .GroupBy(i => (tables[i]?.Symbol, tables[i]?.Spacing)).Where(group => group.Count() > 1);
        foreach (var group in groups)
        {
            // By name, so that the order in which files are given does not show.
            int[] members = [.. group.OrderBy(i => tables[i]?.Table.Path, StringComparer.Ordinal)];
            for (int a = 0; a < members.Length; a++)
                for (int b = a + 1; b < members.Length; b++)
                    if (tables[members[a]] is { } left && tables[members[b]] is { } right)
                        foreach (var (isLeft, finding) in Compare(left, right)) yield return (isLeft ? members[a] : members[b], finding);
        }
    }

    private static IEnumerable<(bool IsLeft, Finding Finding)> Compare(InspectedTable left, InspectedTable right)
    {
        string? marketLeft = MarketOf(left.Table.Path), marketRight = MarketOf(right.Table.Path);
        if (left.Order.TimeAt(left.Table, 0) > right.Order.TimeAt(right.Table, right.Order.Distinct.Length - 1)
            || right.Order.TimeAt(right.Table, 0) > left.Order.TimeAt(left.Table, left.Order.Distinct.Length - 1)) yield break;
        Dictionary<long, int> inLeft = ByTime(left), inRight = ByTime(right);
        int[] common = [.. left.Order.Distinct.Where(i => inRight.ContainsKey(left.Table.Times[i]))];
        int[] differing = [.. common.Where(i => !Equal(left.Table, i, right.Table, inRight[left.Table.Times[i]]))];
        if (marketLeft is not null && marketRight is not null && marketLeft != marketRight)
        {
            if (common.Length < FewestOfOneMarket || common.Length - differing.Length < ShareOfOneMarket * common.Length) yield break;
            // Which of the two is wrong cannot be known from them; it is said of the futures file, wherever the files lie.
            bool isLeft = marketLeft == "futures";
            var (named, other, row) = isLeft ? (left, right, common[0]) : (right, left, inRight[left.Table.Times[common[0]]]);
            yield return (isLeft, Finding.Of(named.Table, row, common.Length - differing.Length, QualityDiagnostics.WrongMarket, "find out which market it is; funding, fees and hours differ",
                Finding.Counted(common.Length - differing.Length), Finding.Counted(common.Length), $"`{other.Table.Path}`",
                isLeft ? marketLeft : marketRight, isLeft ? marketRight : marketLeft));
        }

        if (differing.Length == 0 || marketLeft != marketRight && 2 * differing.Length > common.Length) yield break;

        int[] mirrored = [.. differing.Select(i => inRight[left.Table.Times[i]])];
        if (ShiftOf(left.Table, differing, right.Table, inRight) is { } shift) yield return (true, Shifted(left, differing, right, shift, common.Length));
        else if (ShiftOf(right.Table, mirrored, left.Table, inLeft) is { } back) yield return (false, Shifted(right, mirrored, left, back, common.Length));
        else
        {
            yield return (false, Finding.Of(right.Table, mirrored[0], mirrored.Length, QualityDiagnostics.SourcesDisagree, "find out which of the two is right, and leave the other out",
                Finding.Counted(mirrored.Length), Finding.Counted(common.Length), $"`{left.Table.Path}`", Finding.Places(mirrored, i => Finding.Row(right.Table, i))));
        }
    }

    /// <summary>The lag at which nearly all of some rows equal the other file, in milliseconds: positive when they hold earlier prices.</summary>
    private static long? ShiftOf(RawTable table, int[] rows, RawTable other, Dictionary<long, int> byTime)
    {
        if (rows.Length < FewestShifted) return null;
        for (int step = 1; step <= MostSteps; step++)
        {
            foreach (long lag in (long[])[step * Step, -step * Step])
            {
                int missing = 0, allowed = (int)(rows.Length * (1 - Share));
                foreach (int i in rows)
                {
                    if (!byTime.TryGetValue(table.Times[i] - lag, out int there) || !Equal(table, i, other, there)) missing++;
                    if (missing > allowed) break;
                }

                if (missing <= allowed) return lag;
            }
        }

        return null;
    }

    private static Finding Shifted(InspectedTable shifted, int[] rows, InspectedTable other, long lag, int common)
    {
        var table = shifted.Table;
        double hours = Math.Abs(lag) / (double)Timeframe.Hour;
        return Finding.Of(table, rows[0], rows.Length, QualityDiagnostics.ShiftedBlock, "take these bars from the other file",
            Finding.Counted(rows.Length, "row"), Finding.Counted((long)hours) + (hours % 1 == 0 ? "" : ".5") + (hours == 1 ? " hour" : " hours"), lag > 0 ? "earlier" : "later",
            $"`{other.Table.Path}`", $"{InstantText.Write(table.Times[rows[0]])} to {InstantText.Write(table.Times[rows[^1]])}; the other {Finding.Counted(common - rows.Length)} are equal");
    }

    private static Dictionary<long, int> ByTime(InspectedTable table) => table.Order.Distinct.ToDictionary(i => table.Table.Times[i]);

    private static bool Equal(RawTable left, int i, RawTable right, int j)
    {
        for (int column = 0; column < 4; column++)
            if (left.Values[column][i] != right.Values[column][j]) return false;
        return true;
    }

    private static string? MarketOf(string path)
    {
        string[] parts = path.Split('/', '\\');
        return parts.Contains("spot") ? "spot" : parts.Contains("futures") ? "futures" : null;
    }
}
