using QuantDsl.Data.Files;

namespace QuantDsl.Data.Quality;

/// <summary>One price of one bar that is less than half, or more than twice, of everything around it.</summary>
/// <remarks>Around it are the open and close of the same bar and of its neighbours; bid and ask are judged each by itself. A whole bar counts too where its close is that far from both neighbours' closes while those agree within a fifth.</remarks>
internal static class TickRule
{
    private const int MostShown = 10;

    private const double Half = 0.5, Agreement = 1.2;

    public static IEnumerable<Finding> Find(RawTable table, RowOrder order)
    {
        Dictionary<int, (double Distance, string Text)> ticks = [];
        Search(table, order, table.Values, table.Ask is null ? "" : "bid ", ticks);
        if (table.Ask is { } ask) Search(table, order, ask, "ask ", ticks);
        if (ticks.Count == 0) yield break;
        int[] found = [.. ticks.OrderByDescending(tick => tick.Value.Distance).ThenBy(tick => tick.Key).Select(tick => tick.Key)];
        yield return Finding.Of(table, found[0], found.Length, QualityDiagnostics.BadTicks, "look the day up elsewhere; correct or remove the row if nothing traded there",
            found.Length == 1 ? "1 bar goes" : $"{Finding.Counted(found.Length)} bars go", Finding.Places(found, i => $"{Finding.Row(table, i)} {ticks[i].Text}", MostShown));
    }

    private static void Search(RawTable table, RowOrder order, double[][] values, string side, Dictionary<int, (double Distance, string Text)> ticks)
    {
        double[] open = values[0], high = values[1], low = values[2], close = values[3];
        for (int position = 1; position < order.Distinct.Length - 1; position++)
        {
            int before = order.Distinct[position - 1], i = order.Distinct[position], after = order.Distinct[position + 1];
            if (low[i] <= 0 || low[before] <= 0 || low[after] <= 0) continue;
            double bottom = Math.Min(open[i], close[i]), top = Math.Max(open[i], close[i]);
            // The neighbours' lows are not asked: wrong ticks come in company.
            double floor = Math.Min(bottom, Math.Min(Math.Min(open[before], close[before]), Math.Min(open[after], close[after])));
            double ceiling = Math.Max(top, Math.Max(Math.Max(open[before], close[before]), Math.Max(open[after], close[after])));
            double below = Math.Min(close[before], close[after]), above = Math.Max(close[before], close[after]);
            double distance = Math.Max(Math.Max(floor / low[i], high[i] / ceiling), Math.Max(below / close[i], close[i] / above));
            string? text = low[i] < Half * floor ? $"{side}low {Finding.Number(low[i])} while the market was at {Finding.Number(bottom)}"
                : high[i] > ceiling / Half ? $"{side}high {Finding.Number(high[i])} while the market was at {Finding.Number(top)}"
                : above < Agreement * below && (close[i] < Half * below || close[i] > above / Half) ? $"{side}close {Finding.Number(close[i])} between {Finding.Number(close[before])} and {Finding.Number(close[after])}"
                : null;
            if (text is not null && (!ticks.TryGetValue(i, out var known) || known.Distance < distance)) ticks[i] = (distance, text);
        }
    }
}
