using System.Text;
using System.Text.RegularExpressions;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing;

namespace QuantDsl.Language.Tests.Syntax;

/// <summary>Whatever a file holds, reading, binding and showing it never throws, and says something where it gives no strategy.</summary>
public sealed class FuzzTests
{
    // The parser generator's own words, which no user may ever meet.
    private static readonly Regex ForeignWording = new("mismatched|viable|extraneous|expecting|<EOF>|token recognition|[A-Z]{3,}_[A-Z]{3,}", RegexOptions.CultureInvariant);

    private static readonly string[] Words =
    [
        "strategy", "language", "timeframe", "param", "require", "let", "enter", "exit", "stop", "target", "trade", "block", "avoid", "reverse",
        "define", "use", "extends", "symbols", "regime", "scale", "take", "and", "or", "not", "within", "between", "crosses", "crosses_above",
        "on", "of", "long", "short", "when", "after", "before", "bars", "from", "signal", "in", "step", "count", "log", "range", "version",
        "funding", "above", "true", ">", "<", ">=", "==", "=", "=>", "&&", "!", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",", ".", "..",
        "14", "2.5", "5m", "1h", "08:00", "25:99", "rsi", "close", "RSI", "\"text\"", "\"open", "'x'", ";", "#", "/*", "{", "\\", "§", "\n", "//",
    ];

    private static readonly string[] Seeds =
    [
        DesignExampleTests.Text,
        File.ReadAllText(Repository.PathOf("tests", "conformance", "syntax", "every-statement.qstrat")),
    ];

    [Fact]
    public void Random_characters()
    {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++)
        {
            var text = new StringBuilder();
            int length = random.Next(80);
            for (int j = 0; j < length; j++) text.Append(random.Next(3) == 0 ? (char)random.Next(0x10000) : (char)random.Next(9, 127));
            Check("random.qstrat", text.ToString());
        }
    }

    [Fact]
    public void Random_words()
    {
        var random = new Random(2);
        for (int i = 0; i < 4_000; i++)
            Check("random.qstrat", string.Join(' ', Enumerable.Range(0, random.Next(25)).Select(_ => Words[random.Next(Words.Length)])));
    }

    [Fact]
    public void Mutations_of_strategies()
    {
        var random = new Random(3);
        for (int i = 0; i < 800; i++)
        {
            var text = new StringBuilder(Seeds[i % Seeds.Length]);
            int mutations = random.Next(1, 5);
            for (int j = 0; j < mutations; j++) Mutate(text, random);
            Check("mutant.qstrat", text.ToString());
        }
    }

    [Fact]
    public void Every_prefix_of_a_strategy()
    {
        foreach (string seed in Seeds)
            for (int length = 0; length < seed.Length; length++) Check("prefix.qstrat", seed[..length]);
    }

    [Fact]
    public void One_word_left_out_is_one_mistake()
    {
        foreach (string seed in Seeds)
        {
            // Comments first: a word left out of them is no mistake at all.
            string text = Regex.Replace(seed, "//[^\n]*", "");
            foreach (Match word in Regex.Matches(text, "\"[^\"]*\"|\\w+|[^\\w\\s]"))
            {
                string broken = text.Remove(word.Index, word.Length);
                var diagnostics = QStratReader.Read(new("broken.qstrat", broken)).Diagnostics;
                Assert.True(diagnostics.Length <= 1, $"without `{word.Value}` at {word.Index}:\n{DiagnosticRenderer.Render(diagnostics)}");
            }
        }
    }

    [Theory]
    [InlineData("(")]
    [InlineData("not ")]
    [InlineData("-")]
    [InlineData("a[")]
    [InlineData("a + ")]
    [InlineData("RSI(")]
    [InlineData("2 of (")]
    [InlineData("a > b and ")]
    [InlineData("a within 3 bars ")]
    public void Deep_and_long_expressions(string part)
    {
        foreach (int times in new[] { 90, 900, 5_000 })
        {
            string repeated = string.Concat(Enumerable.Repeat(part, times));
            Check("deep.qstrat", $"strategy deep timeframe 1h let x = {repeated}a enter long when close > open");
            var diagnostics = new DiagnosticBag(new("deep", repeated));
            QStratReader.ReadExpression(diagnostics.Source, new(0, repeated.Length), diagnostics);
        }
    }

    [Fact]
    public void A_list_of_many_values_is_not_deep()
    {
        string values = string.Join(", ", Enumerable.Range(0, 5_000).Select(i => -i));
        var read = QStratReader.Read(new("list.qstrat", $"strategy many timeframe 1h param p = 0 in [{values}]"));
        Assert.Empty(read.Diagnostics);
        Assert.Equal(5_000, Assert.IsType<ListSweepSyntax>(Assert.Single(read.Strategy.OfKind<ParameterSyntax>()).Sweep).Values.Length);
    }

    private static void Check(string path, string text)
    {
        var read = StrategyReader.Read(new(path, text));
        foreach (var diagnostic in read.Diagnostics)
        {
            Assert.InRange(diagnostic.Span.Start, 0, text.Length);
            Assert.InRange(diagnostic.Span.Length, 0, text.Length - diagnostic.Span.Start);
            Assert.False(string.IsNullOrEmpty(diagnostic.Help), $"{diagnostic.Code} has no help: {text}");
            // The words of the file itself are quoted in the message; what stands around them is ours.
            Assert.DoesNotMatch(ForeignWording, Regex.Replace(diagnostic.Message, "`[^`]*`", ""));
            Assert.NotEmpty(DiagnosticRenderer.Render(diagnostic));
        }

        if (read.Diagnostics.IsEmpty)
        {
            string print = SyntaxPrinter.Print(read.Strategy);
            Assert.Equal(print, SyntaxPrinter.Print(QStratReader.Read(new(path, print)).Strategy));
        }

        var bound = Binder.Bind(read);
        Assert.True(bound.Strategy is not null || bound.Diagnostics.Any(d => d.Severity == Severity.Error), text);
    }

    private static void Mutate(StringBuilder text, Random random)
    {
        int at = random.Next(text.Length);
        switch (random.Next(5))
        {
            case 0:
                text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                break;
            case 1:
                text.Insert(at, $" {Words[random.Next(Words.Length)]} ");
                break;
            case 2:
                text[at] = (char)random.Next(9, 256);
                break;
            case 3:
                int from = random.Next(text.Length);
                text.Insert(at, text.ToString(from, Math.Min(random.Next(1, 40), text.Length - from)));
                break;
            default:
                int other = random.Next(text.Length);
                (text[at], text[other]) = (text[other], text[at]);
                break;
        }

        if (text.Length == 0) text.Append(' ');
    }
}
