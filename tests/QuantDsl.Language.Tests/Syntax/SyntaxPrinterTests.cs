using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing.Generation;

namespace QuantDsl.Language.Tests.Syntax;

public sealed class SyntaxPrinterTests
{
    [Theory]
    [InlineData("((a)) + (b * c)", "a + b * c")]
    [InlineData("(a + b) + c", "a + b + c")]
    [InlineData("a + (b + c)", "a + (b + c)")]
    [InlineData("a / (b * c)", "a / (b * c)")]
    [InlineData("(a > b and c > d) and e > f", "a > b and c > d and e > f")]
    [InlineData("(a > b or c > d) and e > f", "(a > b or c > d) and e > f")]
    [InlineData("not (a > b)", "not a > b")]
    [InlineData("not (a > b and c > d)", "not (a > b and c > d)")]
    [InlineData("(not a > b) within 3 bars", "(not a > b) within 3 bars")]
    [InlineData("(a > b) within (3) bars", "a > b within 3 bars")]
    [InlineData("a crosses above b", "a crosses_above b")]
    [InlineData("a between 2 3", "a between 2 and 3")]
    [InlineData("2 of((a > b),c > d)", "2 of (a > b, c > d)")]
    [InlineData("- (a + b)", "-(a + b)")]
    [InlineData("-(5)[1]", "-5[1]")]
    [InlineData("(-5)[1]", "(-5)[1]")]
    [InlineData("RSI ( close , 14 ) on 60m [ 1 ]", "(RSI(close, 14) on 1h)[1]")]
    [InlineData("rsi(close,14)[1]on 1h", "RSI(close, 14)[1] on 1h")]
    [InlineData("bb(close, 20, 2.50).upper", "BBANDS(close, 20, 2.5).upper")]
    [InlineData("HIGHEST(high, 20)", "highest(high, 20)")]
    [InlineData("a * 100.000", "a * 100")]
    [InlineData("a * 1e-3", "a * 0.001")]
    [InlineData("a * 0.10%", "a * 0.1%")]
    public void L3_the_fewest_brackets_and_one_spelling(string text, string print) => Assert.Equal(print, SyntaxPrinter.Print(ReadExpression(text)));

    [Fact]
    public void L1_the_canonical_text_groups_statements_and_keeps_the_order_of_parameters_and_names()
    {
        const string Written = """
            strategy mixed "Says \"why\"" reverse true avoid funding 5m after, 1h before
            target risk_reward(2) from signal let b = EMA(close, slow) let a = b[1]
            exit after 12 bars exit short when b < a enter short when a < b
            param slow = 50.0 in [20, 50.50] range 2..500 "slow \\ look-back" param fast = 10 in 5..50 count 4 log
            require fast < slow enter long when a > b exit long when b > a
            stop 2.50% timeframe 60m block sunday, Monday Europe/London
            trade 8:00-12:30 trade 22:00-24:00 America/New_York
            """;
        const string Canonical = """
            strategy mixed version 1
                "Says \"why\""

            timeframe 1h

            param slow = 50 in [20, 50.5] range 2..500 "slow \\ look-back"
            param fast = 10 in 5..50 count 4 log
            require fast < slow

            let b = EMA(close, slow)
            let a = b[1]

            enter long when a > b
            enter short when a < b

            exit long when b > a
            exit short when b < a
            exit after 12 bars

            stop 2.5%
            target risk_reward(2) from signal

            trade 08:00-12:30 UTC, 22:00-24:00 America/New_York
            block Sunday, Monday Europe/London
            avoid funding 60m before, 5m after

            reverse true

            """;
        Assert.Equal(Canonical, SyntaxPrinter.Print(Read(Written)));
        Assert.Equal(Canonical, SyntaxPrinter.Print(Read(Canonical)));
    }

    [Fact]
    public void L1_the_document_hash_is_of_the_canonical_print()
    {
        string a = DocumentHash.Of(Read("strategy s timeframe 60m // comment\nenter long when (close>open)"));
        string b = DocumentHash.Of(Read("strategy s version 1\n\ntimeframe 1h\n\nenter long when close > open\n"));
        Assert.Equal(a, b);
        Assert.Matches("^[0-9a-f]{64}$", a);
        Assert.NotEqual(a, DocumentHash.Of(Read("strategy s timeframe 1h enter long when close >= open")));
    }

    [Fact]
    public void Random_strategies_print_to_text_that_reads_as_the_same_tree_and_prints_the_same()
    {
        for (int seed = 0; seed < 600; seed++)
        {
            var strategy = TreeScrambler.Strategy(seed);
            string print = SyntaxPrinter.Print(strategy);
            var read = QStratReader.Read(new("random.qstrat", print));
            Assert.True(read.Diagnostics.IsEmpty, $"seed {seed}: {string.Join("; ", read.Diagnostics.Select(d => d.Message))}\n{print}");
            Assert.Equal(print, SyntaxPrinter.Print(read.Strategy));
            Assert.Equal(strategy.Description, read.Strategy.Description);
        }
    }

    [Fact]
    public void Random_expressions_keep_their_shape()
    {
        for (int seed = 0; seed < 1_500; seed++)
        {
            var expression = TreeScrambler.Expression(seed);
            string print = SyntaxPrinter.Print(expression);
            var read = ReadExpression(print);
            Assert.Equal(print, SyntaxPrinter.Print(read));
            // Aliases and case are canonical after the first print, so the shape is compared from there.
            Assert.Equal(Canonical(TreeShape.Of(expression)), Canonical(TreeShape.Of(read)));
        }
    }

    private static string Canonical(string shape) => shape.Replace("BOLLINGER<", "BBANDS<").Replace("WILLIAMS_R<", "WILLR<");

    private static StrategySyntax Read(string text)
    {
        var read = QStratReader.Read(new("test.qstrat", text));
        Assert.Empty(read.Diagnostics);
        return read.Strategy;
    }

    private static ExpressionSyntax ReadExpression(string text)
    {
        var diagnostics = new DiagnosticBag(new("test", text));
        var expression = QStratReader.ReadExpression(diagnostics.Source, new(0, text.Length), diagnostics);
        Assert.True(diagnostics.ToImmutable().IsEmpty, $"{text}: {string.Join("; ", diagnostics.ToImmutable().Select(d => d.Message))}");
        return expression;
    }
}
