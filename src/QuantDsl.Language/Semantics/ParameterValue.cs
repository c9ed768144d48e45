using System.Globalization;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>A parameter's value as the author writes it: <c>3%</c> stands for 0.03 inside (RULES L7).</summary>
public static class ParameterValue
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads <c>14</c>, <c>-2.5</c> or <c>3%</c>. A percent parameter also takes the fraction, <c>0.03</c>; a plain one takes no percent.</summary>
    /// <returns>False when the text is not such a number.</returns>
    public static bool TryParse(BoundParameter parameter, ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        text = text.Trim();
        bool percent = text.EndsWith("%");
        if (percent && parameter.Unit != LiteralUnit.Percent) return false;
        if (!decimal.TryParse(percent ? text[..^1].TrimEnd() : text, Style, CultureInfo.InvariantCulture, out decimal number)) return false;
        value = ToDouble(percent ? number / 100m : number);
        return true;
    }

    /// <summary>The shortest text that reads back as the same value: <c>3%</c> for 0.03 of a percent parameter, <c>14</c> for a plain one.</summary>
    public static string Print(BoundParameter parameter, double value) => Print(value, parameter.Unit);

    /// <inheritdoc cref="Print(BoundParameter, double)"/>
    public static string Print(double value, LiteralUnit unit)
    {
        string plain = value.ToString("R", CultureInfo.InvariantCulture);
        bool isDecimal = decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number);
        if (unit == LiteralUnit.None) return isDecimal && ToDouble(number) == value ? Plain(number) : plain;
        // Shifting the decimal keeps 0.07 at 7%, where multiplying the double by 100 gives 7.000000000000001.
        return isDecimal && Math.Abs(number) < 1e20m && ToDouble(number) == value
            ? Plain(number * 100m) + "%"
            : (value * 100).ToString("R", CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>The double nearest to a decimal; the framework's own conversion may miss it by a bit for long decimals.</summary>
    internal static double ToDouble(decimal value) =>
        double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Plain(decimal value) => value == 0 ? "0" : value.ToString("0.############################", CultureInfo.InvariantCulture);
}
