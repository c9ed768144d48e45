using QuantDsl.Data.Files;

namespace QuantDsl.Data.Quality;

/// <summary>The rows of a table by time.</summary>
/// <param name="Distinct">Indices of rows by rising time, the first of each time only.</param>
/// <param name="Repeated">Indices of rows whose time an earlier row has.</param>
/// <param name="Misplaced">Indices of rows that are earlier than a row before them.</param>
internal sealed record RowOrder(int[] Distinct, IReadOnlyList<int> Repeated, IReadOnlyList<int> Misplaced)
{
    public static RowOrder Of(RawTable table)
    {
        var times = table.Times;
        bool rising = true;
        for (int i = 1; i < times.Length && rising; i++) rising = times[i] > times[i - 1];
        if (rising) return new([.. Enumerable.Range(0, times.Length)], [], []);
        List<int> misplaced = [], repeated = [], distinct = [];
        long latest = times[0];
        for (int i = 1; i < times.Length; i++)
        {
            if (times[i] < latest) misplaced.Add(i);
            latest = Math.Max(latest, times[i]);
        }

        int[] byTime = [.. Enumerable.Range(0, times.Length).OrderBy(i => times[i]).ThenBy(i => i)];
        foreach (int i in byTime)
        {
            if (distinct.Count > 0 && times[distinct[^1]] == times[i]) repeated.Add(i);
            else distinct.Add(i);
        }

        repeated.Sort();
        return new([.. distinct], repeated, misplaced);
    }

    private static int Breaks(RawTable table) => Enumerable.Range(1, table.Count - 1).Count(i => table.Times[i] < table.Times[i - 1]);

    public long TimeAt(RawTable table, int position) => table.Times[Distinct[position]];

    public IEnumerable<Finding> Find(RawTable table)
    {
        if (Repeated.Count > 0)
        {
            yield return Finding.Of(table, Repeated[0], Repeated.Count, QualityDiagnostics.RepeatedTimes, "keep the right one of each",
                Repeated.Count == 1 ? "1 row repeats" : $"{Finding.Counted(Repeated.Count)} rows repeat", Finding.Places(Repeated, i => Finding.Row(table, i)));
        }

        if (Misplaced.Count > 0)
        {
            yield return Finding.Of(table, Misplaced[0], Misplaced.Count, QualityDiagnostics.NotInOrder, "sort the file by time, after finding out how it came to be unsorted",
                Misplaced.Count == 1 ? "1 row is" : $"{Finding.Counted(Misplaced.Count)} rows are", Finding.Counted(Breaks(table), "place"), Finding.Places(Misplaced, i => Finding.Row(table, i)));
        }
    }
}
