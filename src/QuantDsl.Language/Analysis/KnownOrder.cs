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

    /// <summary>Adds pairs of a value that is never above the other, each with <paramref name="expression"/> as one of the two.</summary>
    public void Around(BoundExpression expression, List<(BoundExpression Lower, BoundExpression Upper)> pairs)
    {
        int first = pairs.Count;
        switch (expression)
        {
            case BoundLetValue use:
                Around(use.Let.Value, pairs);
                for (int i = first; i < pairs.Count; i++) pairs[i] = (Named(pairs[i].Lower, use), Named(pairs[i].Upper, use));
                break;
            // What is ordered at one bar was so at another, on every timeframe and for every symbol.
            case BoundHistory history:
                Around(history.Operand, pairs);
                for (int i = first; i < pairs.Count; i++) pairs[i] = Wrapped(pairs[i], part => history with { Operand = part });
                break;
            case BoundOn on:
                Around(on.Operand, pairs);
                for (int i = first; i < pairs.Count; i++) pairs[i] = Wrapped(pairs[i], part => on with { Operand = part });
                break;
            case BoundOf of:
                Around(of.Operand, pairs);
                for (int i = first; i < pairs.Count; i++) pairs[i] = Wrapped(pairs[i], part => of with { Operand = part });
                break;
            case BoundPrice { Field: PriceField.Open or PriceField.Close or PriceField.Hl2 } price:
                pairs.Add((price, High));
                pairs.Add((Low, price));
                break;
            case BoundPrice { Field: PriceField.High } high:
                pairs.Add((Low, high));
                break;
            case BoundExtreme extreme:
                pairs.Add(extreme.Highest ? (extreme.Operand, extreme) : (extreme, extreme.Operand));
                break;
            case BoundIndicator indicator:
                AddChannel(indicator, pairs);
                break;
            case BoundArithmetic sum:
                AddArithmetic(sum, pairs);
                break;
            case BoundFunction { Function: MathFunction.Max } max:
                foreach (var part in max.Arguments) pairs.Add((part, max));
                break;
            case BoundFunction { Function: MathFunction.Min } min:
                foreach (var part in min.Arguments) pairs.Add((min, part));
                break;
            case BoundFunction { Function: MathFunction.Abs } abs:
                pairs.Add((abs.Arguments[0], abs));
                break;
        }
    }

    private static BoundExpression Named(BoundExpression part, BoundLetValue use) => ReferenceEquals(part, use.Let.Value) ? use : part;

    private static (BoundExpression, BoundExpression) Wrapped((BoundExpression Lower, BoundExpression Upper) pair, Func<BoundExpression, BoundExpression> wrap) =>
        (pair.Lower.IsScalar ? pair.Lower : wrap(pair.Lower), pair.Upper.IsScalar ? pair.Upper : wrap(pair.Upper));

    private static void AddChannel(BoundIndicator indicator, List<(BoundExpression Lower, BoundExpression Upper)> pairs)
    {
        var definition = indicator.Definition;
        if (definition.ContentHash.Length > 0 || RankOf(definition, indicator.OutputIndex) is not { } rank) return;
        for (int other = 0; other < definition.Outputs.Length; other++)
        {
            if (RankOf(definition, other) is not { } otherRank || otherRank == rank) continue;
            var edge = indicator with { OutputIndex = other };
            pairs.Add(otherRank > rank ? (indicator, edge) : (edge, indicator));
        }

        // The channel of highs and lows holds the bar it ends with.
        if (definition != Donchian.Definition) return;
        if (rank == 2) pairs.Add((High, indicator));
        if (rank == 0) pairs.Add((indicator, Low));
    }

    private static int? RankOf(IndicatorDefinition definition, int output) => definition.Outputs[output].Name switch
    {
        "upper" => 2,
        "middle" => 1,
        "lower" => 0,
        _ => null,
    };

    private void AddArithmetic(BoundArithmetic a, List<(BoundExpression Lower, BoundExpression Upper)> pairs)
    {
        var (left, right) = (ranges.Of(a.Left), ranges.Of(a.Right));
        switch (a.Operator)
        {
            case BoundOperator.Add:
                if (Grows(right) is { } byRight) pairs.Add(byRight ? (a.Left, a) : (a, a.Left));
                if (Grows(left) is { } byLeft) pairs.Add(byLeft ? (a.Right, a) : (a, a.Right));
                break;
            case BoundOperator.Subtract:
                if (Grows(right) is { } less) pairs.Add(less ? (a, a.Left) : (a.Left, a));
                break;
            case BoundOperator.Multiply:
                if (left.Min >= 0 && Stretches(right) is { } right1) pairs.Add(right1 ? (a.Left, a) : (a, a.Left));
                if (right.Min >= 0 && Stretches(left) is { } left1) pairs.Add(left1 ? (a.Right, a) : (a, a.Right));
                break;
            default:
                // Nought may have either sign, and what is divided by it lies at either end.
                if (left.Min >= 0 && right.Min > 0 && Stretches(right) is { } divisor) pairs.Add(divisor ? (a, a.Left) : (a.Left, a));
                break;
        }
    }

    private static bool? Grows(ValueRange part) => part.Min >= 0 ? true : part.Max <= 0 ? false : null;

    private static bool? Stretches(ValueRange factor) => factor.Min >= 1 ? true : factor is { Min: >= 0, Max: <= 1 } ? false : null;
}
