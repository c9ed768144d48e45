using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>Where a condition fails whatever its undefined values would be: what neither holds nor is refuted is undefined.</summary>
/// <remarks>Kleene's three values, as two sets of bars: this is the dual of <see cref="ConditionEvaluator"/>, and like it asks bar by bar only what reads the position.
/// A bar before the first is undefined. Kleene (1952), Introduction to Metamathematics, section 64.</remarks>
internal sealed class ConditionRefutation(BoundStrategy strategy, ConditionEvaluator evaluator)
{
    private readonly Dictionary<BoundCondition, BarSet> _bars = new(ReferenceEqualityComparer.Instance);

    private int BarCount => evaluator.BarCount;

    /// <summary>Whether a condition is refuted at the close of a bar.</summary>
    public bool At(BoundCondition condition, int bar, in PositionView position)
    {
        if (!evaluator.ReadsPosition(condition)) return BarsOf(condition).Contains(bar);
        switch (condition)
        {
            case BoundComparison c:
                return IsDefined(c.Left, bar, position) && IsDefined(c.Right, bar, position) && !evaluator.Holds(c, bar, position);
            case BoundCross { Negated: true } c:
                return evaluator.Holds(c with { Negated = false }, bar, position);
            case BoundCross c:
                var (before, now) = Operators(c);
                return IsRefuted(before, bar - 1, position) || IsRefuted(now, bar, position);
            case BoundWithin w:
                int bars = evaluator.BarsIn(w.Bars);
                if (!w.Every && bars > bar + 1) return false;
                for (int at = bar; at >= 0 && at > bar - bars; at--)
                    if (At(w.Condition, at, position) == w.Every) return w.Every;
                return !w.Every;
            case BoundAnd and:
                foreach (var operand in and.Operands)
                    if (At(operand, bar, position)) return true;
                return false;
            case BoundOr or:
                foreach (var operand in or.Operands)
                    if (!At(operand, bar, position)) return false;
                return true;
            case BoundAtLeast atLeast:
                int refuted = 0;
                foreach (var operand in atLeast.Operands) refuted += At(operand, bar, position) ? 1 : 0;
                return atLeast.Operands.Length - refuted < evaluator.BarsIn(atLeast.Count);
            default:
                throw new ArgumentException($"{condition.GetType().Name} cannot read the position", nameof(condition));
        }

        bool IsRefuted(BoundComparison comparison, int at, in PositionView held) =>
            IsDefined(comparison.Left, at, held) && IsDefined(comparison.Right, at, held) && !evaluator.Holds(comparison, at, held);
    }

    private BarSet BarsOf(BoundCondition condition) => _bars.TryGetValue(condition, out var known) ? known : _bars[condition] = Compute(condition);

    private BarSet Compute(BoundCondition condition)
    {
        switch (condition)
        {
            case BoundComparison c:
                return Refuted(c);
            case BoundCross { Negated: true } c:
                return evaluator.Crossed(c);
            case BoundCross c:
                var (before, now) = Operators(c);
                return ConditionEvaluator.Before(Refuted(before), c.Left, c.Right).Or(Refuted(now));
            case BoundWithin { Every: true } w:
                return BarsOf(w.Condition).HeldWithin(evaluator.BarsIn(w.Bars));
            case BoundWithin w:
                return BarsOf(w.Condition).HeldThroughout(evaluator.BarsIn(w.Bars));
            case BoundTrend t:
                return Refuted(t);
            case BoundAnd and:
                return and.Operands.Aggregate(BarSet.None(BarCount), (bars, operand) => bars.Or(BarsOf(operand)));
            case BoundOr or:
                return or.Operands.Aggregate(BarSet.All(BarCount), (bars, operand) => bars.And(BarsOf(operand)));
            case BoundAtLeast a:
                return BarSet.AtLeast(a.Operands.Length - evaluator.BarsIn(a.Count) + 1, [.. a.Operands.Select(BarsOf)], BarCount);
            case BoundInRegime regime:
                // Undefined regimes before it are false to the rule, so a bar that has another one has not this one.
                var any = Enumerable.Range(0, strategy.Regimes.Length).Aggregate(BarSet.None(BarCount), (bars, r) => bars.Or(evaluator.RegimeBars(r)));
                return any.Or(BarsOf(strategy.Regimes[regime.Index].Condition)).Except(evaluator.RegimeBars(regime.Index));
            default:
                throw new ArgumentException($"{condition.GetType().Name} is not a known condition", nameof(condition));
        }
    }

    private BarSet Refuted(BoundComparison comparison) =>
        evaluator.Defined(comparison.Left, comparison.Right).Except(evaluator.Compare(comparison.Left, comparison.Operator, comparison.Right));

    private BarSet Refuted(BoundTrend trend)
    {
        int steps = evaluator.BarsIn(trend.Bars);
        if (steps < 1) return BarSet.All(BarCount);
        var right = evaluator.Steps(trend);
        if (trend.Negated) return right.HeldThroughout(steps);
        // A step between two values that are there, and not this way.
        var defined = evaluator.Defined(trend.Operand, trend.Operand).HeldThroughout(2);
        return defined.Except(right).HeldWithin(steps);
    }

    private bool IsDefined(BoundExpression expression, int bar, in PositionView position) => !double.IsNaN(evaluator.ValueOf(expression, bar, position));

    /// <summary>The two comparisons a cross is made of: at the bar before, and at this one.</summary>
    private static (BoundComparison Before, BoundComparison Now) Operators(BoundCross cross) => cross.Direction == CrossDirection.Above
        ? (new(cross.Left, ComparisonOperator.LessOrEqual, cross.Right), new(cross.Left, ComparisonOperator.Greater, cross.Right))
        : (new(cross.Left, ComparisonOperator.GreaterOrEqual, cross.Right), new(cross.Left, ComparisonOperator.Less, cross.Right));
}
