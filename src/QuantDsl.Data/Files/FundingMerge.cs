using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Data.Files;

/// <summary>Joins funding files of one symbol in time order; equal settlements are kept once, different ones at one instant are an error.</summary>
internal static class FundingMerge
{
    public static FundingSeries Join(string symbol, IReadOnlyList<FundingFile> files, out int merged, List<Diagnostic> problems)
    {
        var rows = files.SelectMany(file => file.Times.Select((time, i) => (Time: time, Rate: file.Rates[i], file.Path, Row: file.FirstRow + i)))
            .OrderBy(row => row.Time).ThenBy(row => row.Path, StringComparer.Ordinal).ThenBy(row => row.Row).ToArray();
        List<long> times = new(rows.Length);
        List<double> rates = new(rows.Length);
        Dictionary<string, ProblemList> conflicts = [];
        merged = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (i == 0 || rows[i].Time != rows[i - 1].Time)
            {
                times.Add(rows[i].Time);
                rates.Add(rows[i].Rate);
                continue;
            }
            merged++;
            if (rows[i].Rate == rows[i - 1].Rate) continue;
            if (!conflicts.TryGetValue(rows[i].Path, out var list)) conflicts.Add(rows[i].Path, list = new(rows[i].Path));
            list.Add(rows[i].Row, DataDiagnostics.ConflictingRows, "leave out the file that is wrong",
                InstantText.Write(rows[i].Time), rows[i - 1].Path, rows[i - 1].Row, rows[i - 1].Rate, rows[i].Rate);
        }
        foreach (var list in conflicts.Values) problems.AddRange(list.ToDiagnostics());
        return new(symbol, [.. times], [.. rates]);
    }
}
