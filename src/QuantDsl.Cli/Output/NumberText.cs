using System.Globalization;

namespace QuantDsl.Cli.Output;

/// <summary>Numbers as people read them; JSON has the exact ones.</summary>
public static class NumberText
{
    private const string Undefined = "–";

    private const double Endless = 1e9;

    /// <summary>A fraction as percent: <c>12.34 %</c>.</summary>
    public static string Percent(double? fraction, int digits = 2) =>
        fraction is { } value ? Fixed(value * 100, digits) + " %" : Undefined;

    /// <summary>A money amount with thousands separated: <c>10,230.52</c>.</summary>
    public static string Money(double amount) => Math.Abs(amount) < Endless ? Positive(Math.Round(amount, 2)).ToString("#,##0.00", CultureInfo.InvariantCulture) : Short(amount);

    /// <summary>The same, or a dash.</summary>
    public static string Money(double? amount) => amount is { } value ? Money(value) : Undefined;

    /// <summary>A ratio with two digits, or a dash.</summary>
    public static string Ratio(double? value) => value is { } number ? Fixed(number, 2) : Undefined;

    /// <summary>A price without the noise of binary fractions: at most eight significant digits.</summary>
    public static string Price(double price) => price.ToString("G8", CultureInfo.InvariantCulture);

    /// <summary>∞ without a loss, a dash without a trade.</summary>
    public static string ProfitFactor(double? value, int trades) => value is null && trades > 0 ? "∞" : Ratio(value);

    public static string Count(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>The shortest text that reads back to the same number.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary><c>850 ms</c>, <c>4.2 s</c>, <c>3 min 20 s</c>.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 1 => $"{Fixed(seconds * 1000, 0)} ms",
        < 100 => $"{Fixed(seconds, 1)} s",
        < 5400 => $"{Count((long)seconds / 60)} min {Count((long)seconds % 60)} s",
        _ => $"{Count((long)seconds / 3600)} h {Count((long)seconds % 3600 / 60)} min",
    };

    /// <summary>A UTC instant to the minute: <c>2025-01-15 10:30</c>.</summary>
    public static string Instant(long utcMs) => DateTimeOffset.FromUnixTimeMilliseconds(utcMs).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Date(long utcMs) => DateTimeOffset.FromUnixTimeMilliseconds(utcMs).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>So many digits after the point.</summary>
    public static string Fixed(double value, int digits) =>
        Math.Abs(value) < Endless ? Positive(Math.Round(value, digits)).ToString("F" + digits, CultureInfo.InvariantCulture) : Short(value);

    // The growth of a lucky day over a year has dozens of digits, and nobody reads them.
    private static string Short(double value) => value.ToString("0.###e0", CultureInfo.InvariantCulture);

    // A rounded small loss would print as "-0.00".
    private static double Positive(double value) => value == 0 ? 0 : value;
}
