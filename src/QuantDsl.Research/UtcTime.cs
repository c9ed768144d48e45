using System.Globalization;

namespace QuantDsl.Research;

/// <summary>Instants as results show them: ISO 8601 in UTC, to the second, with milliseconds only where there are any.</summary>
public static class UtcTime
{
    /// <param name="utcMs">Milliseconds since 1970-01-01T00:00Z.</param>
    public static string Print(long utcMs) => DateTimeOffset.FromUnixTimeMilliseconds(utcMs).UtcDateTime
        .ToString(utcMs % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The instant that <see cref="Print"/> wrote; false for another text.</summary>
    /// <param name="utcMs">Milliseconds since 1970-01-01T00:00Z.</param>
    public static bool TryParse(string text, out long utcMs)
    {
        bool isInstant = DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant);
        utcMs = instant.ToUnixTimeMilliseconds();
        return isInstant;
    }
}
