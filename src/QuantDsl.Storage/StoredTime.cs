using System.Globalization;

namespace QuantDsl.Storage;

/// <summary>Times in the store: ISO 8601, UTC.</summary>
public static class StoredTime
{
    public static string Now(TimeProvider clock) => clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
