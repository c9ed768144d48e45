using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Tests.Syntax;

/// <summary>A tree with every bracket written, so that two trees can be compared without their spans and without the printer.</summary>
internal static class TreeShape
{
    public static string Of(ExpressionSyntax expression) => expression switch
    {
        NumberSyntax n => FormattableString.Invariant($"{n.Value + 0.0000m:0.####}{(n.Unit == LiteralUnit.Percent ? "%" : "")}"),
        NameSyntax n => n.Name,
        CallSyntax c => $"{c.Function.Text.ToUpperInvariant()}<{List(c.Arguments)}>",
        OutputSyntax o => $"(out {Of(o.Operand)} {o.Output.Text})",
        HistorySyntax h => $"(ago {Of(h.Operand)} {Of(h.Bars)})",
        OnSyntax o => $"(on {Of(o.Operand)} {o.Timeframe})",
        // A sign next to a literal is the literal's.
        NegateSyntax { Operand: NumberSyntax { Value: > 0m } n } => Of(n with { Value = -n.Value }),
        NegateSyntax n => $"(neg {Of(n.Operand)})",
        ArithmeticSyntax a => $"({a.Operator} {Of(a.Left)} {Of(a.Right)})",
        ComparisonSyntax c => $"({c.Operator} {Of(c.Left)} {Of(c.Right)})",
        CrossSyntax c => $"(Cross{c.Direction} {Of(c.Left)} {Of(c.Right)})",
        BetweenSyntax b => $"(between {Of(b.Operand)} {Of(b.Low)} {Of(b.High)})",
        WithinSyntax w => $"(within {Of(w.Condition)} {Of(w.Bars)})",
        NotSyntax n => $"(not {Of(n.Operand)})",
        AndSyntax a => $"(and {string.Join(' ', Flat(a).Select(Of))})",
        OrSyntax o => $"(or {string.Join(' ', Flat(o).Select(Of))})",
        AtLeastSyntax k => $"(atleast {Of(k.Count)} <{List(k.Operands)}>)",
        MissingSyntax => "(missing)",
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    private static string List(IEnumerable<ExpressionSyntax> items) => string.Join(' ', items.Select(Of));

    private static IEnumerable<ExpressionSyntax> Flat(AndSyntax and) => and.Operands.SelectMany(o => o is AndSyntax inner ? Flat(inner) : [o]);

    private static IEnumerable<ExpressionSyntax> Flat(OrSyntax or) => or.Operands.SelectMany(o => o is OrSyntax inner ? Flat(inner) : [o]);
}
