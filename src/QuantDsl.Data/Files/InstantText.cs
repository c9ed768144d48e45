using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace QuantDsl.Data.Files;

/// <summary>How a file writes its times.</summary>
internal enum TimeNotation
{
    Milliseconds,
    Microseconds,
    Iso8601,
}

/// <summary>Reads the times of data files: epoch milliseconds or microseconds, or ISO 8601; and writes them for messages.</summary>
internal static class InstantText
{
    /// <summary>Epoch numbers from here on are microseconds: as milliseconds they would lie beyond the year 5138.</summary>
    private const long FirstMicroseconds = 100_000_000_000_000;

    private static readonly string[] IsoFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-ddK",
        "yyyyMMdd'T'HHmmssK", "yyyy-MM-dd HH:mm:ss.FFFFFFF 'UTC'", "yyyy-MM-dd HH:mm:ss.FFFFFFF zzz",
    ];

    /// <summary>A time as UTC milliseconds; one without a zone is UTC. False for anything else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryRead(ReadOnlySpan<byte> text, out long utcMs, out TimeNotation notation)
    {
        long value = 0;
        notation = TimeNotation.Milliseconds;
        if (text.Length is > 0 and <= 17)
        {
            int i = 0;
            for (; i < text.Length; i++)
            {
                uint digit = text[i] - (uint)'0';
                if (digit > 9) break;
                value = value * 10 + digit;
            }
            // Tables written from floating point carry a `.0`.
            if (i == text.Length || i > 0 && text[i..] is [(byte)'.', .. var zeros] && zeros.TrimStart((byte)'0').IsEmpty)
            {
                utcMs = OfEpoch(value, out notation);
                return true;
            }
        }

        notation = TimeNotation.Iso8601;
        utcMs = 0;
        if (text.Length is < 10 or > 40) return false;
        Span<char> characters = stackalloc char[text.Length];
        if (!Encoding.UTF8.TryGetChars(text, characters, out int length)) return false;
        if (!DateTimeOffset.TryParseExact(characters[..length], IsoFormats, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)) return false;
        utcMs = instant.ToUnixTimeMilliseconds();
        return utcMs >= 0;
    }

    /// <summary>An epoch number as UTC milliseconds; how large it is says its unit.</summary>
    public static long OfEpoch(long value, out TimeNotation notation)
    {
        notation = value >= FirstMicroseconds ? TimeNotation.Microseconds : TimeNotation.Milliseconds;
        return value >= FirstMicroseconds ? value / 1000 : value;
    }

    /// <summary>The instant as <c>2025-05-01T00:00Z</c>, with seconds only where there are any.</summary>
    public static string Write(long utcMs)
    {
        if (utcMs is < -62_135_596_800_000 or > 253_402_300_799_999) return utcMs.ToString(CultureInfo.InvariantCulture);
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(utcMs);
        string format = utcMs % 1000 != 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : utcMs % 60_000 != 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm'Z'";
        return instant.ToString(format, CultureInfo.InvariantCulture);
    }

    public static string NameOf(TimeNotation notation) => notation switch
    {
        TimeNotation.Milliseconds => "milliseconds",
        TimeNotation.Microseconds => "microseconds",
        _ => "ISO 8601",
    };
}
