using System.Text.Json;
using System.Text.RegularExpressions;
using QuantDsl.Language.Analysis;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;
using QuantDsl.Testing.Conformance;
using Xunit.Abstractions;

namespace QuantDsl.Language.Tests.Conformance;

/// <summary>The corpus as a whole: every rule has files, every file its rule, and no file is another with other names.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    private const int Least = 250;

    public static TheoryData<string> Sound => [.. ConformanceCase.All.Where(c => Binder.Bind(c.Load()).Strategy is not null).Select(c => c.File)];

    [Fact]
    public void Every_file_names_sentences_that_there_are_and_every_language_rule_has_files()
    {
        var known = RuleSentence.Listed.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(RuleSentence.Listed.Length, known.Count);
        Assert.Equal([], ConformanceCase.All.Where(c => c.Rules.IsEmpty || !c.Rules.All(known.Contains)).Select(c => $"{c.File}: {string.Join(", ", c.Rules)}"));

        var files = ConformanceCase.All.SelectMany(c => c.Rules.Distinct()).CountBy(id => id).ToDictionary();
        foreach (var sentence in RuleSentence.Listed) output.WriteLine($"{sentence.Id,-6} {files.GetValueOrDefault(sentence.Id),4}  {sentence.Meaning}");
        output.WriteLine($"{ConformanceCase.All.Length} files");
        Assert.Equal([], known.Where(id => id.StartsWith('L') && !files.ContainsKey(id)));
        Assert.True(ConformanceCase.All.Length >= Least, $"{ConformanceCase.All.Length} files");
    }

    [SharedFact]
    public void The_list_of_sentences_is_that_of_the_rules()
    {
        var rules = RuleSentence.Of(File.ReadAllText(Path.Combine(Repository.Shared!, "RULES.md")));
        Assert.Equal(rules.Keys.Where(id => id.StartsWith('L')), RuleSentence.Listed.Select(s => s.Id).Where(id => id.StartsWith('L')));
        foreach (var sentence in RuleSentence.Listed)
        {
            Assert.True(rules.TryGetValue(sentence.Id, out string? written), $"the rules have no {sentence.Id}");
            Assert.Contains(sentence.Anchor, written, StringComparison.Ordinal);
            // The words are ours; the place is theirs.
            Assert.DoesNotContain(sentence.Meaning.TrimEnd('.'), written, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void No_two_files_differ_only_in_names_or_numbers()
    {
        var alike = ConformanceCase.All.GroupBy(Shape, c => c.File, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => string.Join(" = ", g)).ToList();
        Assert.True(alike.Count == 0, string.Join('\n', alike));
    }

    [Theory]
    [InlineData("a.qstrat", "strategy a timeframe 5m enter long when close > EMA(close, 20) // one", "b.qstrat", "strategy b\ntimeframe 1h\nenter long when open > SMA(high, 9)", true)]
    [InlineData("a.qstrat", "strategy a timeframe 5m enter long when close > 2", "b.qstrat", "strategy a timeframe 5m enter long when close < 2", false)]
    [InlineData("a.qstrat", "strategy a stop 2", "b.qstrat", "strategy a stop 2%", false)]
    [InlineData("a.yaml", "name: a # one\nindicators: {rsi: {type: RSI, period: 3}}", "b.yaml", "name: b\nindicators: {ema: {type: EMA, period: 4}}", true)]
    [InlineData("a.yaml", "name: a\ntimeframe: 5m", "b.yaml", "name: a\nversion: 5m", false)]
    public void The_comparison_sees_through_names_numbers_and_comments(string file, string text, string otherFile, string other, bool alike) =>
        Assert.Equal(alike, Shape(new(file, text, [], [])) == Shape(new(otherFile, other, [], [])));

    [Fact]
    public void Every_fact_is_of_a_kind_some_test_holds_it_to()
    {
        Assert.Equal([], ConformanceCase.All.SelectMany(c => c.Facts.Where(f => ConformanceFact.Kinds.All(k => k.Kind != f.Kind)).Select(f => $"{c.File}: {f.Kind}")));
        Assert.Equal([], ConformanceFact.Kinds.Select(k => k.Kind).Where(kind => !ConformanceCase.All.Any(c => c.Of(kind).Any())));
        // A line that was meant to be a fact must not pass as a comment.
        Assert.Equal([], ConformanceCase.All.Where(c => Regex.Count(c.Text, @"^\s*(?://|#)=", RegexOptions.Multiline) != c.Facts.Length).Select(c => c.File));
    }

    /// <summary>L1: a sound file is the same document and the same program in both notations.</summary>
    [Theory]
    [MemberData(nameof(Sound))]
    public void L1_a_sound_file_is_the_same_in_the_other_notation(string file)
    {
        var read = Case(file).Load();
        foreach (var (name, text) in new[] { ("twin.qstrat", SyntaxPrinter.Print(read.Strategy)), ("twin.yaml", YamlPrinter.Print(read.Strategy)) })
        {
            var twin = StrategyReader.Read(new(Path.Combine(Path.GetDirectoryName(file) ?? "", name), text)) with { Files = read.Files };
            Assert.Equal(DocumentHash.Of(read.Strategy), DocumentHash.Of(twin.Strategy));
            Assert.Equal(ProgramHash.Of(Bound(read)), ProgramHash.Of(Bound(twin)));
        }
    }

    [Fact]
    public void What_a_case_says_of_its_text_hashes_and_warm_up_is_so()
    {
        List<string> wrong = [];
        foreach (var written in ConformanceCase.All)
        {
            var read = written.Load();
            foreach (string line in written.Of("prints"))
                if (!SyntaxPrinter.Print(read.Strategy).Split('\n').Any(l => l.Trim() == line)) wrong.Add($"{written.File}: prints otherwise than {line}\n{SyntaxPrinter.Print(read.Strategy)}");
            foreach (string warmUp in written.Of("warm-up"))
                if (warmUp != WarmUp(Bound(read))) wrong.Add($"{written.File}: warm-up {WarmUp(Bound(read))}");
            foreach (string known in written.Of("known"))
            {
                var strategy = Bound(read);
                string[] rows = [.. ProofTable.Of(strategy).Select(row => $"{row.Role} = {row.KnownAt.Describe(strategy.Symbols)}")];
                if (!rows.Contains(known)) wrong.Add($"{written.File}: known {string.Join("; ", rows)}");
            }

            foreach (var (kind, value) in written.Facts)
            {
                if (kind is not ("same document as" or "other document than" or "same program as" or "other program than")) continue;
                var other = Case(Path.Combine(Path.GetDirectoryName(written.File) ?? "", value).Replace('\\', '/')).Load();
                bool equal = kind.Contains("document", StringComparison.Ordinal)
                    ? DocumentHash.Of(read.Strategy) == DocumentHash.Of(other.Strategy)
                    : ProgramHash.Of(Bound(read)) == ProgramHash.Of(Bound(other));
                if (equal != kind.StartsWith("same", StringComparison.Ordinal)) wrong.Add($"{written.File}: not {kind} {value}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string WarmUp(BoundStrategy strategy) => string.Join(", ", strategy.Warmup.OrderBy(w => w.Timeframe).ThenBy(w => w.Symbol).ThenBy(w => w.PrimaryShift).Select(w =>
        $"{w.Bars} of {w.Timeframe}{(w.PrimaryShift > 0 ? $" {w.PrimaryShift} before" : "")}{(w.Symbol > 0 ? $" of {strategy.Symbols[w.Symbol]}" : "")}"));

    private static ConformanceCase Case(string file) => ConformanceCase.All.Single(c => c.File == file);

    private static BoundStrategy Bound(ReadResult read)
    {
        var bound = Binder.Bind(read);
        Assert.True(bound.Strategy is not null, $"{read.Source.Path}: {string.Join(", ", bound.Diagnostics.Select(d => $"{d.Code} {d.Message}"))}");
        return bound.Strategy;
    }

    private static readonly Regex Words = new("""(?<text>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')|(?<number>\d+(?:\.\d+)?(?:[mhdw]\b|:\d+)?)|(?<word>[A-Za-z_]\w*)|(?<mark>[^\s\w])""", RegexOptions.CultureInvariant);

    /// <summary>Words that are no names: those of the grammar, and the keys of the other notation.</summary>
    private static readonly HashSet<string> Fixed =
    [
        .. Regex.Matches(File.ReadAllText(Repository.PathOf("grammar", "QStratLexer.g4")), @"'([a-z_]+)'").Select(m => m.Groups[1].Value),
        .. Keys(JsonDocument.Parse(File.ReadAllText(Repository.PathOf("docs", "strategy.schema.json"))).RootElement),
    ];

    /// <summary>What is left of a file when names, numbers, texts, layout and comments are taken out of it.</summary>
    private static string Shape(ConformanceCase written)
    {
        bool isText = written.File.EndsWith(".qstrat", StringComparison.Ordinal);
        var lines = written.Text.Split('\n').Select(line => Regex.Replace(line, isText ? "//.*$" : "(^|\\s)#.*$", ""));
        return (isText ? "text " : "yaml ") + string.Join(' ', Words.Matches(string.Join('\n', lines)).Select(m =>
            m.Groups["text"].Success ? "\"\"" : m.Groups["number"].Success ? "0" : m.Groups["word"].Success && !Fixed.Contains(m.Value) ? "n" : m.Value));
    }

    private static IEnumerable<string> Keys(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => schema.EnumerateObject().SelectMany(p => (p.Name == "properties" ? p.Value.EnumerateObject().Select(k => k.Name) : []).Concat(Keys(p.Value))),
        JsonValueKind.Array => schema.EnumerateArray().SelectMany(Keys),
        _ => [],
    };
}
