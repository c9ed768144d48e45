using System.Globalization;

namespace QuantDsl.Backtest;

/// <summary>Instants as they are written in messages.</summary>
internal static class Instant
{
    /// <summary><c>2024-05-01 08:00</c>, with seconds where there are any; UTC.</summary>
    public static string Text(long utcMs) => DateTimeOffset.FromUnixTimeMilliseconds(utcMs)
        .ToString(utcMs % 60_000 == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Moves an instant within one second of a whole minute onto it (RULES X8).</summary>
    public static long Snapped(long utcMs)
    {
        long past = utcMs % 60_000;
        return past <= 1_000 ? utcMs - past : past >= 59_000 ? utcMs + 60_000 - past : utcMs;
    }
}
