using System.Globalization;

namespace QuantDsl.Language.Syntax;

/// <summary>Numbers with a unit as other notations spell it: <c>5min</c>, <c>2pct</c>, <c>50bps</c>.</summary>
internal static class UnitSpelling
{
    private static readonly (string[] Words, string Unit)[] Durations =
    [
        (["m", "min", "mins", "minute", "minutes"], "m"), (["h", "hr", "hrs", "hour", "hours"], "h"), (["d", "day", "days"], "d"), (["w", "wk", "wks", "week", "weeks"], "w"),
    ];

    /// <summary>The timeframe that was meant, or null.</summary>
    public static string? Timeframe(string text)
    {
        string word = text.TrimStart("0123456789".ToCharArray());
        string count = text[..^word.Length];
        foreach (var (words, unit) in Durations)
            if (words.Contains(word.Trim().ToLowerInvariant()) && Market.Timeframe.TryParse(count + unit, out _)) return count + unit;
        return null;
    }

    /// <summary>The percent that was meant, or null; a basis point is a hundredth of one.</summary>
    public static string? Percent(string text)
    {
        string word = text.TrimStart("0123456789.".ToCharArray());
        if (word.Length == text.Length || !decimal.TryParse(text[..^word.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)) return null;
        return word.ToLowerInvariant() switch
        {
            "pct" or "pc" or "percent" => Print(value),
            "bp" or "bps" => Print(value / 100),
            _ => null,
        };

        static string Print(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture) + "%";
    }
}
