using System.Collections.Immutable;

namespace QuantDsl.Language.Syntax;

/// <summary>The expressions of a tree, for whoever asks about all of them.</summary>
public static class SyntaxWalk
{
    /// <summary>The expressions a statement holds directly.</summary>
    public static IEnumerable<ExpressionSyntax> ExpressionsOf(StatementSyntax statement) => statement switch
    {
        RequireSyntax require => [require.Condition],
        LetSyntax let => [let.Value],
        DefineSyntax define => [define.Body],
        EnterSyntax enter => [enter.Condition],
        ExitSyntax exit => [exit.Condition],
        ExitAfterSyntax after => [after.Bars],
        StopSyntax stop => [stop.Distance],
        TargetSyntax target => [target.Distance],
        RegimeSyntax regime => [regime.Condition],
        RegimeSettingsSyntax settings => [.. settings.Size is { } size ? [size] : Array.Empty<ExpressionSyntax>(), .. settings.Stop is { } stop ? ExpressionsOf(stop) : []],
        ScaleInSyntax scale => [scale.Step, scale.Times],
        TakeSyntax take => [take.Share, take.Distance],
        _ => [],
    };

    /// <summary>An expression and everything inside it, outermost first.</summary>
    public static IEnumerable<ExpressionSyntax> SelfAndDescendants(ExpressionSyntax expression)
    {
        // A stack of its own: a generated condition may be nested deeper than the machine's stack.
        Stack<ExpressionSyntax> open = new([expression]);
        while (open.TryPop(out var current))
        {
            yield return current;
            PushChildren(current, open);
        }
    }

    /// <summary>Adds every name that expressions read.</summary>
    public static void CollectNames(IEnumerable<ExpressionSyntax> roots, HashSet<string> names)
    {
        Stack<ExpressionSyntax> open = [];
        foreach (var root in roots)
        {
            open.Push(root);
            while (open.TryPop(out var current))
            {
                if (current is NameSyntax name) names.Add(name.Name);
                else PushChildren(current, open);
            }
        }
    }

    /// <summary>The operands of an expression, the first one on top.</summary>
    private static void PushChildren(ExpressionSyntax expression, Stack<ExpressionSyntax> open)
    {
        switch (expression)
        {
            case NameSyntax or NumberSyntax:
                break;
            case ArithmeticSyntax arithmetic:
                open.Push(arithmetic.Right);
                open.Push(arithmetic.Left);
                break;
            case ComparisonSyntax comparison:
                open.Push(comparison.Right);
                open.Push(comparison.Left);
                break;
            case CallSyntax call:
                PushAll(call.Arguments, open);
                break;
            case AndSyntax and:
                PushAll(and.Operands, open);
                break;
            case OrSyntax or:
                PushAll(or.Operands, open);
                break;
            default:
                foreach (var child in ChildrenOf(expression).Reverse()) open.Push(child);
                break;
        }
    }

    private static void PushAll(ImmutableArray<ExpressionSyntax> operands, Stack<ExpressionSyntax> open)
    {
        for (int i = operands.Length - 1; i >= 0; i--) open.Push(operands[i]);
    }

    /// <summary>The operands of an expression, in the order they are written.</summary>
    public static IEnumerable<ExpressionSyntax> ChildrenOf(ExpressionSyntax expression) => expression switch
    {
        CallSyntax call => call.Arguments,
        OutputSyntax output => [output.Operand],
        HistorySyntax history => [history.Operand, history.Bars],
        OnSyntax on => [on.Operand],
        OfSymbolSyntax of => [of.Operand],
        NegateSyntax negate => [negate.Operand],
        ArithmeticSyntax arithmetic => [arithmetic.Left, arithmetic.Right],
        ComparisonSyntax comparison => [comparison.Left, comparison.Right],
        CrossSyntax cross => [cross.Left, cross.Right],
        BetweenSyntax between => [between.Operand, between.Low, between.High],
        WithinSyntax within => [within.Condition, within.Bars],
        NotSyntax not => [not.Operand],
        AndSyntax and => and.Operands,
        OrSyntax or => or.Operands,
        AtLeastSyntax atLeast => [atLeast.Count, .. atLeast.Operands],
        _ => [],
    };
}
