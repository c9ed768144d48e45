using Antlr4.Runtime;
using Antlr4.Runtime.Atn;
using Antlr4.Runtime.Misc;
using QuantDsl.Language.Syntax;
using QuantDsl.Language.Syntax.Generated;
using QuantDsl.Testing.Generation;
using Xunit.Abstractions;

namespace QuantDsl.Language.Tests.Generation;

/// <summary>The laws mean something only where the programs they run over have everything the grammar has.</summary>
public sealed class GrammarCoverageTests(ITestOutputHelper output)
{
    private const int Programs = 1_200, Least = 100;

    // What the grammar reads only to explain it: no legal strategy has it. A reason for each.
    private static readonly (string Alternative, string Reason)[] NeverLegal =
    [
        ("comparisonOperator of 8 words: ASSIGN", "`=` where `==` is meant, and named arguments"),
        ("comparisonOperator of 8 words: FOREIGN_COMPARE", "operators of other languages"),
        ("conjunction of 2 words: FOREIGN_AND", "operators of other languages"),
        ("expression of 2 words: FOREIGN_OR", "operators of other languages"),
        ("negation of 2 words: FOREIGN_NOT", "operators of other languages"),
    ];

    [Fact]
    public void L1_every_alternative_of_the_grammar_is_generated_at_least_100_times()
    {
        var alternatives = new GrammarAlternatives();
        for (int seed = 0; seed < Programs; seed++)
        {
            string text = Respelling.Of(StrategyGenerator.Text(seed), seed);
            var file = Parse(text, parser => parser.strategyFile());
            alternatives.Count(file);
            // The reader enters the grammar by a statement, and in YAML by an expression; what they hold is counted already.
            var entry = file.statement().First(s => s.enterStatement() is not null);
            alternatives.CountAlone(Parse(Slice(text, entry), parser => parser.singleStatement()));
            alternatives.CountAlone(Parse(Slice(text, entry.enterStatement().expression()), parser => parser.singleExpression()));
        }

        for (int seed = 0; seed < Programs / 2; seed++)
            alternatives.Count(Parse(Respelling.Of(SyntaxPrinter.Print(PartsGenerator.Of(seed).Main), seed), parser => parser.strategyFile()));
        foreach (var (alternative, count) in alternatives.Counts) output.WriteLine($"{count,8} {alternative}");
        output.WriteLine($"{alternatives.Counts.Count} alternatives, {Programs} programs");
        foreach (var (alternative, reason) in NeverLegal)
        {
            output.WriteLine($"never legal: {alternative}, {reason}");
            Assert.True(alternatives.Counts.TryGetValue(alternative, out int uses), $"the grammar has no `{alternative}`");
            Assert.Equal(0, uses);
        }

        Assert.Empty(alternatives.Counts.Where(a => a.Value < Least && NeverLegal.All(n => n.Alternative != a.Key)).Select(a => $"{a.Key}: {a.Value}"));
    }

    private static string Slice(string text, ParserRuleContext context) => text[context.Start.StartIndex..(context.Stop.StopIndex + 1)];

    private static T Parse<T>(string text, Func<QStratParser, T> rule) where T : ParserRuleContext
    {
        var parser = new QStratParser(new CommonTokenStream(new QStratLexer(new AntlrInputStream(text)))) { ErrorHandler = new BailErrorStrategy(), Interpreter = { PredictionMode = PredictionMode.LL } };
        try
        {
            return rule(parser);
        }
        catch (ParseCanceledException stop)
        {
            throw new InvalidOperationException($"{(stop.InnerException as RecognitionException)?.OffendingToken}\n{text}", stop);
        }
    }
}
