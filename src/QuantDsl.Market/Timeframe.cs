using System.Globalization;

namespace QuantDsl.Market;

/// <summary>The spacing of bars: a positive number of minutes, hours, days or weeks, written <c>5m</c>, <c>1h</c>, <c>1d</c>, <c>1w</c>.</summary>
/// <param name="Milliseconds">Length of one bar in milliseconds; positive.</param>
public readonly record struct Timeframe(long Milliseconds) : IComparable<Timeframe>
{
    public const long Minute = 60_000, Hour = 60 * Minute, Day = 24 * Hour, Week = 7 * Day;

    /// <summary>Monday 1970-01-05T00:00Z, where weekly buckets are anchored.</summary>
    private const long FirstMonday = 4 * Day;

    /// <summary>Reads <c>5m 1h 4h 1d 1w</c>; the suffix is lower case.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Timeframe timeframe)
    {
        timeframe = default;
        if (text.Length < 2) return false;
        long unit = text[^1] switch { 'm' => Minute, 'h' => Hour, 'd' => Day, 'w' => Week, _ => 0 };
        if (unit == 0 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 1 or > 10_000)
            return false;
        timeframe = new(count * unit);
        return true;
    }

    public static Timeframe Parse(string text) =>
        TryParse(text, out var timeframe) ? timeframe : throw new FormatException($"`{text}` is not a timeframe such as 5m, 1h or 1d");

    /// <summary>Open of the bucket that holds an instant: aligned to the epoch, weeks to Monday (RULES T2).</summary>
    public long BucketStart(long utcMs)
    {
        long anchor = Milliseconds % Week == 0 ? FirstMonday : 0;
        long offset = (utcMs - anchor) % Milliseconds;
        return utcMs - (offset < 0 ? offset + Milliseconds : offset);
    }

    public bool IsMultipleOf(Timeframe other) => Milliseconds % other.Milliseconds == 0;

    public int CompareTo(Timeframe other) => Milliseconds.CompareTo(other.Milliseconds);

    public override string ToString() => Milliseconds switch
    {
        var ms when ms % Week == 0 => $"{ms / Week}w",
        var ms when ms % Day == 0 => $"{ms / Day}d",
        var ms when ms % Hour == 0 => $"{ms / Hour}h",
        var ms when ms % Minute == 0 => $"{ms / Minute}m",
        var ms => $"{ms}ms",
    };
}
