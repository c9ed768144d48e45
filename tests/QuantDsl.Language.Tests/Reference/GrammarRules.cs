using System.Text.RegularExpressions;
using QuantDsl.Language.Syntax.Generated;
using QuantDsl.Testing;

namespace QuantDsl.Language.Tests.Reference;

/// <summary>The rules of <c>QStratParser.g4</c> as a page shows them: words in quotes, without what is read only to explain it.</summary>
internal static class GrammarRules
{
    private static readonly IReadOnlyList<(string Name, string Body)> All =
    [
        .. Regex.Matches(Regex.Replace(File.ReadAllText(Repository.PathOf("grammar", "QStratParser.g4")).ReplaceLineEndings("\n"), "//[^\n]*", ""), @"^(?<name>[a-z]\w*)\s*:\s*(?<body>[^;]*);", RegexOptions.Multiline)
            .Select(m => (m.Groups["name"].Value, m.Groups["body"].Value)),
    ];

    public static IEnumerable<string> Names => All.Select(r => r.Name);

    /// <summary>The alternatives of a rule that are rules themselves, in the order of the grammar.</summary>
    public static IEnumerable<string> AlternativesOf(string rule) => Body(rule).Split('|').Select(a => a.Trim());

    /// <summary><c>'enter' side 'when' expression</c></summary>
    public static string Syntax(string rule)
    {
        string body = Regex.Replace(Body(rule), @"\s+", " ").Trim();
        // Operators of other languages are read, and answered with ours; they are no part of this one.
        body = Regex.Replace(body, @"\s*\|\s*(FOREIGN_\w+|ASSIGN)\b(?!\s+\w)", "");
        body = Regex.Replace(body, @"\((\w+)\)(?![*+?])", "$1");
        return Regex.Replace(body, @"\b[A-Z][A-Z_]+\b", m => Spelling(m.Value));
    }

    private static string Body(string rule) => All.Single(r => r.Name == rule).Body;

    private static string Spelling(string token)
    {
        for (int type = 1; QStratLexer.DefaultVocabulary.GetSymbolicName(type) is { } name; type++)
            if (name == token && QStratLexer.DefaultVocabulary.GetLiteralName(type) is { } spelling) return spelling;
        return token switch { "EOF" => "", "IN_REGIME" => "'in' NAME ':'", _ => token };
    }
}
