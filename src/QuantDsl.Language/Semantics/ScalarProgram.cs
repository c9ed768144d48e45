using System.Collections.Immutable;

namespace QuantDsl.Language.Semantics;

/// <summary>Scalar expressions as straight-line steps, each distinct subexpression once: one pass per combination, however the lets are nested.</summary>
/// <remarks>Safe for any number of threads. Arithmetic is IEEE double in the order written; <c>log</c>, <c>exp</c> and <c>sqrt</c> are
/// System.Math's, <c>round</c> rounds halves away from zero, and an undefined operand gives NaN.</remarks>
public sealed class ScalarProgram
{
    private const int StackLimit = 128;

    private readonly List<Step> _steps = [];
    private readonly Dictionary<Step, int> _numbers = [];
    private readonly Dictionary<BoundLet, int> _lets = new(ReferenceEqualityComparer.Instance);
    private readonly int[] _roots;

    /// <exception cref="ArgumentException">A root is not scalar.</exception>
    public ScalarProgram(IEnumerable<BoundExpression> roots)
    {
        _roots = [.. roots.Select(Number)];
    }

    private ScalarProgram(ScalarProgram other, int[] roots)
    {
        (_steps, _numbers, _lets, _roots) = (other._steps, other._numbers, other._lets, roots);
    }

    private enum Operation
    {
        Constant,
        Parameter,
        Add,
        Subtract,
        Multiply,
        Divide,
        Negate,
        Abs,
        Min,
        Max,
        Log,
        Exp,
        Sqrt,
        Round,
        Sign,
    }

    /// <summary>How many results <see cref="Evaluate(ReadOnlySpan{double}, Span{double})"/> writes: one per root.</summary>
    public int Length => _roots.Length;

    /// <summary>The value of one scalar expression; parameters in the strategy's declared order.</summary>
    public static double Evaluate(BoundExpression scalar, ReadOnlySpan<double> parameters)
    {
        Span<double> result = stackalloc double[1];
        new ScalarProgram([scalar]).Evaluate(parameters, result);
        return result[0];
    }

    /// <summary>Writes the value of every root.</summary>
    /// <param name="parameters">One value per parameter of the strategy, in declared order.</param>
    /// <param name="results">At least <see cref="Length"/> long.</param>
    public void Evaluate(ReadOnlySpan<double> parameters, Span<double> results)
    {
        Span<double> values = _steps.Count <= StackLimit ? stackalloc double[StackLimit] : new double[_steps.Count];
        for (int i = 0; i < _steps.Count; i++)
        {
            var step = _steps[i];
            double a = step.Left >= 0 ? values[step.Left] : 0, b = step.Right >= 0 ? values[step.Right] : 0;
            values[i] = step.Operation switch
            {
                Operation.Constant => BitConverter.Int64BitsToDouble(step.Payload),
                Operation.Parameter => parameters[(int)step.Payload],
                Operation.Add => a + b,
                Operation.Subtract => a - b,
                Operation.Multiply => a * b,
                Operation.Divide => a / b,
                Operation.Negate => -a,
                Operation.Abs => Math.Abs(a),
                Operation.Min => Math.Min(a, b),
                Operation.Max => Math.Max(a, b),
                Operation.Log => Math.Log(a),
                Operation.Exp => Math.Exp(a),
                Operation.Sqrt => Math.Sqrt(a),
                Operation.Round => Math.Round(a, MidpointRounding.AwayFromZero),
                // Math.Sign throws on NaN; here undefined stays undefined.
                _ => double.IsNaN(a) ? double.NaN : Math.Sign(a),
            };
        }

        for (int i = 0; i < _roots.Length; i++) results[i] = values[_roots[i]];
    }

    /// <summary>The same steps with each root that depends on a parameter kept once, in order of first appearance.</summary>
    internal ScalarProgram DistinctVariables()
    {
        var varies = new bool[_steps.Count];
        for (int i = 0; i < varies.Length; i++)
        {
            var step = _steps[i];
            varies[i] = step.Operation == Operation.Parameter
                || (step.Left >= 0 && varies[step.Left]) || (step.Right >= 0 && varies[step.Right]);
        }

        return new ScalarProgram(this, [.. _roots.Where(r => varies[r]).Distinct()]);
    }

    /// <summary>Whether one of the roots is a parameter as it is.</summary>
    internal bool HasRoot(int parameter) => _numbers.TryGetValue(new(Operation.Parameter, -1, -1, parameter), out int number) && _roots.Contains(number);

    private int Number(BoundExpression expression) => expression switch
    {
        BoundConstant constant => Intern(new(Operation.Constant, -1, -1, BitConverter.DoubleToInt64Bits(constant.Value))),
        BoundParameterValue parameter => Intern(new(Operation.Parameter, -1, -1, parameter.Index)),
        BoundLetValue use => NumberOfLet(use.Let),
        BoundNegation negation => Intern(new(Operation.Negate, Number(negation.Operand), -1, 0)),
        BoundArithmetic a => Intern(new(Of(a.Operator), Number(a.Left), Number(a.Right), 0)),
        BoundFunction f => NumberOfFunction(f),
        _ => throw new ArgumentException($"{expression.GetType().Name} is not a scalar", nameof(expression)),
    };

    private int NumberOfLet(BoundLet let)
    {
        if (_lets.TryGetValue(let, out int known)) return known;
        int number = Number(let.Value);
        _lets.Add(let, number);
        return number;
    }

    private int NumberOfFunction(BoundFunction function)
    {
        int left = Number(function.Arguments[0]);
        var operation = Of(function.Function);
        if (function.Arguments.Length == 1) return Intern(new(operation, left, -1, 0));
        foreach (var argument in function.Arguments.Skip(1)) left = Intern(new(operation, left, Number(argument), 0));
        return left;
    }

    private int Intern(Step step)
    {
        if (_numbers.TryGetValue(step, out int known)) return known;
        _steps.Add(step);
        _numbers.Add(step, _steps.Count - 1);
        return _steps.Count - 1;
    }

    private static Operation Of(BoundOperator @operator) => @operator switch
    {
        BoundOperator.Add => Operation.Add,
        BoundOperator.Subtract => Operation.Subtract,
        BoundOperator.Multiply => Operation.Multiply,
        _ => Operation.Divide,
    };

    private static Operation Of(MathFunction function) => function switch
    {
        MathFunction.Abs => Operation.Abs,
        MathFunction.Min => Operation.Min,
        MathFunction.Max => Operation.Max,
        MathFunction.Log => Operation.Log,
        MathFunction.Exp => Operation.Exp,
        MathFunction.Sqrt => Operation.Sqrt,
        MathFunction.Round => Operation.Round,
        _ => Operation.Sign,
    };

    /// <summary>Operands are earlier steps, −1 where there is none; the payload is a constant's bits or a parameter's index.</summary>
    private readonly record struct Step(Operation Operation, int Left, int Right, long Payload);
}
