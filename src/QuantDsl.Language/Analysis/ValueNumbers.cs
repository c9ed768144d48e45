using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Language.Analysis;

/// <summary>A number for every expression of a strategy; equal numbers are equal values at every bar and setting.</summary>
/// <remarks>What <see cref="ProgramText"/> says with text, for proofs that ask of thousands of values: lets are in place, what no swept
/// parameter changes is its value, and an operation has the number of its kind paired with those of its operands, one after another.</remarks>
internal sealed class ValueNumbers(BoundStrategy strategy)
{
    private readonly Dictionary<(Kind, long), int> _numbers = [];
    private readonly Dictionary<IndicatorDefinition, int> _definitions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundLet, int> _lets = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundLet, bool> _swept = new(ReferenceEqualityComparer.Instance);
    private readonly double[] _defaults = [.. strategy.Parameters.Select(p => p.Default)];

    private enum Kind
    {
        Number,
        Parameter,
        Price,
        PositionValue,
        Indicator,
        History,
        Of,
        On,
        Arithmetic,
        Negation,
        Function,
        Highest,
        Lowest,
        Pair,
    }

    /// <summary>The number of the value that a number written in the strategy is.</summary>
    public int OfNumber(double value) => Number(Kind.Number, BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value));

    public int Of(BoundExpression expression)
    {
        if (expression is BoundConstant constant) return OfNumber(constant.Value);
        if (expression is BoundLetValue use && _lets.TryGetValue(use.Let, out int known)) return known;
        if (expression.IsScalar && !IsSwept(expression)) return OfNumber(ScalarProgram.Evaluate(expression, _defaults));
        return expression switch
        {
            BoundParameterValue parameter => Number(Kind.Parameter, parameter.Index),
            BoundPrice price => Number(Kind.Price, (long)price.Field),
            BoundPositionValue position => Number(Kind.PositionValue, (long)position.Value),
            BoundLetValue { Let: var let } => _lets[let] = Of(let.Value),
            BoundIndicator i => Number(Kind.Indicator, Pair(NumberOf(i.Definition), i.OutputIndex), BoundTree.Children(i)),
            BoundHistory h => Number(Kind.History, 0, BoundTree.Children(h)),
            BoundOf of => Number(Kind.Of, of.Index, BoundTree.Children(of)),
            BoundOn on => Number(Kind.On, on.Timeframe.Milliseconds, BoundTree.Children(on)),
            BoundArithmetic a => Number(Kind.Arithmetic, (long)a.Operator, BoundTree.Children(a)),
            BoundNegation n => Number(Kind.Negation, 0, BoundTree.Children(n)),
            BoundFunction f => Number(Kind.Function, (long)f.Function, BoundTree.Children(f)),
            BoundExtreme e => Number(e.Highest ? Kind.Highest : Kind.Lowest, 0, BoundTree.Children(e)),
            _ => throw new InvalidOperationException($"{expression.GetType().Name} has no number"),
        };
    }

    private int Number(Kind kind, long which, BoundOperands operands)
    {
        int number = Number(kind, which);
        foreach (var operand in operands) number = Number(Kind.Pair, Pair(number, Of(operand)));
        return number;
    }

    private int Number(Kind kind, long which)
    {
        if (_numbers.TryGetValue((kind, which), out int known)) return known;
        return _numbers[(kind, which)] = _numbers.Count;
    }

    private int NumberOf(IndicatorDefinition definition)
    {
        if (_definitions.TryGetValue(definition, out int known)) return known;
        return _definitions[definition] = _definitions.Count;
    }

    private static long Pair(int left, int right) => ((long)left << 32) | (uint)right;

    /// <summary>Whether a scalar reads a parameter that the sweep varies.</summary>
    private bool IsSwept(BoundExpression scalar)
    {
        if (scalar is BoundParameterValue parameter) return !strategy.Parameters[parameter.Index].Sweep.IsEmpty;
        if (scalar is BoundLetValue { Let: var let })
        {
            if (!_swept.TryGetValue(let, out bool known)) _swept.Add(let, known = IsSwept(let.Value));
            return known;
        }

        foreach (var operand in BoundTree.Children(scalar))
            if (IsSwept(operand)) return true;
        return false;
    }
}
