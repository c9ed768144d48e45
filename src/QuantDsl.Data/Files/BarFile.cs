using System.Runtime.CompilerServices;
using QuantDsl.Market;

namespace QuantDsl.Data.Files;

/// <summary>The bars of one file as they stand in it, checked row by row.</summary>
/// <param name="Path">The path as the user wrote it.</param>
/// <param name="FirstRow">One-based line of the first bar.</param>
/// <param name="Times">Opens of all rows, also those outside the span asked for.</param>
/// <param name="Values">Open, high, low, close, volume of the rows in <paramref name="Span"/>, and where the whole row was asked for quote volume,
/// trades, and the takers' volume in base and quote; elsewhere 0.</param>
/// <param name="Span">The rows whose open lies in the span asked for.</param>
/// <param name="Spacing">Length of a bar; null when the file has a single row and its name does not say.</param>
internal sealed record BarFile(string Path, int FirstRow, long[] Times, double[][] Values, Range Span, Timeframe? Spacing)
{
    private static readonly string[][] Columns =
        [["timestamp", "open_time", "date"], ["open"], ["high"], ["low"], ["close"], ["volume"]];

    /// <summary>Every column of an archive's row but the last, which says nothing.</summary>
    private static readonly string[][] WholeRow =
        [.. Columns, ["close_time"], ["quote_volume"], ["count"], ["taker_buy_volume"], ["taker_buy_quote_volume"]];

    private static readonly string[] Names = ["open", "high", "low", "close", "volume"];

    // Where the further values of a whole row stand among its columns.
    private const int FirstFurther = 7;

    public int Start => Span.Start.Value;

    public int Count => Span.End.Value - Start;

    /// <summary>Reads and checks a file; null when it has problems.</summary>
    public static BarFile? Read(string path, long fromUtcMs, long toUtcMs, ProblemList problems) =>
        DataFile.Open(path, problems) is { } file ? Read(file, wholeRow: false, fromUtcMs, toUtcMs, problems) : null;

    /// <summary>Reads and checks the text of a file; null when it has problems.</summary>
    /// <param name="wholeRow">Asks for every value of an archive's row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static BarFile? Read(DataFile file, bool wholeRow, long fromUtcMs, long toUtcMs, ProblemList problems)
    {
        string path = file.Path;
        if (CsvHeader.Read(file, wholeRow ? WholeRow : Columns, positional: true, problems) is not { } header) return null;
        var text = file.Csv.Span;
        int capacity = text.Count((byte)'\n') + 1, count = 0, start = -1, end = 0;
        var times = new long[capacity];
        var values = new double[wholeRow ? 9 : 5][];
        for (int column = 0; column < values.Length; column++) values[column] = new double[capacity];
        var rows = new CsvRows(text, new Range[header.Positions.Max() + 2]);
        if (header.HasHeader) rows.MoveNext();
        int firstRow = rows.Row + 1;
        var time = new TimeColumn(header.Names[0], problems);
        while (rows.MoveNext())
        {
            int index = count++;
            if (rows.Count != header.ColumnCount)
            {
                problems.Add(rows.Row, DataDiagnostics.WrongColumnCount, "download or export the file again, or complete the row", rows.Count, header.ColumnCount);
                continue;
            }
            if (!time.TryRead(rows.Row, rows[header.Positions[0]], out times[index]) || times[index] < fromUtcMs || times[index] >= toUtcMs) continue;
            if (start < 0) start = index;
            end = index + 1;
            ReadValues(rows, header, values, index, problems);
        }

        if (count == 0) problems.Add(header.HasHeader ? 1 : 0, DataDiagnostics.NoRows, "download or export it again", path);
        if (problems.Any) return null;
        Array.Resize(ref times, count);
        var spacing = BarSpacing.Of(path, times, problems);
        if (spacing is { } known) CheckAlignment(times.AsSpan(Math.Max(start, 0)..end), firstRow + Math.Max(start, 0), known, problems);
        return problems.Any ? null : new(path, firstRow, times, values, Math.Max(start, 0)..end, spacing);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReadValues(in CsvRows rows, CsvHeader header, double[][] values, int index, ProblemList problems)
    {
        for (int column = 0; column < Names.Length; column++)
        {
            if (DecimalText.TryRead(rows[header.Positions[column + 1]], out values[column][index])) continue;
            problems.Add(rows.Row, DataDiagnostics.BadNumber, "give the value the market had, or remove the row",
                rows.Text(header.Positions[column + 1]), header.Names[column + 1]);
            return;
        }

        for (int column = Names.Length; column < values.Length; column++)
        {
            int field = column - Names.Length + FirstFurther;
            if (DecimalText.TryRead(rows[header.Positions[field]], out values[column][index])) continue;
            problems.Add(rows.Row, DataDiagnostics.BadNumber, "give the value the market had, or remove the row", rows.Text(header.Positions[field]), header.Names[field]);
            return;
        }

        double open = values[0][index], high = values[1][index], low = values[2][index], close = values[3][index], volume = values[4][index];
        // One comparison chain for the bars that are right; which rule is broken is asked only of the others.
        if (low > 0 && low <= open && low <= close && open <= high && close <= high && volume >= 0) return;
        const string help = "correct the row from its source, or remove it";
        for (int column = 0; column < 4; column++)
        {
            if (values[column][index] > 0) continue;
            problems.Add(rows.Row, DataDiagnostics.PriceNotPositive, help, Names[column], values[column][index]);
            return;
        }
        if (high < low) problems.Add(rows.Row, DataDiagnostics.HighBelowLow, help, high, low);
        else if (open < low || open > high) problems.Add(rows.Row, DataDiagnostics.OutsideRange, help, "open", open, low, high);
        else if (close < low || close > high) problems.Add(rows.Row, DataDiagnostics.OutsideRange, help, "close", close, low, high);
        else problems.Add(rows.Row, DataDiagnostics.VolumeNegative, help, volume);
    }

    private static void CheckAlignment(ReadOnlySpan<long> times, int firstRow, Timeframe spacing, ProblemList problems)
    {
        for (int i = 0; i < times.Length; i++)
        {
            long open = spacing.BucketStart(times[i]);
            if (open != times[i])
                problems.Add(firstRow + i, DataDiagnostics.Misaligned, $"give the open of the bar in UTC; the file's rows are {spacing} apart",
                    InstantText.Write(times[i]), spacing, InstantText.Write(open));
        }
    }
}
