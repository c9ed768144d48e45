using System.Text.RegularExpressions;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;

namespace QuantDsl.Language.Tests.Reference;

/// <summary>The reference is what the grammar and the tables give, and what it shows works.</summary>
public sealed class LanguageReferenceTests
{
    private static readonly string Page = Repository.PathOf("docs", "language.md");

    public static TheoryData<int, string, string, string> Examples
    {
        get
        {
            var data = new TheoryData<int, string, string, string>();
            int number = 0;
            foreach (Match block in Regex.Matches(LanguageReference.Write(), "^```(?<notation>qstrat|yaml) (?<kind>complete|fragment)\n(?<text>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline))
                data.Add(++number, block.Groups["notation"].Value, block.Groups["kind"].Value, block.Groups["text"].Value);
            return data;
        }
    }

    [Fact]
    public void The_committed_page_is_what_grammar_and_tables_give() => Snapshot.MatchesFile(LanguageReference.Write(), Page);

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_compiles(int number, string notation, string kind, string text)
    {
        var bound = Binder.Bind(StrategyReader.Read(new($"example_{number}.{notation}", kind == "complete" ? text : Completed(notation, text))));
        // A fragment may leave a name it shows unused; a whole strategy may not.
        Assert.Equal([], bound.Diagnostics.Where(d => kind == "complete" || d.Severity == Severity.Error).Select(d => $"{d.Code} {d.Message}\n{text}"));
        Assert.NotNull(bound.Strategy);
    }

    [Fact]
    public void No_block_of_code_goes_unmarked() =>
        Assert.All(Regex.Matches(LanguageReference.Write(), "^```(\\w.*)$", RegexOptions.Multiline), block =>
            Assert.Contains(block.Groups[1].Value, (string[])["text", "qstrat complete", "qstrat fragment", "yaml complete", "yaml fragment"]));

    private static string Completed(string notation, string text)
    {
        string rule = text.Contains("enter", StringComparison.Ordinal) || text.Contains("entry_conditions", StringComparison.Ordinal) ? ""
            : notation == "yaml" ? "entry_conditions: {long: [close > open]}\n" : "enter long when close > open\n";
        return notation == "yaml" ? $"name: example\ntimeframe: 5m\n{rule}{text}" : $"strategy example\ntimeframe 5m\n{rule}{text}";
    }
}
