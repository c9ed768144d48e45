using System.Collections.Immutable;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;

namespace QuantDsl.Language.Analysis;

/// <summary>What is ordered whatever the market does: a bar's prices, the edges of a channel, the extreme of a window, a sum and its parts.</summary>
/// <remarks>Every relation holds for the rounded values too. The mean of three or four prices is left out: its rounding may pass the high.</remarks>
/// <param name="ranges">The ranges of parts of sums and products.</param>
internal sealed class KnownOrder(RangeInference ranges)
{
    private static readonly BoundPrice High = new(PriceField.High, SeriesUnit.Price), Low = new(PriceField.Low, SeriesUnit.Price);

    /// <summary>Pairs of a value that is never above the other, each with <paramref name="expression"/> as one of the two.</summary>
    public IEnumerable<(BoundExpression Lower, BoundExpression Upper)> Around(BoundExpression expression) => expression switch
    {
        BoundLetValue use => Around(use.Let.Value).Select(pair => Replaced(pair, use.Let.Value, use)),
        // What is ordered at one bar was so at another, on every timeframe and for every symbol.
        BoundHistory history => Around(history.Operand).Select(pair => Wrapped(pair, part => history with { Operand = part })),
        BoundOn on => Around(on.Operand).Select(pair => Wrapped(pair, part => on with { Operand = part })),
        BoundOf of => Around(of.Operand).Select(pair => Wrapped(pair, part => of with { Operand = part })),
        BoundPrice { Field: PriceField.Open or PriceField.Close or PriceField.Hl2 } price => [(price, High), (Low, price)],
        BoundPrice { Field: PriceField.High } high => [(Low, high)],
        BoundExtreme { Highest: true } highest => [(highest.Operand, highest)],
        BoundExtreme lowest => [(lowest, lowest.Operand)],
        BoundIndicator indicator => OfChannel(indicator),
        BoundArithmetic sum => OfArithmetic(sum),
        BoundFunction { Function: MathFunction.Max } max => max.Arguments.Select(part => (part, (BoundExpression)max)),
        BoundFunction { Function: MathFunction.Min } min => min.Arguments.Select(part => ((BoundExpression)min, part)),
        BoundFunction { Function: MathFunction.Abs } abs => [(abs.Arguments[0], abs)],
        _ => [],
    };

    private static (BoundExpression, BoundExpression) Replaced((BoundExpression Lower, BoundExpression Upper) pair, BoundExpression value, BoundExpression name) =>
        (ReferenceEquals(pair.Lower, value) ? name : pair.Lower, ReferenceEquals(pair.Upper, value) ? name : pair.Upper);

    private static (BoundExpression, BoundExpression) Wrapped((BoundExpression Lower, BoundExpression Upper) pair, Func<BoundExpression, BoundExpression> wrap) =>
        (pair.Lower.IsScalar ? pair.Lower : wrap(pair.Lower), pair.Upper.IsScalar ? pair.Upper : wrap(pair.Upper));

    private static IEnumerable<(BoundExpression, BoundExpression)> OfChannel(BoundIndicator indicator)
    {
        var definition = indicator.Definition;
        if (definition.ContentHash.Length > 0 || RankOf(definition, indicator.OutputIndex) is not { } rank) yield break;
        for (int other = 0; other < definition.Outputs.Length; other++)
        {
            if (RankOf(definition, other) is not { } otherRank || otherRank == rank) continue;
            var edge = indicator with { OutputIndex = other };
            yield return otherRank > rank ? (indicator, edge) : (edge, indicator);
        }

        // The channel of highs and lows holds the bar it ends with.
        if (definition != Donchian.Definition) yield break;
        if (rank == 2) yield return (High, indicator);
        if (rank == 0) yield return (indicator, Low);
    }

    private static int? RankOf(IndicatorDefinition definition, int output) => definition.Outputs[output].Name switch
    {
        "upper" => 2,
        "middle" => 1,
        "lower" => 0,
        _ => null,
    };

    private IEnumerable<(BoundExpression, BoundExpression)> OfArithmetic(BoundArithmetic a)
    {
        var (left, right) = (ranges.Of(a.Left), ranges.Of(a.Right));
        switch (a.Operator)
        {
            case BoundOperator.Add:
                if (Grows(right) is { } byRight) yield return byRight ? (a.Left, a) : (a, a.Left);
                if (Grows(left) is { } byLeft) yield return byLeft ? (a.Right, a) : (a, a.Right);
                break;
            case BoundOperator.Subtract:
                if (Grows(right) is { } less) yield return less ? (a, a.Left) : (a.Left, a);
                break;
            case BoundOperator.Multiply:
                if (left.Min >= 0 && Stretches(right) is { } right1) yield return right1 ? (a.Left, a) : (a, a.Left);
                if (right.Min >= 0 && Stretches(left) is { } left1) yield return left1 ? (a.Right, a) : (a, a.Right);
                break;
            default:
                // Nought may have either sign, and what is divided by it lies at either end.
                if (left.Min >= 0 && right.Min > 0 && Stretches(right) is { } divisor) yield return divisor ? (a, a.Left) : (a.Left, a);
                break;
        }
    }

    private static bool? Grows(ValueRange part) => part.Min >= 0 ? true : part.Max <= 0 ? false : null;

    private static bool? Stretches(ValueRange factor) => factor.Min >= 1 ? true : factor is { Min: >= 0, Max: <= 1 } ? false : null;
}
