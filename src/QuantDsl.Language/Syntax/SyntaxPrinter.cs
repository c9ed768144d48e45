using System.Text;
using QuantDsl.Language.Syntax.Parsing;

namespace QuantDsl.Language.Syntax;

/// <summary>
/// The canonical text of a tree; equal prints are equal strategies. Statements stand in one order (parameters and names keep
/// the file's), numbers have no needless zeros, brackets stand only where precedence needs them, comments are dropped.
/// <see cref="Formatting.StrategyFormatter"/> prints the same statements for people.
/// </summary>
public static class SyntaxPrinter
{
    /// <summary>The whole strategy, ending in a line break; reading it gives a tree that prints the same.</summary>
    public static string Print(StrategySyntax strategy)
    {
        var text = new StringBuilder();
        foreach (string line in StatementPrinter.Header(strategy)) text.Append(line).Append('\n');
        foreach (var group in StatementOrder.Groups(strategy))
        {
            // `reverse false` says what holds without it.
            var told = group.Where(s => s is not ReverseSyntax { Value: false }).ToList();
            if (told.Count > 0) text.Append('\n');
            foreach (var statement in told) text.Append(StatementPrinter.Canonical.Print(statement)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One expression on one line, without brackets around the whole.</summary>
    public static string Print(ExpressionSyntax expression) => ExpressionPrinter.Canonical.Print(expression);

    /// <summary><c>OSC(x, n)</c>: what stands before the <c>=</c> of a definition.</summary>
    public static string Signature(DefineSyntax define) => $"{define.Name.Text}({string.Join(", ", define.Parameters.Select(p => p.Text))})";

    /// <summary>A symbol as text reads it: bare where it is a word like a name, otherwise in quotes.</summary>
    internal static string Symbol(string symbol) => Vocabulary.IsPlainName(symbol) ? symbol : StatementPrinter.Quote(symbol);
}
