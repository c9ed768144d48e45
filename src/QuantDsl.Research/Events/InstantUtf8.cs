using System.Globalization;

namespace QuantDsl.Research.Events;

/// <summary>An instant as ISO 8601 with milliseconds, in UTF-8. The last one is kept: the lines of a log share instants.</summary>
internal sealed class InstantUtf8
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private readonly byte[] _text = new byte[24];
    private long _utcMs = long.MinValue;

    /// <param name="utcMs">Milliseconds since 1970-01-01T00:00Z, of a year with four digits.</param>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<byte> Of(long utcMs)
    {
        if (utcMs != _utcMs)
        {
            _utcMs = utcMs;
            DateTime.UnixEpoch.AddTicks(utcMs * TimeSpan.TicksPerMillisecond).TryFormat(_text, out _, Format, CultureInfo.InvariantCulture);
        }

        return _text;
    }

    /// <summary>The instant of a text that <see cref="Of"/> gives, or null.</summary>
    public static long? Parse(string text) =>
        DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? (instant - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond : null;
}
