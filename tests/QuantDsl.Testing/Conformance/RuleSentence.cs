using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace QuantDsl.Testing.Conformance;

/// <summary>One sentence of the rules as the corpus counts them: <c>L4.3</c> is the third of rule L4.</summary>
/// <param name="Id">Rule and number.</param>
/// <param name="Anchor">Words the sentence has, by which it is known again.</param>
/// <param name="Meaning">What it says, in our words.</param>
public sealed record RuleSentence(string Id, string Anchor, string Meaning)
{
    private static readonly Regex Row = new(@"^\| (?<id>[A-Z]+\d+\.\d+) \| (?<anchor>\S.*?) \| (?<meaning>\S.*?) \|$", RegexOptions.CultureInvariant | RegexOptions.Multiline);

    private static readonly Regex Start = new(@"^(?<id>[A-Z]+\d+) ", RegexOptions.CultureInvariant);

    /// <summary>The list the corpus carries, in its order.</summary>
    public static ImmutableArray<RuleSentence> Listed { get; } =
        [.. Row.Matches(File.ReadAllText(Path.Combine(ConformanceCase.Root, "rules.md")).ReplaceLineEndings("\n")).Select(m => new RuleSentence(m.Groups["id"].Value, m.Groups["anchor"].Value.Trim('`'), m.Groups["meaning"].Value))];

    /// <summary>The sentences of a page of rules, by id: a rule starts a line with its name and ends at the next rule or heading.</summary>
    public static Dictionary<string, string> Of(string page)
    {
        Dictionary<string, string> sentences = new(StringComparer.Ordinal);
        string? rule = null;
        string text = "";
        foreach (string line in page.ReplaceLineEndings("\n").Split('\n').Append("## end"))
        {
            var start = Start.Match(line);
            if (!start.Success && !line.StartsWith('#'))
            {
                text += " " + line.Trim();
                continue;
            }

            if (rule is not null)
            {
                int number = 0;
                foreach (string sentence in Split(text)) sentences[$"{rule}.{++number}"] = sentence;
            }

            rule = start.Success ? start.Groups["id"].Value : null;
            text = start.Success ? line[start.Length..] : "";
        }

        return sentences;
    }

    /// <summary>Cut behind every full stop and semicolon that stands outside code and brackets and before a space.</summary>
    private static IEnumerable<string> Split(string text)
    {
        bool isCode = false;
        int depth = 0, from = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '`') isCode = !isCode;
            if (isCode) continue;
            if (text[i] is '(' or '[' or '{') depth++;
            if (text[i] is ')' or ']' or '}') depth--;
            if (depth != 0 || text[i] is not ('.' or ';') || (i + 1 < text.Length && text[i + 1] != ' ')) continue;
            yield return text[from..(i + 1)].Trim();
            from = i + 1;
        }

        if (text[from..].Trim() is { Length: > 0 } rest) yield return rest;
    }
}
