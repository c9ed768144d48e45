using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Formatting;

/// <summary>
/// Gives a tree the comments of its file: one with a line of its own to what stands below it, one at the end of a line to what stands
/// before it. The tree means the same with them.
/// </summary>
public static class CommentAttachment
{
    /// <summary>The tree with every comment of the file on the node it belongs to.</summary>
    /// <param name="read">A file as it was read alone; one with syntax errors keeps what its tree has a place for.</param>
    public static StrategySyntax Attach(ReadResult read)
    {
        string content = read.Source.Content;
        if (!StrategyReader.IsYaml(read.Source.Path))
        {
            var text = new TextComments(read.Strategy, content);
            foreach (var comment in CommentScan.Text(read.Source)) text.Place(comment);
            return Rebuilt(read.Strategy, content, text.Found, text.Closing);
        }

        var root = YamlDocument.Read(read.Source, new DiagnosticBag(read.Source));
        var yaml = new YamlComments(read.Strategy, root as YamlMapping, content);
        foreach (var comment in CommentScan.Yaml(read.Source, root)) yaml.Place(comment);
        return Rebuilt(read.Strategy, content, yaml.Found, yaml.Closing);
    }

    /// <summary>The condition of a statement that may be a chain with comments between its parts; null for any other.</summary>
    internal static ExpressionSyntax? ConditionOf(StatementSyntax statement) => statement switch
    {
        EnterSyntax enter => enter.Condition,
        ExitSyntax exit => exit.Condition,
        RegimeSyntax regime => regime.Condition,
        _ => null,
    };

    /// <summary>The parts of a chain; none where the condition is not one.</summary>
    internal static ImmutableArray<ExpressionSyntax> PartsOf(ExpressionSyntax? condition) => condition switch
    {
        AndSyntax and => and.Operands,
        OrSyntax or => or.Operands,
        _ => [],
    };

    private static StrategySyntax Rebuilt(StrategySyntax strategy, string content, IEnumerable<CommentAnchor> anchors, IEnumerable<FoundComment> closing)
    {
        Dictionary<SyntaxNode, Trivia> found = new(ReferenceEqualityComparer.Instance);
        foreach (var anchor in anchors)
        {
            // Several keys of a YAML document may lead to one node.
            var trivia = anchor.ToTrivia(content);
            found[anchor.Node] = found.TryGetValue(anchor.Node, out var before) ? StatementOrder.Joined([before, trivia]) : trivia;
        }

        return strategy with
        {
            Trivia = Of(strategy),
            Language = strategy.Language is { } language ? language with { Trivia = Of(language) } : null,
            Statements = [.. strategy.Statements.Select(Statement)],
            Closing = [.. closing.Select(c => new Comment(c.Text, c.AfterBlankLine))],
        };

        Trivia Of(SyntaxNode node) => found.GetValueOrDefault(node, Trivia.None);

        StatementSyntax Statement(StatementSyntax statement)
        {
            var trivia = Of(statement);
            return statement switch
            {
                EnterSyntax enter => enter with { Trivia = trivia, Condition = Condition(enter.Condition) },
                ExitSyntax exit => exit with { Trivia = trivia, Condition = Condition(exit.Condition) },
                RegimeSyntax regime => regime with { Trivia = trivia, Condition = Condition(regime.Condition) },
                ParameterSyntax { Sweep: { } sweep } parameter => parameter with { Trivia = trivia, Sweep = sweep with { Trivia = Of(sweep) } },
                _ => statement with { Trivia = trivia },
            };
        }

        ExpressionSyntax Condition(ExpressionSyntax condition) => condition switch
        {
            AndSyntax and => and with { Operands = [.. and.Operands.Select(o => o with { Trivia = Of(o) })] },
            OrSyntax or => or with { Operands = [.. or.Operands.Select(o => o with { Trivia = Of(o) })] },
            _ => condition,
        };
    }
}
