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
            foreach (var child in ChildrenOf(current).Reverse()) open.Push(child);
        }
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
