using System.Security.Cryptography;
using System.Text;
using Antlr4.Runtime;
using Antlr4.Runtime.Atn;
using Antlr4.Runtime.Misc;
using QuantDsl.Language.Syntax;
using QuantDsl.Language.Syntax.Generated;
using QuantDsl.Testing;

namespace QuantDsl.Language.Tests.Syntax;

/// <summary>The grammar is the one source of the syntax: what the reader takes statement by statement, it takes whole.</summary>
[Collection(CountedBytes.Name)]
public sealed class GrammarTests
{
    public static TheoryData<string> CleanFiles =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("strategies"), "*.qstrat")
            .Concat(Directory.EnumerateFiles(Repository.PathOf("tests", "conformance"), "*.qstrat", SearchOption.AllDirectories))
            .Where(f => StrategyReader.Read(new(f, File.ReadAllText(f))).Diagnostics.IsEmpty)
            .Select(f => Path.GetRelativePath(Repository.Root, f)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(CleanFiles))]
    public void A_clean_file_is_one_sentence_of_the_grammar_by_the_exact_prediction(string file)
    {
        var lexer = new QStratLexer(new AntlrInputStream(File.ReadAllText(Repository.PathOf(file))));
        var parser = new QStratParser(new CommonTokenStream(lexer)) { ErrorHandler = new BailErrorStrategy(), Interpreter = { PredictionMode = PredictionMode.LL } };
        try
        {
            Assert.NotEmpty(parser.strategyFile().statement());
        }
        catch (ParseCanceledException stop)
        {
            Assert.Fail($"{file}: {((RecognitionException)stop.InnerException!).OffendingToken}");
        }
    }

    [Fact]
    public void The_committed_parser_was_generated_from_the_committed_grammar()
    {
        // The generator itself is run by `tools/generate-parser.sh --check`; this needs no network.
        string[] sums = File.ReadAllLines(Repository.PathOf("src", "QuantDsl.Language", "Syntax", "Generated", "grammar.sha256"));
        foreach (string name in new[] { "QStratLexer.g4", "QStratParser.g4" })
        {
            string text = File.ReadAllText(Repository.PathOf("grammar", name)).ReplaceLineEndings("\n");
            string sum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            Assert.True(sums.Contains($"{sum}  {name}"), $"{name} changed: run tools/generate-parser.sh and commit the result");
        }
    }

    /// <summary>A reader that looks back over what it has read grows faster than the file. Bytes are exact where milliseconds are noise.</summary>
    [Fact]
    public void Reading_grows_with_the_file_and_no_faster()
    {
        long few = BytesToRead(100), many = BytesToRead(400);
        Assert.InRange((double)many / few, 2, 4.5);

        static long BytesToRead(int count)
        {
            string lets = string.Concat(Enumerable.Range(0, count).Select(i => $"let v{i} = (EMA(close, {i + 5}) + SMA(close, 20) * 2 - 1) / 3 on 1h\n"));
            var source = new Diagnostics.SourceText("long.qstrat", DesignExampleTests.Text + lets);
            return Allocation.By(() => QStratReader.Read(source));
        }
    }
}
