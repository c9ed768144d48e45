using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Cli.Output;

/// <summary>Returns in percent, a year a line and a month a column.</summary>
public static class MonthGrid
{
    private const int YearWidth = 6, MonthWidth = 5, TotalWidth = 8, NarrowMonth = 4, NarrowTotal = 6;

    /// <summary>Returns from this on are shown without a decimal, so that a column stays narrow.</summary>
    private const double TwoDigits = 9.95;

    /// <summary>Nothing for a run within one month.</summary>
    public static void Write(Terminal terminal, MonthStatistics months)
    {
        if (months.Returns.Length < 2) return;
        bool narrow = terminal.Width < YearWidth + 12 * MonthWidth + TotalWidth;
        var (monthWidth, totalWidth) = narrow ? (NarrowMonth, NarrowTotal) : (MonthWidth, TotalWidth);
        var names = CultureInfo.InvariantCulture.DateTimeFormat;
        string heads = string.Concat(Enumerable.Range(1, 12).Select(m => names.GetAbbreviatedMonthName(m).PadLeft(monthWidth)));
        terminal.Out.WriteLine(terminal.Painted("in %".PadRight(YearWidth) + heads + "year".PadLeft(totalWidth), 1));
        var byMonth = months.Returns.ToImmutableDictionary(m => m.Period, m => m.Return);
        foreach (var year in months.Years)
        {
            var cells = Enumerable.Range(1, 12).Select(m => byMonth.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"{year.Period}-{m:00}"), out double r)
                ? Cell(terminal, r, monthWidth, narrow || Math.Abs(r) * 100 >= TwoDigits ? 0 : 1) : new string(' ', monthWidth));
            terminal.Out.WriteLine(terminal.Painted(year.Period.PadRight(YearWidth), 90) + string.Concat(cells) + Cell(terminal, year.Return, totalWidth, 1));
        }

        terminal.Out.WriteLine();
    }

    private static string Cell(Terminal terminal, double fraction, int width, int digits)
    {
        string text = NumberText.Fixed(fraction * 100, digits).PadLeft(width);
        return terminal.Painted(text, fraction < 0 ? 31 : fraction > 0 ? 32 : 90);
    }
}
