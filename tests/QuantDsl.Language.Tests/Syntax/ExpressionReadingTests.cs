using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Tests.Syntax;

/// <summary>RULES L2 to L5: how expressions bind, each written out with every bracket.</summary>
public sealed class ExpressionReadingTests
{
    [Theory]
    // Loosest first: or, and, not, within, comparisons, + -, * /, unary -, postfix.
    [InlineData("a or b and c", "(or a (and b c))")]
    [InlineData("a and b or c and d", "(or (and a b) (and c d))")]
    [InlineData("not a and b", "(and (not a) b)")]
    [InlineData("not a > b", "(not (Greater a b))")]
    [InlineData("not not a > b", "(not (not (Greater a b)))")]
    [InlineData("not a > b within 3 bars", "(not (within (Greater a b) 3))")]
    [InlineData("a > b within 3 bars and c > d", "(and (within (Greater a b) 3) (Greater c d))")]
    [InlineData("a > b within n + 1 bars", "(within (Greater a b) (Add n 1))")]
    [InlineData("a > b within 5 bars within 2 bars", "(within (within (Greater a b) 5) 2)")]
    [InlineData("a + b > c - d", "(Greater (Add a b) (Subtract c d))")]
    [InlineData("a - b - c", "(Subtract (Subtract a b) c)")]
    [InlineData("a - (b - c)", "(Subtract a (Subtract b c))")]
    [InlineData("a + b * c / d", "(Add a (Divide (Multiply b c) d))")]
    [InlineData("(a + b) * c", "(Multiply (Add a b) c)")]
    [InlineData("-a * b", "(Multiply (neg a) b)")]
    [InlineData("a - -b", "(Subtract a (neg b))")]
    [InlineData("-a[1]", "(neg (ago a 1))")]
    [InlineData("-5 + a", "(Add -5 a)")]
    [InlineData("--a", "(neg (neg a))")]
    [InlineData("close[1] on 1h", "(on (ago close 1) 1h)")]
    [InlineData("RSI(close, 14)[1] on 1h", "(on (ago RSI<close 14> 1) 1h)")]
    [InlineData("(RSI(close, 14) on 1h)[1]", "(ago (on RSI<close 14> 1h) 1)")]
    [InlineData("a + b on 1h", "(Add a (on b 1h))")]
    [InlineData("BBANDS(close, 20, 2).upper[2] on 60m", "(on (ago (out BBANDS<close 20 2> upper) 2) 1h)")]
    [InlineData("MACD().signal", "(out MACD<> signal)")]
    public void L3_precedence(string text, string shape) => Assert.Equal(shape, TreeShape.Of(Read(text)));

    [Theory]
    [InlineData("a >= b", "(GreaterOrEqual a b)")]
    [InlineData("a <= b", "(LessOrEqual a b)")]
    [InlineData("a == 2", "(Equal a 2)")]
    [InlineData("a != 2", "(NotEqual a 2)")]
    [InlineData("a crosses_above b", "(CrossAbove a b)")]
    [InlineData("a crosses below b + 1", "(CrossBelow a (Add b 1))")]
    [InlineData("a between b and c", "(between a b c)")]
    [InlineData("a between b and c and d > e", "(and (between a b c) (Greater d e))")]
    [InlineData("a between 20 30", "(between a 20 30)")]
    [InlineData("a between 1% 2%", "(between a 1% 2%)")]
    [InlineData("a between lo hi and d > e", "(and (between a lo hi) (Greater d e))")]
    [InlineData("a + 1 between b - 1 and b * 2", "(between (Add a 1) (Subtract b 1) (Multiply b 2))")]
    [InlineData("2 of (a > b, c > d, not e > f)", "(atleast 2 <(Greater a b) (Greater c d) (not (Greater e f))>)")]
    [InlineData("k of (a > b)", "(atleast k <(Greater a b)>)")]
    [InlineData("rising(close, 3)", "RISING<close 3>")]
    [InlineData("highest(high, 20)[1]", "(ago HIGHEST<high 20> 1)")]
    [InlineData("profit > 2.50%", "(Greater profit 2.5%)")]
    [InlineData("bars_in_trade >= 12", "(GreaterOrEqual bars_in_trade 12)")]
    public void L4_conditions(string text, string shape) => Assert.Equal(shape, TreeShape.Of(Read(text)));

    [Theory]
    // Words with a meaning in one place are names everywhere else; a name before a bracket is a call.
    [InlineData("long > short", "(Greater long short)")]
    [InlineData("step + signal * from / bars", "(Add step (Divide (Multiply signal from) bars))")]
    [InlineData("version between range and count", "(between version range count)")]
    [InlineData("a within bars bars", "(within a bars)")]
    [InlineData("in when", null)]
    [InlineData("rsi > RSI(close, 14)", "(Greater rsi RSI<close 14>)")]
    [InlineData("true", "true")]
    [InlineData("on > 3", null)]
    [InlineData("stop > 3", null)]
    public void L2_words(string text, string? shape)
    {
        if (shape is not null)
        {
            Assert.Equal(shape, TreeShape.Of(Read(text)));
            return;
        }

        var diagnostics = new DiagnosticBag(new("test", text));
        Assert.IsType<MissingSyntax>(QStratReader.ReadExpression(diagnostics.Source, new(0, text.Length), diagnostics));
        Assert.Single(diagnostics.ToImmutable());
    }

    [Fact]
    public void An_expression_inside_a_larger_text_has_spans_of_that_text()
    {
        const string Text = "entry:\n  - rsi < 30  # oversold";
        var source = new SourceText("test.yaml", Text);
        var diagnostics = new DiagnosticBag(source);
        var comparison = Assert.IsType<ComparisonSyntax>(QStratReader.ReadExpression(source, new(Text.IndexOf("rsi", StringComparison.Ordinal), 8), diagnostics));
        Assert.Equal("rsi < 30", Text.Substring(comparison.Span.Start, comparison.Span.Length));
        Assert.Equal("rsi", Text.Substring(comparison.Left.Span.Start, comparison.Left.Span.Length));
        Assert.Equal((2, 11), source.Position(comparison.Right.Span.Start));
    }

    [Theory]
    [InlineData("rsi <", "<", "expected a value after `<`, found the end of the condition")]
    [InlineData("rsi < 30 rsi", "rsi", "unexpected `rsi` after `30`")]
    [InlineData("", "", "expected a condition, found the end of the condition")]
    [InlineData("> 30", ">", "expected a condition, found `>`")]
    [InlineData("and", "and", "expected a condition, found `and`")]
    [InlineData("rsi < stop", "stop", "`stop` is a word of the language and cannot be a name")]
    public void A_broken_expression_is_one_diagnostic_at_its_place_in_the_larger_text(string text, string under, string message)
    {
        string whole = $"key: {text}\nnext: 1";
        var source = new SourceText("test.yaml", whole);
        var diagnostics = new DiagnosticBag(source);
        Assert.IsType<MissingSyntax>(QStratReader.ReadExpression(source, new(5, text.Length), diagnostics));
        var diagnostic = Assert.Single(diagnostics.ToImmutable());
        Assert.Equal(message, diagnostic.Message);
        Assert.Equal(under, whole.Substring(diagnostic.Span.Start, diagnostic.Span.Length));
    }

    private static ExpressionSyntax Read(string text)
    {
        var diagnostics = new DiagnosticBag(new("test", text));
        var expression = QStratReader.ReadExpression(diagnostics.Source, new(0, text.Length), diagnostics);
        Assert.Empty(diagnostics.ToImmutable());
        return expression;
    }
}
