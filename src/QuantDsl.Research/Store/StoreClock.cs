using System.Globalization;

namespace QuantDsl.Research.Store;

/// <summary>Times in the store: ISO 8601, UTC.</summary>
internal static class StoreClock
{
    public static string Now(TimeProvider clock) => clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
