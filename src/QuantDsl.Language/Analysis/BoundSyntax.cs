using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Analysis;

/// <summary>The text a bound value would be written as, lets by their names.</summary>
/// <param name="strategy">Whose values are written.</param>
/// <param name="parameters">One value per parameter, in declared order, to be written in the place of its name; null to write names.</param>
public sealed class BoundSyntax(BoundStrategy strategy, double[]? parameters = null)
{
    private static readonly TextSpan Nowhere = default;

    public string Print(BoundExpression expression) => SyntaxPrinter.Print(Of(expression));

    /// <summary>A condition; its <c>not</c> stands where it was pushed to.</summary>
    public string Print(BoundCondition condition) => SyntaxPrinter.Print(Of(condition));

    private ExpressionSyntax Of(BoundExpression expression) => expression switch
    {
        BoundConstant constant => Number(constant),
        BoundParameterValue parameter => parameters is null ? Name(parameter.Name) : Number(parameters[parameter.Index], strategy.Parameters[parameter.Index].Unit),
        BoundLetValue use => Name(use.Let.Name),
        BoundPrice price => Name(price.Field.ToString().ToLowerInvariant()),
        BoundPositionValue position => Name(NameTable.PositionValues.First(p => p.Value == position.Value).Key),
        BoundIndicator indicator => OfIndicator(indicator),
        BoundHistory history => new HistorySyntax(Of(history.Operand), Of(history.Bars), Nowhere),
        BoundOn on => new OnSyntax(Of(on.Operand), on.Timeframe, Nowhere, Nowhere),
        BoundOf of => new OfSymbolSyntax(Of(of.Operand), new(strategy.Symbols[of.Index], Nowhere), Nowhere),
        BoundArithmetic a => new ArithmeticSyntax(Of(a.Left), (ArithmeticOperator)a.Operator, Of(a.Right), Nowhere),
        BoundNegation negation => new NegateSyntax(Of(negation.Operand), Nowhere),
        BoundFunction function => Call(function.Function.ToString().ToLowerInvariant(), function.Arguments.Select(Of)),
        BoundExtreme extreme => Call(extreme.Highest ? "highest" : "lowest", [Of(extreme.Operand), Of(extreme.Bars)]),
        _ => throw new InvalidOperationException($"{expression.GetType().Name} has no text"),
    };

    private ExpressionSyntax Of(BoundCondition condition) => condition switch
    {
        BoundComparison c => new ComparisonSyntax(Of(c.Left), c.Operator, Of(c.Right), Nowhere),
        BoundCross c => Negated(c.Negated, new CrossSyntax(Of(c.Left), c.Direction, Of(c.Right), Nowhere)),
        BoundTrend t => Negated(t.Negated, Call(t.Rising ? "rising" : "falling", [Of(t.Operand), Of(t.Bars)])),
        BoundWithin { Every: true } every => new NotSyntax(new WithinSyntax(new NotSyntax(Of(every.Condition), Nowhere), Of(every.Bars), Nowhere), Nowhere),
        BoundWithin within => new WithinSyntax(Of(within.Condition), Of(within.Bars), Nowhere),
        BoundAnd and => new AndSyntax([.. and.Operands.Select(Of)], Nowhere),
        BoundOr or => new OrSyntax([.. or.Operands.Select(Of)], Nowhere),
        BoundAtLeast atLeast => new AtLeastSyntax(Of(atLeast.Count), [.. atLeast.Operands.Select(Of)], Nowhere),
        BoundInRegime regime => Name(strategy.Regimes[regime.Index].Name),
        _ => throw new InvalidOperationException($"{condition.GetType().Name} has no text"),
    };

    private static ExpressionSyntax Negated(bool negated, ExpressionSyntax condition) => negated ? new NotSyntax(condition, Nowhere) : condition;

    private ExpressionSyntax OfIndicator(BoundIndicator indicator)
    {
        var call = Call(indicator.Definition.Name, indicator.Sources.Concat(indicator.Arguments).Select(Of));
        return indicator.OutputIndex == 0 ? call : new OutputSyntax(call, new(indicator.Definition.Outputs[indicator.OutputIndex].Name, Nowhere), Nowhere);
    }

    private static NumberSyntax Number(BoundConstant constant) => Number(constant.Value, constant.Unit.Kind == UnitKind.Percent ? LiteralUnit.Percent : LiteralUnit.None);

    private static NumberSyntax Number(double value, LiteralUnit unit) => new(unit == LiteralUnit.Percent ? 100 * (decimal)value : (decimal)value, unit, Nowhere);

    private static NameSyntax Name(string name) => new(name, Nowhere);

    private static CallSyntax Call(string name, IEnumerable<ExpressionSyntax> arguments) => new(new(name, Nowhere), [.. arguments], Nowhere);
}
