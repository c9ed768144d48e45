using System.Collections.Immutable;
using QuantDsl.Compiler.Columns;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler;

/// <summary>One named series of an expression.</summary>
/// <param name="Values">One per bar; NaN where not ready.</param>
public sealed record NamedSeries(string Name, double[] Values);

/// <summary>What an expression gave: nothing when there are errors.</summary>
public sealed record ExpressionResult(ImmutableArray<NamedSeries> Series, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(d => d.Severity == Severity.Error);
}

/// <summary>An expression such as <c>RSI(close, 14)</c> over bars, without a strategy around it.</summary>
public static class ExpressionProgram
{
    /// <summary>Computes every output of a bare indicator call (<c>MACD(close)</c> gives macd, signal and histogram), or one series of any other expression.</summary>
    /// <param name="expression">A number in the text notation; <c>on</c> may name any multiple of the bars' timeframe.</param>
    /// <param name="bars">Also the primary timeframe.</param>
    /// <param name="catalog">The built-in indicators when null.</param>
    public static ExpressionResult Compute(string expression, BarSeries bars, IndicatorCatalog? catalog = null)
    {
        var bound = Binder.BindExpression(new SourceText("expression", expression), bars.Timeframe, catalog);
        if (bound.Expression is not { } value) return new([], bound.Diagnostics);
        var evaluator = new SeriesEvaluator(new MarketColumns(bars, bars.Timeframe), []);
        return new([.. Outputs(value, bound.Syntax).Select(o => new NamedSeries(o.Name, evaluator.ColumnOf(o.Value).Values))], bound.Diagnostics);
    }

    private static IEnumerable<(string Name, BoundExpression Value)> Outputs(BoundExpression value, ExpressionSyntax syntax) => (value, syntax) switch
    {
        (BoundIndicator { Definition: var definition } indicator, CallSyntax) =>
            definition.Outputs.Select((output, i) => (output.Name, (BoundExpression)(indicator with { OutputIndex = i }))),
        (BoundIndicator indicator, OutputSyntax) => [(indicator.Definition.Outputs[indicator.OutputIndex].Name, indicator)],
        (BoundOn on, OnSyntax { Operand: var operand }) => Outputs(on.Operand, operand).Select(o => (o.Name, (BoundExpression)(on with { Operand = o.Value }))),
        _ => [("value", value)],
    };
}
