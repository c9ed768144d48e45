namespace QuantDsl.Language.Formatting;

/// <summary>Questions about the line an offset of a text is on.</summary>
internal static class SourceLine
{
    /// <summary>True where only blanks stand before the offset on its line.</summary>
    public static bool IsFirst(string content, int offset)
    {
        for (int i = offset - 1; i >= 0 && !IsBreak(content[i]); i--)
            if (!IsBlank(content[i])) return false;
        return true;
    }

    /// <summary>True where the line above the offset's is empty but for blanks.</summary>
    public static bool IsBelowBlank(string content, int offset)
    {
        int i = StartOf(content, offset) - 1;
        if (i < 0) return false;
        if (content[i] == '\n' && i > 0 && content[i - 1] == '\r') i--;
        return IsFirst(content, i);
    }

    /// <summary>Where the offset's line begins.</summary>
    public static int StartOf(string content, int offset)
    {
        while (offset > 0 && !IsBreak(content[offset - 1])) offset--;
        return offset;
    }

    /// <summary>True where no line ends between two offsets.</summary>
    public static bool IsSame(string content, int from, int to) => from > to || content.AsSpan(from, to - from).IndexOfAny('\n', '\r') < 0;

    private static bool IsBreak(char c) => c is '\n' or '\r';

    /// <summary>True for what readers take for nothing between words; the YAML library does so with a NUL.</summary>
    public static bool IsBlank(char c) => char.IsWhiteSpace(c) || c is '\uFEFF' or '\0';
}
