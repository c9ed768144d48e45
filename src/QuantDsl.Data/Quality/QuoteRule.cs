using QuantDsl.Data.Files;

namespace QuantDsl.Data.Quality;

/// <summary>Bars of quotes whose ask opens or closes below the bid.</summary>
internal static class QuoteRule
{
    public static IEnumerable<Finding> Find(RawTable table)
    {
        if (table.Ask is not { } ask) yield break;
        var bid = table.Values;
        int[] crossed = [.. Enumerable.Range(0, table.Count).Where(i => ask[0][i] < bid[0][i] || ask[3][i] < bid[3][i])];
        if (crossed.Length == 0) yield break;
        yield return Finding.Of(table, crossed[0], crossed.Length, QualityDiagnostics.CrossedQuotes, "do not fill orders at these quotes; take another source, or trade bars",
            Finding.Counted(crossed.Length), Finding.Counted(table.Count), Finding.Places(crossed, i =>
            {
                int column = ask[0][i] < bid[0][i] ? 0 : 3;
                return $"{Finding.Row(table, i)} bid {Finding.Number(bid[column][i])}, ask {Finding.Number(ask[column][i])}";
            }));
    }
}
