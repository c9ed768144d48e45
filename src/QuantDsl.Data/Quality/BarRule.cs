using QuantDsl.Data.Files;

namespace QuantDsl.Data.Quality;

/// <summary>What every bar must obey by itself: all values there, prices above zero, low below everything and high above.</summary>
internal static class BarRule
{
    public static IReadOnlyList<Finding> Find(RawTable table, out int impossible)
    {
        List<int> empty = [], negative = [], wrong = [];
        for (int i = 0; i < table.Count; i++)
        {
            var (state, ask) = (StateOf(table.Values, i), table.Ask is { } sides ? StateOf(sides, i) : State.Right);
            var worst = state > ask ? state : ask;
            if (worst == State.Empty) empty.Add(i);
            else if (worst == State.NotPositive) negative.Add(i);
            else if (worst == State.Impossible) wrong.Add(i);
        }

        List<Finding> findings = [];
        string count = Finding.Counted(table.Count);
        if (wrong.Count > 0)
            findings.Add(Finding.Of(table, wrong[0], wrong.Count, QualityDiagnostics.ImpossibleBars, "correct the rows from their source, or remove them", Finding.Counted(wrong.Count), count, Places(wrong)));
        if (empty.Count > 0)
            findings.Add(Finding.Of(table, empty[0], empty.Count, QualityDiagnostics.UnreadableCells, "give the values the market had, or remove the rows", Finding.Counted(empty.Count), count, Places(empty)));
        if (negative.Count > 0)
            findings.Add(Finding.Of(table, negative[0], negative.Count, QualityDiagnostics.PricesNotPositive, "correct the rows from their source, or remove them", Finding.Counted(negative.Count), count, Places(negative)));
        impossible = wrong.Count + negative.Count;
        return findings;

        string Places(IReadOnlyList<int> rows) => Finding.Places(rows, i =>
            $"{Finding.Row(table, i)} {string.Join(' ', table.Values.Take(4).Select(column => double.IsNaN(column[i]) ? "empty" : Finding.Number(column[i])))}");
    }

    private enum State
    {
        Right,
        Impossible,
        NotPositive,
        Empty,
    }

    private static State StateOf(double[][] values, int i)
    {
        double open = values[0][i], high = values[1][i], low = values[2][i], close = values[3][i], volume = values.Length > 4 ? values[4][i] : 0;
        // One comparison chain for the bars that are right; which rule is broken is asked only of the others.
        if (low > 0 && low <= open && low <= close && open <= high && close <= high && volume >= 0) return State.Right;
        if (double.IsNaN(open + high + low + close + volume)) return State.Empty;
        return open <= 0 || high <= 0 || low <= 0 || close <= 0 ? State.NotPositive : State.Impossible;
    }
}
