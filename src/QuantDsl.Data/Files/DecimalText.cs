using System.Globalization;
using System.Runtime.CompilerServices;

namespace QuantDsl.Data.Files;

/// <summary>Reads decimal numbers from UTF-8, correctly rounded.</summary>
internal static class DecimalText
{
    /// <summary>Every power of ten that a double holds exactly.</summary>
    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>False for anything but a finite number; blanks and quotes around it are the caller's to remove.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryRead(ReadOnlySpan<byte> text, out double value)
    {
        // Up to 2^53 over a power of ten up to 10^22 both operands are exact, so one division is the correct rounding.
        int i = 0;
        bool negative = false;
        if (text.Length > 0 && text[0] == '-')
        {
            negative = true;
            i = 1;
        }
        ulong digits = 0;
        int count = 0, point = -1;
        for (; i < text.Length; i++)
        {
            uint digit = text[i] - (uint)'0';
            if (digit <= 9)
            {
                digits = digits * 10 + digit;
                if (++count > 18) return TryReadSlowly(text, out value);
            }
            else if (text[i] == '.' && point < 0) point = count;
            else return TryReadSlowly(text, out value);
        }
        int scale = point < 0 ? 0 : count - point;
        if (count == 0 || digits > 1UL << 53) return TryReadSlowly(text, out value);
        value = digits / PowersOfTen[scale];
        if (negative) value = -value;
        return true;
    }

    private static bool TryReadSlowly(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);
}
