using System.Globalization;
using System.Text;

namespace QuantDsl.Diagnostics;

/// <summary>Text as a terminal shows it: how many columns a character takes, and what may be shown at all.</summary>
/// <remarks>Widths follow Unicode's East Asian Width (UAX 11): wide and full-width characters take two columns, marks and joiners none.</remarks>
internal static class ScreenText
{
    public const int TabWidth = 4;

    private const char Unshowable = '�';

    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x23E9, 0x23EC), (0x25FD, 0x25FE), (0x2614, 0x2615), (0x2648, 0x2653), (0x26A1, 0x26A1), (0x26BD, 0x26BE),
        (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C), (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797), (0x2B1B, 0x2B1C),
        (0x2B50, 0x2B50), (0x2B55, 0x2B55), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0xA4CF), (0xA960, 0xA97C), (0xAC00, 0xD7A3),
        (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x1F004, 0x1F004), (0x1F0CF, 0x1F0CF), (0x1F18E, 0x1F19A), (0x1F200, 0x1F320),
        (0x1F32D, 0x1F64F), (0x1F680, 0x1F6FC), (0x1F7E0, 0x1F7EB), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>What is shown for each character, and the columns it takes; a tab is blanks, and what a terminal would act on is <c>�</c>.</summary>
    /// <returns>Parts in order, each with the number of UTF-16 units it stands for.</returns>
    public static IEnumerable<(string Shown, int Columns, int Length)> Parts(string text)
    {
        for (int i = 0; i < text.Length;)
        {
            bool isRune = Rune.TryGetRuneAt(text, i, out var rune);
            int length = isRune ? rune.Utf16SequenceLength : 1;
            yield return !isRune || rune.Value != '\t' && IsActedOn(rune) ? (Unshowable.ToString(), 1, length)
                : rune.Value == '\t' ? (new string(' ', TabWidth), TabWidth, length)
                : (text.Substring(i, length), ColumnsOf(rune), length);
            i += length;
        }
    }

    /// <summary>A text of one line with nothing in it that a terminal would act on.</summary>
    public static string Printable(string text) => string.Concat(Parts(text).Select(part => part.Shown));

    /// <summary>Columns a text takes.</summary>
    public static int Columns(string text) => Parts(text).Sum(part => part.Columns);

    /// <summary>A text in lines of at most so many columns, broken at blanks, and inside <c>`…`</c> only where a line cannot hold it.</summary>
    /// <param name="first">Columns of the first line.</param>
    /// <param name="rest">Columns of the others.</param>
    public static List<string> Wrap(string text, int first, int rest)
    {
        List<string> lines = [];
        foreach (string piece in Pieces(text))
        {
            foreach (string word in Columns(piece) > (lines.Count == 0 ? first : rest) ? piece.Split(' ') : [piece])
            {
                int room = lines.Count <= 1 ? first : rest;
                if (lines.Count > 0 && Columns(lines[^1]) + 1 + Columns(word) <= room) lines[^1] += " " + word;
                else lines.Add(word);
            }
        }

        return lines.Count == 0 ? [""] : lines;
    }

    // Words, with what stands between backticks as one.
    private static IEnumerable<string> Pieces(string text)
    {
        int start = 0;
        bool isCode = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '`') isCode = !isCode;
            if (text[i] != ' ' || isCode || IsOneValue(text, i)) continue;
            yield return text[start..i];
            start = i + 1;
        }

        yield return text[start..];
    }

    // `2025-01-01 08:00` and `5 %` are read as one.
    private static bool IsOneValue(string text, int blank) =>
        blank > 0 && blank + 1 < text.Length && char.IsAsciiDigit(text[blank - 1]) && (char.IsAsciiDigit(text[blank + 1]) || text[blank + 1] == '%');

    // Controls, and the marks that turn the direction of what follows.
    private static bool IsActedOn(Rune rune) => Rune.IsControl(rune) || rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 or 0x2028 or 0x2029;

    private static int ColumnsOf(Rune rune)
    {
        if (rune.Value < 0x300) return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format) return 0;
        foreach (var (low, high) in Wide)
            if (rune.Value >= low && rune.Value <= high) return 2;
        return 1;
    }
}
