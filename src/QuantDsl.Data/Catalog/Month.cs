using System.Globalization;

namespace QuantDsl.Data.Catalog;

/// <summary>A calendar month in UTC: the unit in which archives are published and the catalog is written.</summary>
/// <param name="Year">1970 or later.</param>
/// <param name="Number">1 to 12.</param>
public readonly record struct Month(int Year, int Number) : IComparable<Month>
{
    /// <summary>Its first instant, UTC milliseconds.</summary>
    public long StartUtcMs => new DateTimeOffset(Year, Number, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>The first instant after it.</summary>
    public long EndUtcMs => Next.StartUtcMs;

    public Month Next => Number == 12 ? new(Year + 1, 1) : new(Year, Number + 1);

    /// <summary>The month an instant lies in.</summary>
    public static Month Of(long utcMs)
    {
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(utcMs);
        return new(instant.Year, instant.Month);
    }

    public int CompareTo(Month other) => (Year, Number).CompareTo((other.Year, other.Number));

    /// <summary>As archives write it: <c>2025-05</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Number:D2}");
}
