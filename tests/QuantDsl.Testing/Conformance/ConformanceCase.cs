using System.Collections.Immutable;
using System.Text.RegularExpressions;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Testing.Conformance;

/// <summary>One file of <c>tests/conformance</c>: the sentences of the rules it shows, and what it says of itself beyond its diagnostics.</summary>
/// <param name="File">Its path below the corpus, with forward slashes.</param>
/// <param name="Text">As it stands, with the line ends of every platform.</param>
/// <param name="Rules">Ids such as <c>L4.3</c>, from its first line.</param>
/// <param name="Facts">In file order.</param>
public sealed record ConformanceCase(string File, string Text, ImmutableArray<string> Rules, ImmutableArray<ConformanceFact> Facts)
{
    private static readonly Regex RulesLine = new(@"^(?://|#) RULES (?<ids>[A-Z]+\d+\.\d+(?:, [A-Z]+\d+\.\d+)*)$", RegexOptions.CultureInvariant);

    private static readonly Regex FactLine = new(@"^(?://|#)= (?<kind>[a-z][a-z -]*): (?<value>\S.*)$", RegexOptions.CultureInvariant | RegexOptions.Multiline);

    /// <summary>The folder of the corpus.</summary>
    public static string Root { get; } = Repository.PathOf("tests", "conformance");

    /// <summary>Every case, ordered by path. What stands under <c>parts</c> is used or extended by the others, and is no case of its own.</summary>
    public static ImmutableArray<ConformanceCase> All { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".qstrat" or ".yaml" or ".json" && Path.GetFileName(Path.GetDirectoryName(f)) != "parts")
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    /// <summary>The case with the files beside it.</summary>
    public ReadResult Load() => StrategyReader.Read(new(File, Text)) with { Files = new FolderFiles(Root) };

    /// <summary>The case as the other notation writes it, at the same place.</summary>
    public ReadResult InOtherNotation()
    {
        var read = Load();
        bool isText = File.EndsWith(".qstrat", StringComparison.Ordinal);
        string path = Path.Combine(Path.GetDirectoryName(File) ?? "", isText ? "twin.yaml" : "twin.qstrat");
        return StrategyReader.Read(new(path, isText ? YamlPrinter.Print(read.Strategy) : SyntaxPrinter.Print(read.Strategy))) with { Files = read.Files };
    }

    /// <summary>The values of the facts of one kind.</summary>
    public IEnumerable<string> Of(string kind) => Facts.Where(f => f.Kind == kind).Select(f => f.Value);

    private static ConformanceCase Read(string file)
    {
        string text = System.IO.File.ReadAllText(Path.Combine(Root, file)).ReplaceLineEndings("\n");
        var rules = RulesLine.Match(text.Split('\n')[0]);
        return new(file, text, rules.Success ? [.. rules.Groups["ids"].Value.Split(", ")] : [],
            [.. FactLine.Matches(text).Select(m => new ConformanceFact(m.Groups["kind"].Value, m.Groups["value"].Value.Trim()))]);
    }
}
