namespace QuantDsl.Data.Files;

/// <summary>What stands in a <c>.CHECKSUM</c> file: <c>sha256  name</c>.</summary>
internal static class ChecksumText
{
    /// <summary>The SHA-256 it begins with, as 64 lower-case hex digits; null when it begins otherwise.</summary>
    public static string? Digest(string text)
    {
        string first = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').Split([' ', '\t', '\r', '\n', '*'], 2)[0].ToLowerInvariant();
        return first.Length == 64 && first.All(char.IsAsciiHexDigit) ? first : null;
    }
}
