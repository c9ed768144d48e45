using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing.Generation;

namespace QuantDsl.Language.Tests.Generation;

/// <summary>L1 over generated programs: two notations, one tree, one program.</summary>
public sealed class NotationLawTests
{
    private const int Programs = 250;

    public static IEnumerable<StrategySyntax> Generated => Enumerable.Range(0, Programs).Select(seed => StrategyGenerator.Strategy(seed));

    [Fact]
    public void L1_reading_a_print_is_the_identity_on_the_tree()
    {
        foreach (var strategy in Generated)
        {
            string text = SyntaxPrinter.Print(strategy);
            var read = GeneratedPrograms.Read("generated.qstrat", text).Strategy;
            Assert.Equal(TreeRewriter.Describe(strategy), TreeRewriter.Describe(read));
            Assert.Equal(text, SyntaxPrinter.Print(read));
        }
    }

    [Fact]
    public void L1_any_spelling_reads_as_the_same_document()
    {
        int seed = 0;
        foreach (var strategy in Generated)
        {
            string text = SyntaxPrinter.Print(strategy), other = Respelling.Of(text, seed++);
            var read = GeneratedPrograms.Read("respelled.qstrat", other).Strategy;
            Assert.Equal(text, SyntaxPrinter.Print(read));
        }
    }

    [Fact]
    public void L1_text_to_yaml_to_text_keeps_tree_document_and_program()
    {
        foreach (var strategy in Generated)
        {
            string yaml = YamlPrinter.Print(strategy);
            var fromYaml = GeneratedPrograms.Read("generated.yaml", yaml);
            var fromText = GeneratedPrograms.Read("generated.qstrat", SyntaxPrinter.Print(fromYaml.Strategy));
            Assert.Equal(TreeRewriter.Describe(strategy), TreeRewriter.Describe(fromText.Strategy));
            Assert.Equal(DocumentHash.Of(strategy), DocumentHash.Of(fromYaml.Strategy));
            Assert.Equal(yaml, YamlPrinter.Print(fromText.Strategy));
            string hash = ProgramHash.Of(GeneratedPrograms.Bind(strategy));
            Assert.Equal(hash, ProgramHash.Of(GeneratedPrograms.Bind(fromYaml)));
            Assert.Equal(hash, ProgramHash.Of(GeneratedPrograms.Bind(fromText)));
        }
    }

    [Fact]
    public void L1_names_and_prose_are_no_part_of_the_program()
    {
        int distinct = 0;
        foreach (var strategy in Generated)
        {
            var renamed = TreeRewriter.Renamed(strategy, name => $"other_{name}");
            var retold = TreeRewriter.WithProse(strategy, "other words");
            string hash = ProgramHash.Of(GeneratedPrograms.Bind(strategy));
            Assert.Equal(hash, ProgramHash.Of(GeneratedPrograms.Bind(renamed)));
            Assert.Equal(hash, ProgramHash.Of(GeneratedPrograms.Bind(retold)));
            Assert.NotEqual(DocumentHash.Of(strategy), DocumentHash.Of(renamed));
            Assert.NotEqual(DocumentHash.Of(strategy), DocumentHash.Of(retold));
            // A hash that never changed would keep these laws too.
            distinct += hash == ProgramHash.Of(GeneratedPrograms.Bind(strategy with { Statements = [.. strategy.Statements.Select(Opposite)] })) ? 0 : 1;
        }

        Assert.Equal(Programs, distinct);
    }

    private static StatementSyntax Opposite(StatementSyntax statement) =>
        statement is EnterSyntax enter ? enter with { Condition = Tree.Not(enter.Condition) } : statement;
}
