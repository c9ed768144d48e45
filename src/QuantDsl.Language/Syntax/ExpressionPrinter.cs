using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using QuantDsl.Indicators;

namespace QuantDsl.Language.Syntax;

/// <summary>The text of expressions: canonical, with the fewest brackets that keep the tree, or as their author spells them.</summary>
internal sealed class ExpressionPrinter
{
    /// <summary>One spelling of each expression: no needless zeros or brackets.</summary>
    public static readonly ExpressionPrinter Canonical = new(asWritten: false);

    /// <summary>Numbers keep their zeros and operands the brackets their author gave them.</summary>
    public static readonly ExpressionPrinter AsWritten = new(asWritten: true);

    // Loosest first (RULES L3).
    private enum Precedence
    {
        Or,
        And,
        Not,
        Within,
        Comparison,
        Sum,
        Product,
        Sign,
        Postfix,
        Primary,
    }

    private static readonly FrozenSet<string> LanguageFunctions = FrozenSet.ToFrozenSet(
        ["abs", "min", "max", "log", "exp", "sqrt", "round", "sign", "highest", "lowest", "rising", "falling", .. YamlKeys.StopTypes, .. YamlKeys.TargetTypes],
        StringComparer.OrdinalIgnoreCase);

    private readonly bool _asWritten;

    private ExpressionPrinter(bool asWritten) => _asWritten = asWritten;

    public string Print(ExpressionSyntax expression) => Print(expression, Precedence.Or);

    /// <summary>An expression where the grammar reads a value and no bare condition: after <c>stop</c> or before <c>bars</c>.</summary>
    public string PrintOperand(ExpressionSyntax expression) => Print(expression, Precedence.Sum);

    /// <summary>The parts of a condition that is a chain, each with the word before it, which the first has none of; a condition that is none is its only part.</summary>
    public ImmutableArray<string> PrintChain(ExpressionSyntax condition) => condition switch
    {
        AndSyntax and => [.. and.Operands.Select((o, i) => (i > 0 ? "and " : "") + Print(o, Precedence.And))],
        OrSyntax or => [.. or.Operands.Select((o, i) => (i > 0 ? "or " : "") + Print(o, Precedence.Or))],
        _ => [Print(condition)],
    };

    private string Print(ExpressionSyntax expression, Precedence weakest)
    {
        var text = new StringBuilder();
        Append(text, expression, weakest);
        return text.ToString();
    }

    private void Append(StringBuilder text, ExpressionSyntax expression, Precedence weakest)
    {
        var precedence = PrecedenceOf(expression);
        bool isBracketed = precedence < weakest || (_asWritten && expression.IsBracketed && weakest > Precedence.Or && precedence < Precedence.Postfix);
        if (isBracketed) text.Append('(');
        AppendBare(text, expression);
        if (isBracketed) text.Append(')');
    }

    private void AppendBare(StringBuilder text, ExpressionSyntax expression)
    {
        switch (expression)
        {
            case NumberSyntax number:
                text.Append(number.Value.ToString(_asWritten ? "" : "0.############################", CultureInfo.InvariantCulture));
                if (number.Unit is LiteralUnit.Percent) text.Append('%');
                break;
            case NameSyntax name:
                text.Append(name.Name);
                break;
            case CallSyntax call:
                text.Append(CanonicalName(call.Function.Text));
                AppendList(text, call.Arguments);
                break;
            case OutputSyntax output:
                AppendPostfixOperand(text, output.Operand);
                text.Append('.').Append(output.Output.Text);
                break;
            case HistorySyntax history:
                AppendPostfixOperand(text, history.Operand);
                text.Append('[');
                Append(text, history.Bars, Precedence.Or);
                text.Append(']');
                break;
            case OnSyntax on:
                AppendPostfixOperand(text, on.Operand);
                text.Append(" on ").Append(on.Timeframe);
                break;
            case OfSymbolSyntax of:
                // `RSI(close, 14) on 1h of ETHUSDT` is read as it is meant; an author may leave the brackets out.
                if (_asWritten && of.Operand is OnSyntax { IsBracketed: false }) AppendBare(text, of.Operand);
                else AppendPostfixOperand(text, of.Operand);
                text.Append(" of ").Append(SyntaxPrinter.Symbol(of.Symbol.Text));
                break;
            case AtLeastSyntax atLeast:
                AppendPostfixOperand(text, atLeast.Count);
                text.Append(" of ");
                AppendList(text, atLeast.Operands);
                break;
            case NegateSyntax negate:
                text.Append('-');
                Append(text, negate.Operand, Precedence.Sign);
                break;
            case ArithmeticSyntax arithmetic:
                // Floating point is not associative, so a bracket on the right stays.
                var level = PrecedenceOf(arithmetic);
                AppendBinary(text, arithmetic.Left, level, Symbol(arithmetic.Operator), arithmetic.Right, level + 1);
                break;
            case ComparisonSyntax comparison:
                AppendBinary(text, comparison.Left, Precedence.Sum, Symbol(comparison.Operator), comparison.Right, Precedence.Sum);
                break;
            case CrossSyntax cross:
                string word = cross.Direction is CrossDirection.Above ? "crosses_above" : "crosses_below";
                AppendBinary(text, cross.Left, Precedence.Sum, word, cross.Right, Precedence.Sum);
                break;
            case BetweenSyntax between:
                AppendBinary(text, between.Operand, Precedence.Sum, "between", between.Low, Precedence.Sum);
                text.Append(" and ");
                Append(text, between.High, Precedence.Sum);
                break;
            case WithinSyntax within:
                AppendBinary(text, within.Condition, Precedence.Within, "within", within.Bars, Precedence.Sum);
                text.Append(" bars");
                break;
            case NotSyntax not:
                text.Append("not ");
                Append(text, not.Operand, Precedence.Not);
                break;
            case AndSyntax and:
                AppendJoined(text, and.Operands, " and ", Precedence.And);
                break;
            case OrSyntax or:
                AppendJoined(text, or.Operands, " or ", Precedence.Or);
                break;
            case MissingSyntax:
                // Never legal, so that a print of a broken tree cannot be read back as a strategy.
                text.Append('?');
                break;
            default:
                throw new ArgumentException($"no text form for {expression.GetType().Name}", nameof(expression));
        }
    }

    private static Precedence PrecedenceOf(ExpressionSyntax expression) => expression switch
    {
        OrSyntax => Precedence.Or,
        AndSyntax => Precedence.And,
        NotSyntax => Precedence.Not,
        WithinSyntax => Precedence.Within,
        ComparisonSyntax or CrossSyntax or BetweenSyntax => Precedence.Comparison,
        ArithmeticSyntax { Operator: ArithmeticOperator.Add or ArithmeticOperator.Subtract } => Precedence.Sum,
        ArithmeticSyntax => Precedence.Product,
        NegateSyntax or NumberSyntax { Value: < 0m } => Precedence.Sign,
        OutputSyntax or HistorySyntax or OnSyntax or OfSymbolSyntax or AtLeastSyntax => Precedence.Postfix,
        _ => Precedence.Primary,
    };

    private void AppendBinary(StringBuilder text, ExpressionSyntax left, Precedence leftWeakest, string word, ExpressionSyntax right, Precedence rightWeakest)
    {
        Append(text, left, leftWeakest);
        text.Append(' ').Append(word).Append(' ');
        Append(text, right, rightWeakest);
    }

    // `RSI(close, 14) on 1h[1]` would be read right and misunderstood, so `on` and `of` are bracketed before another postfix.
    private void AppendPostfixOperand(StringBuilder text, ExpressionSyntax operand) =>
        Append(text, operand, operand is OnSyntax or OfSymbolSyntax ? Precedence.Primary : Precedence.Postfix);

    private void AppendJoined(StringBuilder text, IReadOnlyList<ExpressionSyntax> operands, string word, Precedence weakest)
    {
        for (int i = 0; i < operands.Count; i++)
        {
            if (i > 0) text.Append(word);
            Append(text, operands[i], weakest);
        }
    }

    private void AppendList(StringBuilder text, IReadOnlyList<ExpressionSyntax> expressions)
    {
        text.Append('(');
        AppendJoined(text, expressions, ", ", Precedence.Or);
        text.Append(')');
    }

    // Names of indicators and functions are the same in any case, and an alias is the same indicator (RULES L2). Any other name is an
    // author's, of a `define`, and stays as it is written.
    private static string CanonicalName(string name) =>
        IndicatorCatalog.Default.Find(name)?.Name ?? (LanguageFunctions.Contains(name) ? name.ToLowerInvariant() : name);

    private static string Symbol(ArithmeticOperator operation) => operation switch
    {
        ArithmeticOperator.Add => "+",
        ArithmeticOperator.Subtract => "-",
        ArithmeticOperator.Multiply => "*",
        _ => "/",
    };

    private static string Symbol(ComparisonOperator operation) => operation switch
    {
        ComparisonOperator.Greater => ">",
        ComparisonOperator.Less => "<",
        ComparisonOperator.GreaterOrEqual => ">=",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Equal => "==",
        _ => "!=",
    };
}
