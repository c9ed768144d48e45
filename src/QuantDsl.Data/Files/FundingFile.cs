namespace QuantDsl.Data.Files;

/// <summary>The settlements of one funding file, checked row by row, snapped to the minute (RULES X8).</summary>
/// <param name="Path">The path as the user wrote it.</param>
/// <param name="FirstRow">One-based line of the first settlement.</param>
/// <param name="Written">The instants as they stand in the file.</param>
internal sealed record FundingFile(string Path, int FirstRow, long[] Times, double[] Rates, long[] Written)
{
    /// <summary>How far from a whole minute a settlement may be written and still belong to it.</summary>
    public const long SnapMs = 1000;

    private const long Minute = 60_000;

    private static readonly string[][] Columns =
        [["timestamp", "funding_time", "calc_time"], ["rate", "funding_rate", "last_funding_rate"]];

    /// <summary>Reads and checks a file; null when it has problems.</summary>
    public static FundingFile? Read(string path, long fromUtcMs, long toUtcMs, ProblemList problems) =>
        DataFile.Open(path, problems) is { } file ? Read(file, fromUtcMs, toUtcMs, problems) : null;

    /// <summary>Reads and checks the text of a file; null when it has problems.</summary>
    public static FundingFile? Read(DataFile file, long fromUtcMs, long toUtcMs, ProblemList problems)
    {
        string path = file.Path;
        if (CsvHeader.Read(file, Columns, positional: false, problems) is not { } header) return null;
        List<long> times = [], instants = [];
        List<double> rates = [];
        var rows = new CsvRows(file.Csv.Span, new Range[header.Positions.Max() + 2]);
        rows.MoveNext();
        var time = new TimeColumn(header.Names[0], problems);
        int firstRow = 0;
        long lastWritten = 0;
        while (rows.MoveNext())
        {
            if (rows.Count != header.ColumnCount)
            {
                problems.Add(rows.Row, DataDiagnostics.WrongColumnCount, "download or export the file again, or complete the row", rows.Count, header.ColumnCount);
                continue;
            }
            if (!time.TryRead(rows.Row, rows[header.Positions[0]], out long written)) continue;
            long utcMs = Snap(written);
            if (times.Count > 0 && utcMs == times[^1] && written != lastWritten)
                problems.Add(rows.Row, DataDiagnostics.DuplicateTime, "keep the right one of the two", InstantText.Write(utcMs), firstRow + times.Count - 1);
            lastWritten = written;
            if (firstRow == 0) firstRow = rows.Row;
            if (!DecimalText.TryRead(rows[header.Positions[1]], out double rate))
                problems.Add(rows.Row, DataDiagnostics.BadNumber, "give the rate the venue settled, or remove the row", rows.Text(header.Positions[1]), header.Names[1]);
            else if (Math.Abs(rate) >= 1)
                problems.Add(rows.Row, DataDiagnostics.AbsurdRate, "write 0.01 % as 0.0001", rate);
            times.Add(utcMs);
            instants.Add(written);
            rates.Add(rate);
        }
        if (times.Count == 0 && !problems.Any) problems.Add(1, DataDiagnostics.NoRows, "download or export it again", path);
        return problems.Any ? null : new FundingFile(path, firstRow, [.. times], [.. rates], [.. instants]).Within(fromUtcMs, toUtcMs);
    }

    /// <summary>Settlement times come some milliseconds after (or before) the minute they belong to.</summary>
    public static long Snap(long utcMs)
    {
        long nearest = (utcMs + Minute / 2) / Minute * Minute;
        return Math.Abs(nearest - utcMs) <= SnapMs ? nearest : utcMs;
    }

    private FundingFile Within(long fromUtcMs, long toUtcMs)
    {
        int start = Array.FindIndex(Times, time => time >= fromUtcMs), end = Array.FindLastIndex(Times, time => time < toUtcMs) + 1;
        return start < 0 || start >= end ? this with { Times = [], Rates = [], Written = [] }
            : this with { FirstRow = FirstRow + start, Times = Times[start..end], Rates = Rates[start..end], Written = Written[start..end] };
    }
}
