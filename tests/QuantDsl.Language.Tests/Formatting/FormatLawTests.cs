using System.Text.RegularExpressions;
using QuantDsl.Language.Formatting;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Language.Tests.Generation;
using QuantDsl.Testing.Generation;

namespace QuantDsl.Language.Tests.Formatting;

/// <summary>Laws of layout over generated programs with comments at random places, in both notations.</summary>
public sealed class FormatLawTests
{
    private const int Programs = 2_100, Conversions = 1_050;

    [Fact]
    public void Formatting_text_keeps_every_comment_in_order_and_is_done_after_once()
    {
        int comments = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            var strategy = StrategyGenerator.Strategy(seed);
            string canonical = SyntaxPrinter.Print(strategy);
            var sprinkled = CommentSprinkler.Text(seed % 2 == 0 ? canonical : Respelling.Of(canonical, seed), seed);
            string formatted = Formatted("generated.qstrat", sprinkled.Content);
            Assert.Equal(sprinkled.Comments, CommentsOf(formatted, "//"));
            Assert.Equal(formatted, Formatted("generated.qstrat", formatted));
            AssertSame(strategy, GeneratedPrograms.Read("formatted.qstrat", formatted), seed);
            comments += sprinkled.Comments.Count;
        }

        Assert.InRange(comments, 5 * Programs, int.MaxValue);
    }

    [Fact]
    public void Formatting_yaml_keeps_every_comment_in_order_and_is_done_after_once()
    {
        int comments = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            var strategy = StrategyGenerator.Strategy(seed);
            var sprinkled = CommentSprinkler.Yaml(YamlPrinter.Print(strategy), seed);
            string formatted = Formatted("generated.yaml", sprinkled.Content);
            Assert.Equal(sprinkled.Comments, CommentsOf(formatted, "#"));
            Assert.Equal(formatted, Formatted("generated.yaml", formatted));
            AssertSame(strategy, GeneratedPrograms.Read("formatted.yaml", formatted), seed);
            comments += sprinkled.Comments.Count;
        }

        Assert.InRange(comments, 5 * Programs, int.MaxValue);
    }

    [Fact]
    public void Converting_text_to_yaml_and_back_keeps_every_comment_where_its_statement_is()
    {
        for (int seed = 0; seed < Conversions; seed++)
        {
            var strategy = StrategyGenerator.Strategy(seed);
            var sprinkled = CommentSprinkler.Text(SyntaxPrinter.Print(strategy), seed);
            var read = GeneratedPrograms.Read("generated.qstrat", sprinkled.Content);
            string yaml = StrategyFormatter.ToYaml(read), text = StrategyFormatter.ToText(read);
            string back = StrategyFormatter.ToText(GeneratedPrograms.Read("converted.yaml", yaml));

            // Statements stand in the order of the canonical text in one notation and of the keys in the other, and their comments with them.
            Assert.Equal(sprinkled.Comments.Order(StringComparer.Ordinal), CommentsOf(yaml, "#").Order(StringComparer.Ordinal));
            Assert.Equal(CommentsOf(text, "//"), CommentsOf(back, "//"));
            // What is formatted already is read once and not written, so that these two also read both results.
            Assert.Equal(yaml, Formatted("converted.yaml", yaml));
            Assert.Equal(back, Formatted("converted.qstrat", back));
            var converted = GeneratedPrograms.Read("converted.qstrat", back);
            AssertSame(strategy, converted, seed);
        }
    }

    [Fact]
    public void Converting_yaml_to_text_and_back_keeps_every_comment()
    {
        for (int seed = 0; seed < Conversions; seed++)
        {
            var strategy = StrategyGenerator.Strategy(seed);
            var sprinkled = CommentSprinkler.Yaml(YamlPrinter.Print(strategy), seed);
            string text = StrategyFormatter.ToText(GeneratedPrograms.Read("generated.yaml", sprinkled.Content));
            string back = StrategyFormatter.ToYaml(GeneratedPrograms.Read("converted.qstrat", text));
            Assert.Equal(sprinkled.Comments.Order(StringComparer.Ordinal), CommentsOf(text, "//").Order(StringComparer.Ordinal));
            Assert.Equal(sprinkled.Comments.Order(StringComparer.Ordinal), CommentsOf(back, "#").Order(StringComparer.Ordinal));
            Assert.Equal(text, Formatted("converted.qstrat", text));
        }
    }

    private static string Formatted(string file, string content)
    {
        var result = StrategyFormatter.Format(new(file, content));
        Assert.False(result.HasErrors, $"{string.Join('\n', result.Diagnostics.Select(d => $"{d.Code} {d.Message}"))}\n{content}");
        return result.Text;
    }

    /// <summary>The comments a sprinkler made, found by their numbers: no part of the formatter is asked.</summary>
    private static IEnumerable<string> CommentsOf(string text, string marker) =>
        Regex.Matches(text, $"\"(?:[^\"\\\\]|\\\\.)*\"|{marker}(?<comment>[^\\n]*?@\\d+)[ ]*$", RegexOptions.Multiline)
            .Where(m => m.Groups["comment"].Success).Select(m => m.Groups["comment"].Value);

    private static void AssertSame(StrategySyntax expected, ReadResult read, int seed)
    {
        Assert.Equal(DocumentHash.Of(expected), DocumentHash.Of(read.Strategy));
        // Equal documents are equal programs (L1); that is looked at, too, but not two thousand times.
        if (seed % 20 == 0) Assert.Equal(ProgramHash.Of(GeneratedPrograms.Bind(expected)), ProgramHash.Of(GeneratedPrograms.Bind(read)));
    }
}
