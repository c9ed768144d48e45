namespace QuantDsl.Data.Files;

/// <summary>Reads CSV without refusing damaged rows, in every layout that <see cref="CsvLayout"/> knows.</summary>
internal static class RawCsv
{
    /// <summary>Null when the layout is not known, which goes to <paramref name="problems"/>.</summary>
    public static RawTable? Read(DataFile file, ProblemList problems)
    {
        if (CsvLayout.Of(file, problems) is not { } layout) return null;
        var text = file.Csv.Span;
        if (CsvTimes.Of(file, layout) is not { } reader)
        {
            problems.Add(layout.FirstRow, DataDiagnostics.BadTime, "write it as 2025-05-01T00:00:00Z, or as epoch milliseconds or microseconds",
                CsvTimes.FirstOf(file, layout), layout.TimeName);
            return null;
        }

        int capacity = text.Count((byte)'\n') + 1, count = 0;
        var rowNumbers = new int[capacity];
        var times = new long[capacity];
        double[][] values = [.. layout.Values.Select(_ => new double[capacity])];
        List<int> unreadable = [];
        var rows = new CsvRows(text, new Range[layout.ColumnCount + 1]);
        for (int i = 1; i < layout.FirstRow; i++) rows.MoveNext();
        while (rows.MoveNext())
        {
            if (rows.Count != layout.ColumnCount || !reader.TryRead(rows, out times[count]))
            {
                unreadable.Add(rows.Row);
                continue;
            }

            rowNumbers[count] = rows.Row;
            for (int i = 0; i < values.Length; i++)
                if (layout.Values[i] < 0) values[i][count] = 0;
                else if (!DecimalText.TryRead(rows[layout.Values[i]], out values[i][count])) values[i][count] = double.NaN;
            count++;
        }

        Array.Resize(ref rowNumbers, count);
        Array.Resize(ref times, count);
        for (int i = 0; i < values.Length; i++) Array.Resize(ref values[i], count);
        return new(file.Path, layout.Name, rowNumbers, times, layout.HasAsk ? values[..5] : values)
        {
            Ask = layout.HasAsk ? values[5..] : null,
            Notation = reader.Notation,
            TimesAsWritten = reader.Remark,
            Unreadable = unreadable,
        };
    }
}
