using System.Collections.Immutable;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>The <c>require</c> conditions of a strategy, asked for one combination after another (RULES L8). Safe for any number of threads.</summary>
public sealed class ConstraintEvaluator
{
    private const int StackLimit = 64;

    private readonly ImmutableArray<BoundCondition> _constraints;
    private readonly ScalarProgram _program;

    public ConstraintEvaluator(BoundStrategy strategy) : this(strategy.Constraints)
    {
    }

    internal ConstraintEvaluator(ImmutableArray<BoundCondition> constraints)
    {
        _constraints = constraints;
        _program = new(constraints.SelectMany(BoundTree.AllExpressions));
    }

    /// <summary>True when every <c>require</c> holds; one over an undefined value does not (RULES L6).</summary>
    /// <param name="parameters">One value per parameter of the strategy, in declared order.</param>
    public bool Satisfied(ReadOnlySpan<double> parameters)
    {
        if (_constraints.IsEmpty) return true;
        Span<double> values = _program.Length <= StackLimit ? stackalloc double[StackLimit] : new double[_program.Length];
        _program.Evaluate(parameters, values);
        int next = 0;
        foreach (var constraint in _constraints)
            if (!Holds(constraint, values, ref next)) return false;
        return true;
    }

    /// <summary>One strategy, one combination; build an evaluator to ask many.</summary>
    public static bool Satisfied(BoundStrategy strategy, ReadOnlySpan<double> parameters) => new ConstraintEvaluator(strategy).Satisfied(parameters);

    /// <summary>Evaluates without short circuit, so that the values are consumed in the order they were collected.</summary>
    private static bool Holds(BoundCondition condition, ReadOnlySpan<double> values, ref int next)
    {
        switch (condition)
        {
            case BoundComparison comparison:
                double left = values[next++], right = values[next++];
                return Compare(left, comparison.Operator, right);
            case BoundAnd and:
                bool all = true;
                foreach (var operand in and.Operands) all &= Holds(operand, values, ref next);
                return all;
            case BoundOr or:
                bool any = false;
                foreach (var operand in or.Operands) any |= Holds(operand, values, ref next);
                return any;
            case BoundAtLeast atLeast:
                double needed = values[next++];
                int count = 0;
                foreach (var operand in atLeast.Operands) count += Holds(operand, values, ref next) ? 1 : 0;
                return count >= needed;
            default:
                throw new InvalidOperationException($"{condition.GetType().Name} cannot stand in `require`; the binder refuses it");
        }
    }

    /// <summary>False when either side is undefined, <c>!=</c> included.</summary>
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
