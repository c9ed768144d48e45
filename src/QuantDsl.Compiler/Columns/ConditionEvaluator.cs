using System.Collections.Immutable;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>The columnar back end for rules: a bound condition straight to the bars at which it holds, without a class. Same answers as the class, bit for bit.</summary>
/// <remarks>What reads the position is asked bar by bar; everything else is a set of all bars, computed once per node. Not for several threads at once.</remarks>
/// <param name="strategy">Whose rules are evaluated.</param>
/// <param name="market">Where columns are computed and shared.</param>
/// <param name="parameters">One value per parameter of the strategy, in declared order.</param>
public sealed class ConditionEvaluator(BoundStrategy strategy, MarketColumns market, double[] parameters)
{
    private readonly SeriesEvaluator _series = new(market, parameters);
    private readonly Dictionary<BoundCondition, BarSet> _bars = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundCondition, bool> _readsPosition = new(ReferenceEqualityComparer.Instance);
    private readonly BarSet?[] _regimes = new BarSet?[strategy.Regimes.Length];

    /// <summary>Primary bars.</summary>
    public int BarCount => market.Primary.Count;

    /// <summary>The primary bars at whose close a condition holds; false wherever a value is undefined (RULES L6).</summary>
    /// <exception cref="ArgumentException">The condition reads the position, so no bar alone decides it.</exception>
    public BarSet BarsOf(BoundCondition condition)
    {
        if (_bars.TryGetValue(condition, out var known)) return known;
        if (ReadsPosition(condition)) throw new ArgumentException("the condition reads the position: ask it bar by bar", nameof(condition));
        return _bars[condition] = Compute(condition);
    }

    /// <summary>The bars whose regime is the one with an index: it is the first of all that holds.</summary>
    public BarSet RegimeBars(int index)
    {
        if (_regimes[index] is { } known) return known;
        var bars = BarsOf(strategy.Regimes[index].Condition);
        for (int earlier = 0; earlier < index; earlier++) bars = bars.Except(BarsOf(strategy.Regimes[earlier].Condition));
        return _regimes[index] = bars;
    }

    /// <summary>The position of an account that has none: nothing of it is defined, its bars neither.</summary>
    public static PositionView NoPosition { get; } = new(0, double.NaN, double.NaN);

    /// <summary>Whether a condition holds at the close of a bar, with the position as it is there.</summary>
    /// <param name="bar">A primary bar.</param>
    /// <param name="position">At that close, or <see cref="NoPosition"/>.</param>
    public bool Holds(BoundCondition condition, int bar, in PositionView position)
    {
        if (!ReadsPosition(condition)) return BarsOf(condition).Contains(bar);
        switch (condition)
        {
            case BoundComparison c:
                return Compare(ValueOf(c.Left, bar, position), c.Operator, ValueOf(c.Right, bar, position));
            case BoundCross c:
                double leftBefore = ValueOf(c.Left, bar - 1, position), rightBefore = ValueOf(c.Right, bar - 1, position);
                double left = ValueOf(c.Left, bar, position), right = ValueOf(c.Right, bar, position);
                if (double.IsNaN(leftBefore) || double.IsNaN(rightBefore) || double.IsNaN(left) || double.IsNaN(right)) return false;
                return c.Negated != (c.Direction == CrossDirection.Above ? leftBefore <= rightBefore && left > right : leftBefore >= rightBefore && left < right);
            case BoundWithin w:
                return HoldsInWindow(w, bar, position);
            case BoundAnd and:
                foreach (var operand in and.Operands)
                    if (!Holds(operand, bar, position)) return false;
                return true;
            case BoundOr or:
                foreach (var operand in or.Operands)
                    if (Holds(operand, bar, position)) return true;
                return false;
            case BoundAtLeast atLeast:
                int held = 0;
                foreach (var operand in atLeast.Operands) held += Holds(operand, bar, position) ? 1 : 0;
                return held >= BarsIn(atLeast.Count);
            default:
                throw new ArgumentException($"{condition.GetType().Name} cannot read the position", nameof(condition));
        }
    }

    /// <summary>The value of an expression at the close of a bar; NaN where it is undefined, and before the first bar.</summary>
    public double ValueOf(BoundExpression expression, int bar, in PositionView position)
    {
        if (!ReadsPosition(expression))
        {
            if (expression.IsScalar) return _series.Scalar(expression);
            double[] values = _series.ColumnOf(expression).Values;
            // What is the same at every bar has a column too, and was so before the first bar.
            return (uint)bar < (uint)values.Length ? values[bar] : SeriesEvaluator.IsTimeless(expression) && values.Length > 0 ? values[0] : double.NaN;
        }

        switch (expression)
        {
            case BoundPositionValue { Value: PositionValue.BarsInTrade }: return double.IsNaN(position.EntryPrice) ? double.NaN : position.BarsInTrade;
            case BoundPositionValue { Value: PositionValue.Profit }: return position.Profit;
            case BoundPositionValue: return position.EntryPrice;
            case BoundHistory history: return ValueOf(history.Operand, bar - NumberOfBars.Ago(_series.Scalar(history.Bars)), position);
            case BoundArithmetic sum: return SeriesEvaluator.Of(sum.Operator, ValueOf(sum.Left, bar, position), ValueOf(sum.Right, bar, position));
            case BoundNegation negation: return -ValueOf(negation.Operand, bar, position);
            case BoundFunction function: return SeriesEvaluator.Of(function.Function, ValueOf(function.Arguments[0], bar, position), ValueOf(function.Arguments[^1], bar, position));
            default: throw new ArgumentException($"{expression.GetType().Name} cannot read the position", nameof(expression));
        }
    }

    /// <summary>A number of bars, or a count, as a rule gives it.</summary>
    public int BarsIn(BoundExpression scalar) => NumberOfBars.Of(_series.Scalar(scalar));

    /// <summary>Whether the position decides a condition, beside the bars.</summary>
    public bool ReadsPosition(BoundCondition condition)
    {
        if (_readsPosition.TryGetValue(condition, out bool known)) return known;
        return _readsPosition[condition] = condition switch
        {
            BoundComparison c => ReadsPosition(c.Left) || ReadsPosition(c.Right),
            BoundCross c => ReadsPosition(c.Left) || ReadsPosition(c.Right),
            BoundWithin w => ReadsPosition(w.Condition),
            BoundAnd and => and.Operands.Any(ReadsPosition),
            BoundOr or => or.Operands.Any(ReadsPosition),
            BoundAtLeast atLeast => atLeast.Operands.Any(ReadsPosition),
            // A trend is of a whole column, and a column is the same for every position.
            _ => false,
        };
    }

    // Inside an indicator, a name or `on` stands a column, which is the same for every position.
    private static bool ReadsPosition(BoundExpression expression) => expression switch
    {
        BoundPositionValue => true,
        BoundHistory history => ReadsPosition(history.Operand),
        BoundArithmetic sum => ReadsPosition(sum.Left) || ReadsPosition(sum.Right),
        BoundNegation negation => ReadsPosition(negation.Operand),
        BoundFunction function => function.Arguments.Any(ReadsPosition),
        _ => false,
    };

    private BarSet Compute(BoundCondition condition) => condition switch
    {
        BoundComparison c => Compare(c.Left, c.Operator, c.Right),
        BoundCross { Negated: false } c => Crossed(c),
        BoundCross c => AllDefined(c).Except(Crossed(c)),
        BoundWithin { Every: true } w => BarsOf(w.Condition).HeldThroughout(BarsIn(w.Bars)),
        BoundWithin w => BarsOf(w.Condition).HeldWithin(BarsIn(w.Bars)),
        BoundTrend t => Trend(t),
        BoundAnd and => and.Operands.Aggregate(BarSet.All(BarCount), (bars, operand) => bars.And(BarsOf(operand))),
        BoundOr or => or.Operands.Aggregate(BarSet.None(BarCount), (bars, operand) => bars.Or(BarsOf(operand))),
        BoundAtLeast a => BarSet.AtLeast(BarsIn(a.Count), [.. a.Operands.Select(BarsOf)], BarCount),
        BoundInRegime regime => RegimeBars(regime.Index),
        _ => throw new ArgumentException($"{condition.GetType().Name} is not a known condition", nameof(condition)),
    };

    /// <summary>Where a comparison of what no position is read for holds.</summary>
    internal BarSet Compare(BoundExpression left, ComparisonOperator operation, BoundExpression right) =>
        ColumnComparison.Of(BarCount, OperandOf(left), operation, OperandOf(right));

    private ColumnComparison.Operand OperandOf(BoundExpression expression) =>
        expression.IsScalar ? new(null, _series.Scalar(expression)) : new(_series.ColumnOf(expression).Values, 0);

    /// <summary>Where one side overtook the other, whether or not the condition is that it did not.</summary>
    internal BarSet Crossed(BoundCross cross)
    {
        bool above = cross.Direction == CrossDirection.Above;
        var before = Compare(cross.Left, above ? ComparisonOperator.LessOrEqual : ComparisonOperator.GreaterOrEqual, cross.Right);
        return Before(before, cross.Left, cross.Right).And(Compare(cross.Left, above ? ComparisonOperator.Greater : ComparisonOperator.Less, cross.Right));
    }

    /// <summary>Where both sides have a value.</summary>
    internal BarSet Defined(BoundExpression left, BoundExpression right) =>
        ColumnComparison.Defined(BarCount, OperandOf(left)).And(ColumnComparison.Defined(BarCount, OperandOf(right)));

    /// <summary>Where both sides have a value, and had one at the bar before.</summary>
    private BarSet AllDefined(BoundCross cross)
    {
        var defined = Defined(cross.Left, cross.Right);
        return Before(defined, cross.Left, cross.Right).And(defined);
    }

    /// <summary>The answer of the bar before. Nothing is defined before the first bar, but what is the same at every bar.</summary>
    internal static BarSet Before(BarSet bars, BoundExpression left, BoundExpression right) =>
        SeriesEvaluator.IsTimeless(left) && SeriesEvaluator.IsTimeless(right) ? bars : bars.Later(1);

    private BarSet Trend(BoundTrend trend)
    {
        int steps = BarsIn(trend.Bars);
        if (steps < 1) return BarSet.None(BarCount);
        var held = Steps(trend).HeldThroughout(steps);
        return trend.Negated ? Defined(trend.Operand, trend.Operand).HeldThroughout(steps + 1).Except(held) : held;
    }

    /// <summary>Where the series of a trend made a step its way.</summary>
    internal BarSet Steps(BoundTrend trend) => ColumnComparison.Steps(_series.ColumnOf(trend.Operand).Values, trend.Rising);

    private bool HoldsInWindow(BoundWithin within, int bar, in PositionView position)
    {
        int bars = BarsIn(within.Bars);
        if (within.Every && bars > bar + 1) return false;
        for (int at = bar; at >= 0 && at > bar - bars; at--)
            if (Holds(within.Condition, at, position) != within.Every) return !within.Every;
        return within.Every;
    }

    private static bool Compare(double left, ComparisonOperator operation, double right) => operation switch
    {
        ComparisonOperator.Greater => left > right,
        ComparisonOperator.Less => left < right,
        ComparisonOperator.GreaterOrEqual => left >= right,
        ComparisonOperator.LessOrEqual => left <= right,
        ComparisonOperator.Equal => left == right,
        _ => left < right || left > right,
    };
}
