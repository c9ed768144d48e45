using System.Diagnostics;
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

    [Fact]
    public void A_file_of_sixty_lines_is_read_in_under_ten_milliseconds()
    {
        string lets = string.Concat(Enumerable.Range(0, 30).Select(i => $"let v{i} = (EMA(close, {i + 5}) + SMA(close, 20) * 2 - 1) / 3 on 1h\n"));
        var source = new Diagnostics.SourceText("sixty.qstrat", DesignExampleTests.Text + lets);
        Assert.InRange(source.LineCount, 60, 70);
        for (int i = 0; i < 20; i++) QStratReader.Read(source);

        // The best of several: the machine may be busy with something else.
        double best = Enumerable.Range(0, 20).Min(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            QStratReader.Read(source);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
        Assert.True(best < 10, $"{best:0.00} ms");
    }
}
