using System.Collections.Immutable;
using Antlr4.Runtime;
using Antlr4.Runtime.Tree;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax.Generated;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>Turns the parse tree of an expression into the syntax tree, and answers what the grammar reads only to explain.</summary>
internal sealed class ExpressionBuilder(TokenList tokens, LiteralReader literals, DiagnosticBag diagnostics)
{
    public ExpressionSyntax Build(QStratParser.ExpressionContext context)
    {
        // Most levels of the grammar hold one of the next and nothing else: asking each for its lists would cost more than parsing it.
        if (Only<QStratParser.ConjunctionContext>(context) is { } only) return Conjunction(only);
        var parts = context.conjunction();
        ReportForeign(context.FOREIGN_OR(), "or");
        // A chain is one node, however it was bracketed: or is associative.
        var operands = ImmutableArray.CreateBuilder<ExpressionSyntax>(parts.Length);
        foreach (var part in parts)
        {
            if (Conjunction(part) is var operand && operand is OrSyntax or) operands.AddRange(or.Operands);
            else operands.Add(operand);
        }

        return new OrSyntax(operands.DrainToImmutable(), SpanOf(context));
    }

    /// <summary>A number with a unit, a sign and a place.</summary>
    public NumberSyntax Literal(QStratParser.LiteralContext context)
    {
        decimal value = literals.Number(context.NUMBER().Symbol);
        return new(context.MINUS() is null ? value : 0m - value, UnitOf(context.PERCENT()), SpanOf(context));
    }

    public ExpressionSyntax Sum(QStratParser.SumContext context)
    {
        if (Only<QStratParser.ProductContext>(context) is { } only) return Product(only);
        var terms = context.product();
        var sum = Product(terms[0]);
        for (int i = 1; i < terms.Length; i++)
        {
            var operation = Symbol(context.GetChild(2 * i - 1)).Type == QStratLexer.PLUS ? ArithmeticOperator.Add : ArithmeticOperator.Subtract;
            var right = Product(terms[i]);
            sum = new ArithmeticSyntax(sum, operation, right, Between(context, terms[i]));
        }

        return sum;
    }

    public Identifier Name(QStratParser.NameContext context) => new(tokens.TextOf(context.Start), SpanOf(context));

    public static TextSpan SpanOf(ParserRuleContext context) => TextSpan.FromBounds(context.Start.StartIndex, context.Stop.StopIndex + 1);

    private ExpressionSyntax Conjunction(QStratParser.ConjunctionContext context)
    {
        if (Only<QStratParser.NegationContext>(context) is { } only) return Negation(only);
        var parts = context.negation();
        ReportForeign(context.FOREIGN_AND(), "and");
        var operands = ImmutableArray.CreateBuilder<ExpressionSyntax>(parts.Length);
        foreach (var part in parts)
        {
            if (Negation(part) is var operand && operand is AndSyntax and) operands.AddRange(and.Operands);
            else operands.Add(operand);
        }

        return new AndSyntax(operands.DrainToImmutable(), SpanOf(context));
    }

    private ExpressionSyntax Negation(QStratParser.NegationContext context)
    {
        if (Only<QStratParser.RecentContext>(context) is { } only) return Recent(only);
        ReportForeign(context.FOREIGN_NOT(), "not");
        var operand = Recent(context.recent());
        for (int i = context.ChildCount - 2; i >= 0; i--)
            operand = new NotSyntax(operand, TextSpan.FromBounds(Symbol(context.GetChild(i)).StartIndex, context.Stop.StopIndex + 1));
        return operand;
    }

    private ExpressionSyntax Recent(QStratParser.RecentContext context)
    {
        if (Only<QStratParser.ComparisonContext>(context) is { } only) return Comparison(only);
        var condition = Comparison(context.comparison());
        var counts = context.sum();
        var ends = context.BARS();
        for (int i = 0; i < counts.Length; i++)
            condition = new WithinSyntax(condition, Sum(counts[i]), TextSpan.FromBounds(context.Start.StartIndex, ends[i].Symbol.StopIndex + 1));
        return condition;
    }

    private ExpressionSyntax Comparison(QStratParser.ComparisonContext context)
    {
        if (Only<QStratParser.SumContext>(context) is { } only) return Sum(only);
        var left = Sum(context.sum());
        var tails = context.comparisonTail();
        switch (tails.Length)
        {
            case 1:
                return Tail(context, left, tails[0]);
            default:
                ReportChain(context, tails);
                return new MissingSyntax(SpanOf(context));
        }
    }

    private ExpressionSyntax Tail(QStratParser.ComparisonContext whole, ExpressionSyntax left, QStratParser.ComparisonTailContext tail)
    {
        var span = SpanOf(whole);
        var right = Sum(tail.sum(0));
        if (tail.comparisonOperator() is { } comparison)
        {
            // `period = 12` as an argument is read as the 12 it was meant to be.
            return IsNamedArgument(whole, left, comparison.Start) ? right : new ComparisonSyntax(left, Operator(comparison.Start), right, span);
        }

        if (tail.cross() is { } cross)
        {
            bool isAbove = cross.CROSSES_ABOVE() is not null || cross.ABOVE() is not null;
            return new CrossSyntax(left, isAbove ? CrossDirection.Above : CrossDirection.Below, right, span);
        }

        if (tail.plainOperand() is not { } plain) return new BetweenSyntax(left, right, Sum(tail.sum(1)), span);
        if (right is not (NumberSyntax or NameSyntax))
        {
            diagnostics.Report(SyntaxDiagnostics.BetweenEnds, SpanOf(tail.sum(0)), [], "write `and` between the two ends",
                new CodeFix("insert `and`", new(plain.Start.StartIndex, 0), "and "));
        }

        return new BetweenSyntax(left, right, Plain(plain), span);
    }

    private ExpressionSyntax Plain(QStratParser.PlainOperandContext context) =>
        context.name() is { } name
            ? new NameSyntax(tokens.TextOf(name.Start), SpanOf(name))
            : new NumberSyntax(literals.Number(context.NUMBER().Symbol), UnitOf(context.PERCENT()), SpanOf(context));

    private ComparisonOperator Operator(IToken token)
    {
        switch (token.Type)
        {
            case QStratLexer.GREATER: return ComparisonOperator.Greater;
            case QStratLexer.LESS: return ComparisonOperator.Less;
            case QStratLexer.GREATER_OR_EQUAL: return ComparisonOperator.GreaterOrEqual;
            case QStratLexer.LESS_OR_EQUAL: return ComparisonOperator.LessOrEqual;
            case QStratLexer.EQUAL: return ComparisonOperator.Equal;
            case QStratLexer.NOT_EQUAL: return ComparisonOperator.NotEqual;
        }

        var (meant, meaning) = tokens.TextOf(token) switch
        {
            "=>" => (">=", ComparisonOperator.GreaterOrEqual),
            "=<" => ("<=", ComparisonOperator.LessOrEqual),
            "<>" or "!==" => ("!=", ComparisonOperator.NotEqual),
            _ => ("==", ComparisonOperator.Equal),
        };
        ReportForeign(token, meant);
        return meaning;
    }

    private bool IsNamedArgument(QStratParser.ComparisonContext whole, ExpressionSyntax left, IToken assign)
    {
        if (assign.Type != QStratLexer.ASSIGN || left is not NameSyntax name || !IsArgument(whole)) return false;
        var label = TextSpan.FromBounds(name.Span.Start, assign.StopIndex + 1);
        diagnostics.Report(SyntaxDiagnostics.NamedArgument, label, [], $"leave out `{name.Name} =`", new CodeFix("leave out the name", label, ""));
        return true;
    }

    private ExpressionSyntax Product(QStratParser.ProductContext context)
    {
        if (Only<QStratParser.SignedContext>(context) is { } only) return Signed(only);
        var factors = context.signed();
        var product = Signed(factors[0]);
        for (int i = 1; i < factors.Length; i++)
        {
            var operation = Symbol(context.GetChild(2 * i - 1)).Type == QStratLexer.STAR ? ArithmeticOperator.Multiply : ArithmeticOperator.Divide;
            product = new ArithmeticSyntax(product, operation, Signed(factors[i]), Between(context, factors[i]));
        }

        return product;
    }

    private ExpressionSyntax Signed(QStratParser.SignedContext context)
    {
        if (Only<QStratParser.PostfixContext>(context) is { } only) return Postfix(only);
        var operand = Postfix(context.postfix());
        int signs = context.ChildCount - 1;
        for (int i = signs - 1; i >= 0; i--)
        {
            var span = TextSpan.FromBounds(Symbol(context.GetChild(i)).StartIndex, context.Stop.StopIndex + 1);
            // The sign next to a literal belongs to it; brackets and postfixes keep it outside, and so does 0.
            bool isLiteral = i == signs - 1 && context.postfix().primary().NUMBER() is not null;
            operand = isLiteral && operand is NumberSyntax { Value: not 0m } number ? number with { Value = -number.Value, Span = span } : new NegateSyntax(operand, span);
        }

        return operand;
    }

    private ExpressionSyntax Postfix(QStratParser.PostfixContext context)
    {
        if (Only<QStratParser.PrimaryContext>(context) is { } only) return Primary(only);
        var operand = Primary(context.primary());
        foreach (var part in context.postfixPart())
        {
            var span = Between(context, part);
            if (part.LEFT_BRACKET() is not null)
                operand = new HistorySyntax(operand, Build(part.expression()), span);
            else if (part.DOT() is not null)
                operand = new OutputSyntax(operand, Name(part.name()), span);
            else if (part.ON() is not null)
                operand = new OnSyntax(operand, literals.Timeframe(part.DURATION().Symbol), TokenList.SpanOf(part.DURATION().Symbol), span);
            else if (part.list() is { } list)
                operand = AtLeast(operand, list, span);
            else
                operand = new OfSymbolSyntax(operand, Symbol(part.symbol()), span);
        }

        return operand;
    }

    private AtLeastSyntax AtLeast(ExpressionSyntax count, QStratParser.ListContext list, TextSpan span)
    {
        if (count is not (NumberSyntax or NameSyntax))
            diagnostics.Report(SyntaxDiagnostics.BadCount, count.Span, [], "write a number such as `2 of (…)`");
        return new(count, [.. list.expression().Select(Build)], span);
    }

    /// <summary>A symbol as a name or in quotes; its place is that of the word. Blanks at its ends are none of it: YAML's escapes leave some.</summary>
    public Identifier Symbol(QStratParser.SymbolContext context) =>
        context.name() is { } name ? Name(name) : new(literals.Text(context.text().Start).Trim(), SpanOf(context));

    private static T? Only<T>(ParserRuleContext context) where T : ParserRuleContext => context.ChildCount == 1 ? context.GetChild(0) as T : null;

    private ExpressionSyntax Primary(QStratParser.PrimaryContext context)
    {
        if (context.NUMBER() is { } number) return new NumberSyntax(literals.Number(number.Symbol), UnitOf(context.PERCENT()), SpanOf(context));
        if (context.name() is not { } name) return Build(context.expression()) with { IsBracketed = true };
        return context.arguments() is { } arguments
            ? new CallSyntax(Name(name), [.. arguments.expression().Select(Build)], SpanOf(context))
            : new NameSyntax(tokens.TextOf(name.Start), SpanOf(name));
    }

    private void ReportChain(QStratParser.ComparisonContext context, QStratParser.ComparisonTailContext[] tails)
    {
        string first = Source(context.sum(), tails[0]);
        var middle = tails[0].plainOperand() is null && tails[0].sum().Length == 1 ? tails[0].sum(0) : null;
        string? rewritten = middle is null || tails.Length > 2 ? null : $"{first} and {Source(middle, tails[1])}";
        var fix = rewritten is null ? [] : new[] { new CodeFix("compare twice", SpanOf(context), rewritten) };
        diagnostics.Report(SyntaxDiagnostics.ChainedComparison, TokenList.SpanOf(tails[1].Start), [],
            rewritten is null ? "compare twice and join with `and`" : $"write `{rewritten}`", fix);
    }

    private string Source(ParserRuleContext from, ParserRuleContext to) =>
        diagnostics.Source.Content[from.Start.StartIndex..(to.Stop.StopIndex + 1)];

    private void ReportForeign(ITerminalNode[] nodes, string meant)
    {
        foreach (var node in nodes) ReportForeign(node.Symbol, meant);
    }

    private void ReportForeign(IToken token, string meant)
    {
        var span = TokenList.SpanOf(token);
        string content = diagnostics.Source.Content;
        bool isWord = char.IsLetter(meant[0]);
        string before = isWord && span.Start > 0 && !char.IsWhiteSpace(content[span.Start - 1]) ? " " : "";
        string after = isWord && span.End < content.Length && !char.IsWhiteSpace(content[span.End]) ? " " : "";
        diagnostics.Report(SyntaxDiagnostics.ForeignOperator, span, [tokens.TextOf(token), meant], $"write `{meant}`",
            new CodeFix($"write `{meant}`", span, before + meant + after));
    }

    // An expression that is nothing but one comparison, directly between the brackets of a call.
    private static bool IsArgument(QStratParser.ComparisonContext context)
    {
        RuleContext node = context;
        while (node is not QStratParser.ExpressionContext)
        {
            if (node.ChildCount != 1 && node != context) return false;
            node = node.Parent;
        }

        return node.ChildCount == 1 && node.Parent is QStratParser.ArgumentsContext;
    }

    private static LiteralUnit UnitOf(ITerminalNode? percent) => percent is null ? LiteralUnit.None : LiteralUnit.Percent;

    private static IToken Symbol(IParseTree? child) => child is ITerminalNode word ? word.Symbol : throw new ArgumentException("the grammar has a word here", nameof(child));

    private static TextSpan Between(ParserRuleContext from, ParserRuleContext to) =>
        TextSpan.FromBounds(from.Start.StartIndex, to.Stop.StopIndex + 1);
}
