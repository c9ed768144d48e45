using System.Text.RegularExpressions;

namespace QuantDsl.Testing.Generation;

/// <summary>The same strategy in the spellings the canonical print never chooses.</summary>
public static class Respelling
{
    // Text is left alone: documentation may say anything.
    private const string Quoted = "\"(?:[^\"\\\\]|\\\\.)*\"";

    private static readonly (string Pattern, string[] Forms)[] Forms =
    [
        (@"\bcrosses_(above|below)\b", ["$0", "crosses $1"]),
        // Two literals or plain names need no `and`, where nothing follows that would make the second one longer.
        (@"\bbetween (-?[0-9.]+%?|[A-Za-z_]\w*) and ([0-9.]+%?|[A-Za-z_]\w*)(?=$|[),\]]| and | or | within )", ["$0", "between $1 $2"]),
        (@"^(strategy \w+) version 1$", ["$0", "$1"]),
        (@"^trade ([0-9].+), ([0-9].+)$", ["$0", "trade $1\ntrade $2"]),
        (@"^avoid funding (\w+ before), (\w+ after)$", ["$0", "avoid funding $2, $1"]),
        (@"\bBBANDS\(", ["$0", "bollinger("]),
        (@"\b(RSI|EMA|ATR|WILLR)\(", ["$0", "$1 ( "]),
        (@"^scale in at (.+)$", ["$0", "scale in at +$1"]),
        (@"^take (.+) at (.+)$", ["$0", "take $1 at +$2"]),
        (@"^in (\w+): ", ["$0", "in $1 :\n"]),
        (@"^use (.+)\nuse (.+)$", ["$0", "use $1, $2"]),
        (@" UTC$", ["$0", ""]),
    ];

    /// <summary>A text that must read as the same strategy; the seed chooses between the forms.</summary>
    public static string Of(string canonical, int seed)
    {
        var random = new Random(seed);
        string text = canonical;
        foreach (var (pattern, forms) in Forms)
        {
            string form = forms[random.Next(forms.Length)];
            text = Regex.Replace(text, $"{Quoted}|(?<form>{pattern})",
                match => match.Groups["form"].Success ? Regex.Replace(match.Value, pattern, form, RegexOptions.Multiline) : match.Value,
                RegexOptions.Multiline);
        }

        if (!canonical.Contains("\nreverse true", StringComparison.Ordinal)) text += "reverse false\n";
        return random.Next(2) == 0 ? $"language 1\n{text}" : text;
    }
}
