using System.Text;
using QuantDsl.Documents;

namespace QuantDsl.Language.Syntax;

/// <summary>Prose and names between YAML and the tree.</summary>
internal static class YamlText
{
    /// <summary>Prose is one line in the tree: the lines of a block are joined by spaces. In quotes it is taken as it is. Empty where there is none.</summary>
    public static string OneLine(YamlScalar? scalar)
    {
        if (scalar is null or { IsNull: true }) return "";
        if (scalar.Style is YamlScalarStyle.DoubleQuoted or YamlScalarStyle.SingleQuoted) return scalar.Value;
        return string.Join(' ', scalar.Value.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    /// <summary>A key or value as YAML: plain where every reader takes it for the same text, otherwise in double quotes.</summary>
    public static string Scalar(string text) => IsPlain(text) ? text : Quoted(text);

    /// <summary>A word: <c>true</c> and <c>false</c> stay what they are, anything else is text.</summary>
    public static string Word(string text) => text is "true" or "false" ? text : Scalar(text);

    /// <summary>In double quotes, with the escapes JSON and YAML share.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (char c in text)
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or '\u007F' or '\u0085' or '\u2028' or '\u2029' or '\uFEFF' => $"\\u{(int)c:X4}",
                _ => c.ToString(),
            });
        return quoted.Append('"').ToString();
    }

    /// <summary>A comment without the characters that end one here and not in the text notation.</summary>
    public static string Comment(string text) => string.Concat(text.Select(c => c is '\0' or '\u0085' or '\u2028' or '\u2029' ? ' ' : c)).TrimEnd();

    private static bool IsPlain(string text) =>
        text.Length > 0
        && (char.IsAsciiLetterOrDigit(text[0]) || text[0] is '_' or '(' || (text[0] == '-' && text.Length > 1 && text[1] != ' '))
        && text[^1] != ' '
        && text.All(c => c is >= ' ' and <= '~')
        && !text.Contains(": ", StringComparison.Ordinal) && text[^1] != ':' && !text.Contains(" #", StringComparison.Ordinal)
        && text.ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n" or "null");
}
