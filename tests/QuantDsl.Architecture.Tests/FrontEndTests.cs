using System.Text.RegularExpressions;
using QuantDsl.Testing;

namespace QuantDsl.Architecture.Tests;

/// <summary>Two notations, one binder: whoever works on a tree cannot know how it was written, so no construct can be implemented twice.</summary>
/// <remarks>That both notations say the same is a law over generated programs (<c>Language.Tests/Generation</c>); this is why it can hold.</remarks>
public sealed class FrontEndTests
{
    private static readonly string[] AfterReading =
        ["src/QuantDsl.Language/Semantics", "src/QuantDsl.Language/Explanation", "src/QuantDsl.Compiler", "src/QuantDsl.Runtime", "src/QuantDsl.Backtest", "src/QuantDsl.Research"];

    private static IEnumerable<(string Path, string Code)> Sources(params string[] folders) =>
        from folder in folders
        from file in Directory.EnumerateFiles(Repository.PathOf(folder.Split('/')), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
        where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/Generated/", StringComparison.Ordinal)
        select (path, Regex.Replace(File.ReadAllText(file), "//[^\n]*", ""));

    [Fact]
    public void What_comes_after_reading_knows_no_notation()
    {
        var notation = new Regex(@"\b(Yaml((Strategy|Expression)?(Reader|Writer)|Printer|Parameters|Document|Fields|Node|Mapping|Sequence|Entry|Scalar)|QStrat(Reader|Parser|Lexer)|Antlr4|GetExtension)\b");
        // A risk file is no strategy: it is read where its limits are known.
        var found = from source in Sources(AfterReading)
                    where source.Path is not ("src/QuantDsl.Backtest/Risk/RiskDocument.cs" or "src/QuantDsl.Backtest/Risk/PortfolioSection.cs")
                    from Match match in notation.Matches(source.Code)
                    select $"{source.Path}: {match.Value}";
        // An expression on the command line stands in no file: it has one notation, the text's.
        Assert.Equal(["src/QuantDsl.Language/Semantics/Binder.cs: QStratReader"], found.Distinct());
    }

    [Fact]
    public void Reading_knows_nothing_of_meaning() =>
        Assert.Empty(Sources("src/QuantDsl.Language/Syntax").Where(s => s.Code.Contains("QuantDsl.Language.Semantics", StringComparison.Ordinal)).Select(s => s.Path));

    [Fact]
    public void Expressions_are_read_by_the_grammar_alone()
    {
        // A list of conditions is their conjunction; every other operator a YAML file has comes out of the grammar's own rule.
        var operators = new Regex(@"new (Or|Not|Within|Between|Cross|Comparison|Arithmetic|Negate|History|Output|AtLeast)Syntax\b");
        var yaml = Sources("src/QuantDsl.Language/Syntax").Where(s => Path.GetFileName(s.Path).StartsWith("Yaml", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(yaml);
        Assert.Empty(yaml.Where(s => operators.IsMatch(s.Code)).Select(s => s.Path));
        Assert.Equal(["src/QuantDsl.Language/Syntax/YamlExpressionReader.cs"], yaml.Where(s => s.Code.Contains("ReadExpression(", StringComparison.Ordinal)).Select(s => s.Path));
    }

    [Fact]
    public void There_is_one_binder()
    {
        var binders = Sources("src").Where(s => Regex.IsMatch(s.Code, @"\bBoundStrategy Bind\(|\bBindResult Bind\(")).Select(s => s.Path);
        Assert.Equal(["src/QuantDsl.Language/Semantics/Binder.cs"], binders);
    }
}
