namespace QuantDsl.Language.Syntax;

/// <summary>The same tree with other expressions in it; the counterpart of <see cref="SyntaxWalk"/>.</summary>
internal static class SyntaxMap
{
    /// <summary>A statement with every expression it holds directly replaced.</summary>
    public static StatementSyntax Expressions(StatementSyntax statement, Func<ExpressionSyntax, ExpressionSyntax> map) => statement switch
    {
        RequireSyntax require => require with { Condition = map(require.Condition) },
        LetSyntax let => let with { Value = map(let.Value) },
        DefineSyntax define => define with { Body = map(define.Body) },
        EnterSyntax enter => enter with { Condition = map(enter.Condition) },
        ExitSyntax exit => exit with { Condition = map(exit.Condition) },
        ExitAfterSyntax after => after with { Bars = map(after.Bars) },
        StopSyntax stop => stop with { Distance = map(stop.Distance) },
        TargetSyntax target => target with { Distance = map(target.Distance) },
        RegimeSyntax regime => regime with { Condition = map(regime.Condition) },
        RegimeSettingsSyntax settings => settings with
        {
            Size = settings.Size is { } size ? map(size) : null,
            Stop = settings.Stop is { } stop ? stop with { Distance = map(stop.Distance) } : null,
        },
        ScaleInSyntax scale => scale with { Step = map(scale.Step), Times = map(scale.Times) },
        TakeSyntax take => take with { Share = map(take.Share), Distance = map(take.Distance) },
        _ => statement,
    };

    /// <summary>An expression with every operand replaced. A chain of <c>and</c> or <c>or</c> stays one node, as it is read.</summary>
    public static ExpressionSyntax Operands(ExpressionSyntax expression, Func<ExpressionSyntax, ExpressionSyntax> map) => expression switch
    {
        CallSyntax call => call with { Arguments = [.. call.Arguments.Select(map)] },
        OutputSyntax output => output with { Operand = map(output.Operand) },
        HistorySyntax history => history with { Operand = map(history.Operand), Bars = map(history.Bars) },
        OnSyntax on => on with { Operand = map(on.Operand) },
        OfSymbolSyntax of => of with { Operand = map(of.Operand) },
        NegateSyntax negate => negate with { Operand = map(negate.Operand) },
        ArithmeticSyntax arithmetic => arithmetic with { Left = map(arithmetic.Left), Right = map(arithmetic.Right) },
        ComparisonSyntax comparison => comparison with { Left = map(comparison.Left), Right = map(comparison.Right) },
        CrossSyntax cross => cross with { Left = map(cross.Left), Right = map(cross.Right) },
        BetweenSyntax between => between with { Operand = map(between.Operand), Low = map(between.Low), High = map(between.High) },
        WithinSyntax within => within with { Condition = map(within.Condition), Bars = map(within.Bars) },
        NotSyntax not => not with { Operand = map(not.Operand) },
        AndSyntax and => and with { Operands = [.. and.Operands.Select(map).SelectMany(o => o is AndSyntax inner ? inner.Operands.AsEnumerable() : [o])] },
        OrSyntax or => or with { Operands = [.. or.Operands.Select(map).SelectMany(o => o is OrSyntax inner ? inner.Operands.AsEnumerable() : [o])] },
        AtLeastSyntax atLeast => atLeast with { Count = map(atLeast.Count), Operands = [.. atLeast.Operands.Select(map)] },
        _ => expression,
    };
}
