using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Tests.Proofs;

/// <summary>Conditions bar by bar as RULES L4 to L6 say them, over columns of the numbers: an evaluator that knows no range and no order.</summary>
/// <param name="market">Where the numbers come from.</param>
/// <param name="parameters">One value per parameter.</param>
/// <param name="regimes">Those of the strategy.</param>
/// <param name="side">The side of the position that is open; null where none is.</param>
/// <param name="mostBarsInTrade">How long a position is held at most.</param>
internal sealed class ConditionColumns(MarketColumns market, double[] parameters, IReadOnlyList<BoundRegime> regimes, Side? side, int mostBarsInTrade)
{
    private readonly SeriesEvaluator _numbers = new(market, parameters);

    private int Count => market.Primary.Bars.Count;

    public bool[] Of(BoundCondition condition)
    {
        switch (condition)
        {
            case BoundComparison c:
                double[] left = Numbers(c.Left), right = Numbers(c.Right);
                return Each(i => Compare(left[i], c.Operator, right[i]));
            case BoundCross c:
                double[] a = Numbers(c.Left), b = Numbers(c.Right);
                return Each(i => i > 0 && !double.IsNaN(a[i] + b[i] + a[i - 1] + b[i - 1])
                    && (c.Direction == CrossDirection.Above ? a[i - 1] <= b[i - 1] && a[i] > b[i] : a[i - 1] >= b[i - 1] && a[i] < b[i]) != c.Negated);
            case BoundTrend t:
                double[] path = Numbers(t.Operand);
                int steps = Whole(t.Bars);
                return Each(i => i >= steps && Enumerable.Range(0, steps + 1).All(k => !double.IsNaN(path[i - k]))
                    && Enumerable.Range(0, steps).All(k => t.Rising ? path[i - k] > path[i - k - 1] : path[i - k] < path[i - k - 1]) != t.Negated);
            case BoundWithin w:
                bool[] held = Of(w.Condition);
                int window = Whole(w.Bars);
                return Each(i => w.Every ? Enumerable.Range(0, window).All(k => i >= k && held[i - k]) : Enumerable.Range(0, window).Any(k => i >= k && held[i - k]));
            case BoundAnd and:
                bool[][] all = [.. and.Operands.Select(Of)];
                return Each(i => Array.TrueForAll(all, o => o[i]));
            case BoundOr or:
                bool[][] any = [.. or.Operands.Select(Of)];
                return Each(i => Array.Exists(any, o => o[i]));
            case BoundAtLeast atLeast:
                bool[][] some = [.. atLeast.Operands.Select(Of)];
                int needed = Whole(atLeast.Count);
                return Each(i => some.Count(o => o[i]) >= needed);
            case BoundInRegime regime:
                bool[][] known = [.. regimes.Take(regime.Index + 1).Select(r => Of(r.Condition))];
                return Each(i => known[^1][i] && !known[..^1].Any(earlier => earlier[i]));
            default:
                throw new NotSupportedException(condition.GetType().Name);
        }
    }

    private bool[] Each(Func<int, bool> holds)
    {
        var bars = new bool[Count];
        for (int i = 0; i < bars.Length; i++) bars[i] = holds(i);
        return bars;
    }

    private int Whole(BoundExpression scalar) => (int)Math.Round(ScalarProgram.Evaluate(scalar, parameters), MidpointRounding.AwayFromZero);

    /// <summary>A column; what reads the position is put together here, since a column knows none.</summary>
    private double[] Numbers(BoundExpression expression) => expression switch
    {
        BoundPositionValue position => OfPosition(position.Value),
        BoundArithmetic a when ReadsPosition(a) => Pairwise(Numbers(a.Left), Numbers(a.Right), a.Operator switch
        {
            BoundOperator.Add => (x, y) => x + y,
            BoundOperator.Subtract => (x, y) => x - y,
            BoundOperator.Multiply => (x, y) => x * y,
            _ => (x, y) => x / y,
        }),
        BoundNegation n when ReadsPosition(n) => [.. Numbers(n.Operand).Select(x => -x)],
        _ when ReadsPosition(expression) => throw new NotSupportedException(expression.ToString()),
        _ => _numbers.ColumnOf(expression).Values,
    };

    private static bool ReadsPosition(BoundExpression expression) => expression switch
    {
        BoundPositionValue => true,
        BoundArithmetic a => ReadsPosition(a.Left) || ReadsPosition(a.Right),
        BoundNegation n => ReadsPosition(n.Operand),
        _ => false,
    };

    private static double[] Pairwise(double[] left, double[] right, Func<double, double, double> combine) => [.. left.Zip(right, combine)];

    /// <summary>One position after the other, each as long as the rules allow and entered at an open, so every value is one that a run could show.</summary>
    private double[] OfPosition(PositionValue value)
    {
        var bars = market.Primary.Bars;
        int length = Math.Min(mostBarsInTrade, 37);
        var values = new double[Count];
        for (int i = 0; i < values.Length; i++)
        {
            int entry = i - (i % length);
            values[i] = value switch
            {
                PositionValue.BarsInTrade => i - entry + 1,
                PositionValue.EntryPrice => bars.Open[entry],
                _ => (side == Side.Short ? -1 : 1) * ((bars.Close[i] / bars.Open[entry]) - 1),
            };
        }

        return values;
    }

    private static bool Compare(double left, ComparisonOperator @operator, double right) => @operator switch
    {
        ComparisonOperator.Greater => left > right,
        ComparisonOperator.Less => left < right,
        ComparisonOperator.GreaterOrEqual => left >= right,
        ComparisonOperator.LessOrEqual => left <= right,
        ComparisonOperator.Equal => left == right,
        _ => left < right || left > right,
    };
}
