using System.Globalization;
using System.Text;

namespace QuantDsl.Data.Files;

/// <summary>Reads the times of one CSV file in the notation of its first row, also in notations that leave something open.</summary>
internal sealed class CsvTimes
{
    private const long Day = 86_400_000;

    private static readonly string[] CompactFormats = ["yyyyMMdd HH:mm", "yyyyMMdd HH:mm:ss"];

    private readonly CsvLayout _layout;
    private readonly Form _form;
    private readonly long _midnight;

    private CsvTimes(CsvLayout layout, Form form, long midnight) => (_layout, _form, _midnight) = (layout, form, midnight);

    private enum Form
    {
        Instant,
        DateAndTime,
        Compact,
        SinceMidnight,
        MonthDayYear,
        DayMonthYear,
    }

    public TimeNotation Notation { get; private set; }

    /// <summary>What the notation leaves open, in words.</summary>
    public string? Remark => _form switch
    {
        Form.Instant => null,
        Form.MonthDayYear => "dates are written month/day/year, which only the days above 12 show",
        Form.DayMonthYear => "dates are written day/month/year, which only the days above 12 show",
        _ => "the file states no time zone, so its times are shown as they stand",
    };

    /// <summary>Null when the first row's time is in no known notation.</summary>
    public static CsvTimes? Of(DataFile file, CsvLayout layout)
    {
        var rows = At(file, layout);
        if (!rows.MoveNext()) return new(layout, Form.Instant, 0);
        var first = rows[layout.Time];
        if (layout.TimeOfDay >= 0) return new(layout, Form.DateAndTime, 0);
        if (first.Contains((byte)'/')) return OfSlashes(file, layout);
        if (TryCompact(first, out _)) return new(layout, Form.Compact, 0);
        if (!InstantText.TryRead(first, out long value, out var notation)) return null;
        if (layout.FirstRow > 1 || notation == TimeNotation.Iso8601 || value >= Day) return new(layout, Form.Instant, 0) { Notation = notation };
        // Milliseconds since midnight: the day is in the name, as in `20131007_spy_minute_trade.csv`.
        string name = file.TableName;
        return name.Length > 8 && DateTime.TryParseExact(name[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day)
            ? new(layout, Form.SinceMidnight, new DateTimeOffset(day).ToUnixTimeMilliseconds())
            : null;
    }

    public static string FirstOf(DataFile file, CsvLayout layout)
    {
        var rows = At(file, layout);
        return rows.MoveNext() ? rows.Text(layout.Time) : "";
    }

    public bool TryRead(in CsvRows rows, out long utcMs)
    {
        var text = rows[_layout.Time];
        switch (_form)
        {
            case Form.Instant:
                if (!InstantText.TryRead(text, out utcMs, out var notation)) return false;
                Notation = notation;
                return true;
            case Form.Compact:
                return TryCompact(text, out utcMs);
            case Form.SinceMidnight:
                if (!InstantText.TryRead(text, out utcMs, out _)) return false;
                utcMs += _midnight;
                return true;
            case Form.DateAndTime:
                return InstantText.TryRead(Encoding.UTF8.GetBytes($"{rows.Text(_layout.Time)}T{rows.Text(_layout.TimeOfDay)}"), out utcMs, out _);
            default:
                utcMs = 0;
                if (!TrySlashes(text, out int a, out int b, out int year)) return false;
                var (month, day) = _form == Form.MonthDayYear ? (a, b) : (b, a);
                if (month is < 1 or > 12 || day < 1 || year is < 1970 or > 9999 || day > DateTime.DaysInMonth(year, month)) return false;
                utcMs = new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
                return true;
        }
    }

    /// <summary>Which of two small numbers is the month, if the column as a whole shows it.</summary>
    private static CsvTimes? OfSlashes(DataFile file, CsvLayout layout)
    {
        var rows = At(file, layout);
        int largestFirst = 0, largestSecond = 0;
        while (rows.MoveNext())
        {
            if (rows.Count != layout.ColumnCount || !TrySlashes(rows[layout.Time], out int a, out int b, out _)) continue;
            (largestFirst, largestSecond) = (Math.Max(largestFirst, a), Math.Max(largestSecond, b));
        }

        return (largestFirst > 12, largestSecond > 12) switch
        {
            (false, true) => new(layout, Form.MonthDayYear, 0),
            (true, false) => new(layout, Form.DayMonthYear, 0),
            _ => null,
        };
    }

    private static CsvRows At(DataFile file, CsvLayout layout)
    {
        var rows = new CsvRows(file.Csv.Span, new Range[layout.ColumnCount + 1]);
        for (int i = 1; i < layout.FirstRow; i++) rows.MoveNext();
        return rows;
    }

    private static bool TrySlashes(ReadOnlySpan<byte> text, out int first, out int second, out int year)
    {
        first = second = year = 0;
        string[] parts = Encoding.UTF8.GetString(text).Split('/');
        return parts.Length == 3 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out second)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out year);
    }

    private static bool TryCompact(ReadOnlySpan<byte> text, out long utcMs)
    {
        utcMs = 0;
        if (text.Length is not (14 or 17) || text[8] != ' ') return false;
        Span<char> characters = stackalloc char[text.Length];
        if (!Encoding.UTF8.TryGetChars(text, characters, out int length) || !DateTimeOffset.TryParseExact(characters[..length], CompactFormats,
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)) return false;
        utcMs = instant.ToUnixTimeMilliseconds();
        return true;
    }
}
