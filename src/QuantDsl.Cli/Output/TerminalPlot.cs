using System.Globalization;
using System.Text;

namespace QuantDsl.Cli.Output;

/// <summary>A series as a line of braille dots, two across and four down in each character.</summary>
public static class TerminalPlot
{
    /// <summary>Characters across, labels included.</summary>
    public const int Width = 80;

    /// <summary>Dots across.</summary>
    public const int Dots = 2 * Columns;

    private const int LabelWidth = 12, Columns = Width - LabelWidth - 1;

    /// <summary>The dots of a character in Unicode's order: three rows of the left column, three of the right one, then the last row.</summary>
    private static readonly int[,] s_dots = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };

    /// <summary>Lines of the plot, the highest value at the top; where the series is NaN nothing is drawn.</summary>
    /// <param name="values">Any number of them; a dot column shows the range of its share.</param>
    /// <param name="rows">Characters down.</param>
    /// <param name="label">Writes the highest and the lowest value; seven digits when null.</param>
    /// <param name="filled">True to fill what lies between the series and its highest value.</param>
    public static IReadOnlyList<string> Of(ReadOnlySpan<double> values, int rows, Func<double, string>? label = null, bool filled = false)
    {
        label ??= static value => value.ToString("G7", CultureInfo.InvariantCulture);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
            if (double.IsFinite(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high) return ["(no value is defined)"];
        int[,] cells = new int[rows, Columns];
        int height = 4 * rows, used = Math.Min(Dots, values.Length), previous = -1;
        for (int x = 0; x < used; x++)
        {
            int from = (int)((long)x * values.Length / used), to = (int)((long)(x + 1) * values.Length / used);
            int top = int.MaxValue, bottom = -1;
            foreach (double value in values[from..to])
            {
                if (!double.IsFinite(value)) continue;
                int y = high > low ? (int)Math.Round((high - value) / (high - low) * (height - 1)) : height / 2;
                (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
            }

            if (bottom < 0)
            {
                previous = -1;
                continue;
            }

            // A steep line stays a line: it is joined to where the last column ended.
            int start = top, end = bottom;
            if (previous >= 0 && previous < start) start = previous + 1;
            if (previous > end) end = previous - 1;
            if (filled && high > low) start = 0;
            for (int y = Math.Min(start, top); y <= Math.Max(end, bottom); y++) cells[y / 4, x / 2] |= s_dots[x % 2, y % 4];
            previous = (top + bottom) / 2;
        }

        return [.. Enumerable.Range(0, rows).Select(row => Line(cells, row, row == 0 ? label(high) : row == rows - 1 ? label(low) : null))];
    }

    /// <summary>A line under a plot with labels from its left end to its right one, evenly spread.</summary>
    public static string Axis(params IReadOnlyList<string> labels)
    {
        var line = new StringBuilder(new string(' ', LabelWidth + 1) + labels[0]);
        for (int i = 1; i < labels.Count; i++)
        {
            // Each is centred on its place but the last, which ends there.
            int place = LabelWidth + 1 + i * Columns / (labels.Count - 1), start = i == labels.Count - 1 ? place - labels[i].Length : place - labels[i].Length / 2;
            line.Append(' ', Math.Max(1, start - line.Length)).Append(labels[i]);
        }

        return line.ToString();
    }

    private static string Line(int[,] cells, int row, string? label)
    {
        var line = new StringBuilder((label ?? "").PadLeft(LabelWidth - 1)).Append(label is null ? " │" : " ┤");
        for (int column = 0; column < Columns; column++) line.Append((char)(0x2800 + cells[row, column]));
        return line.ToString().TrimEnd((char)0x2800);
    }
}
