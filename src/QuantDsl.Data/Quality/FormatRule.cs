using QuantDsl.Data.Files;

namespace QuantDsl.Data.Quality;

/// <summary>What the form of a file leaves to be known: its unit of time, its zone, its unreadable rows.</summary>
internal static class FormatRule
{
    /// <summary>US equities in ten-thousandths of a dollar keep cents, so nine rows of ten are whole hundreds.</summary>
    private const double ScaledShare = 0.9;

    private const double SmallestScaled = 1000;

    public static IEnumerable<Finding> Find(RawTable table)
    {
        if (table.Unreadable.Count > 0)
        {
            yield return new(Diagnostics.Diagnostic.InFile(table.Path, table.Unreadable[0], QualityDiagnostics.UnreadableCells, Finding.Counted(table.Unreadable.Count),
                Finding.Counted(table.Count + table.Unreadable.Count), "no time or a wrong number of columns in rows " + string.Join(", ", table.Unreadable.Take(5)))
                with
            { Help = "download or export the file again, or correct the rows" }, table.Unreadable.Count, null);
        }

        if (table.Notation == TimeNotation.Microseconds)
            yield return Finding.Of(table, 0, table.Count, QualityDiagnostics.TimesInMicroseconds, "nothing is to be done here; a tool that expects milliseconds needs them divided by 1000");
        if (table.TimesAsWritten is { } remark)
            yield return Finding.Of(table, 0, table.Count, QualityDiagnostics.TimesAsWritten, "convert them to UTC before comparing with other data", remark);
        if (table.Layout == "trade bars without a header" && LooksScaled(table))
        {
            yield return Finding.Of(table, 0, table.Count, QualityDiagnostics.TimesAsWritten, "divide by 10,000 before use",
                $"prices look like ten-thousandths (the first close {Finding.Number(table.Values[3][0])} would be {Finding.Number(table.Values[3][0] / 10_000)})");
        }
    }

    private static bool LooksScaled(RawTable table)
    {
        var closes = table.Values[3];
        return closes.Min() >= SmallestScaled && closes.All(price => price == Math.Floor(price)) && closes.Count(price => price % 100 == 0) >= ScaledShare * closes.Length;
    }
}
