using System.Collections.Immutable;

namespace QuantDsl.Language.Semantics;

/// <summary>The settings a strategy can run at: defaults, swept and held values, without what <c>require</c> removes.</summary>
/// <remarks>Only the parameters an expression depends on are varied. Beyond <see cref="Limit"/> settings their ends and each axis
/// alone are tried instead of the whole product; every argument range and look-back is monotone in its arguments.</remarks>
internal sealed class ScalarDomain(ImmutableArray<BoundParameter> parameters, IReadOnlyDictionary<string, double> held)
{
    private const int Limit = 20_000;

    private readonly List<(BoundCondition Condition, HashSet<int> Reads)> _constraints = [];
    private bool _mayRefuseAll;

    public ImmutableArray<BoundParameter> Parameters => parameters;

    /// <summary>Leaves out the settings a condition refuses, wherever all its parameters are varied.</summary>
    public void Require(BoundCondition condition)
    {
        var reads = ParametersOf(BoundTree.AllExpressions(condition));
        _constraints.Add((condition, reads));
        _mayRefuseAll |= reads.Count == 0;
    }

    /// <summary>The distinct values of one scalar, the default's first, or the held one's where nothing is swept.</summary>
    public IEnumerable<double> ValuesOf(BoundExpression scalar) => IsFixed(scalar, out double value) ? [value] : Settings([scalar]).Select(s => s.Values[0]).Distinct();

    /// <summary>The largest value of one scalar; −∞ when <c>require</c> leaves no setting.</summary>
    public double MaximumOf(BoundExpression scalar) => IsFixed(scalar, out double value) ? value : ValuesOf(scalar).DefaultIfEmpty(double.NegativeInfinity).Max();

    /// <summary>Whether a scalar is a number that was written, the one value it has at every setting there is; most are.</summary>
    public bool IsFixed(BoundExpression scalar, out double value)
    {
        value = scalar is BoundConstant constant ? constant.Value : double.NaN;
        // A constraint that reads nothing may leave no setting at all.
        return scalar is BoundConstant && !_mayRefuseAll;
    }

    /// <summary>The values several scalars take together, with the parameter vector that gives them.</summary>
    public IEnumerable<(double[] Values, double[] Parameters)> Settings(ImmutableArray<BoundExpression> scalars)
    {
        var varied = ParametersOf(scalars).Order().ToArray();
        var program = new ScalarProgram(scalars);
        ConstraintEvaluator? evaluator = null;
        if (_constraints.Count > 0)
        {
            var tests = _constraints.Where(c => c.Reads.IsSubsetOf(varied)).Select(c => c.Condition).ToImmutableArray();
            if (!tests.IsEmpty) evaluator = new(tests);
        }

        foreach (double[] setting in Vectors(varied))
        {
            if (evaluator?.Satisfied(setting) == false) continue;
            var values = new double[program.Length];
            program.Evaluate(setting, values);
            yield return (values, setting);
        }
    }

    /// <summary>Indices of the parameters some scalars depend on.</summary>
    public static HashSet<int> ParametersOf(IEnumerable<BoundExpression> expressions)
    {
        HashSet<int> found = [];
        HashSet<BoundLet> seen = new(ReferenceEqualityComparer.Instance);
        foreach (var expression in expressions) Collect(expression);
        return found;

        void Collect(BoundExpression expression)
        {
            if (expression is BoundParameterValue parameter) found.Add(parameter.Index);
            else if (expression is BoundLetValue use)
            {
                if (seen.Add(use.Let)) Collect(use.Let.Value);
            }
            else
            {
                foreach (var child in BoundTree.Children(expression)) Collect(child);
            }
        }
    }

    private IEnumerable<double[]> Vectors(int[] varied)
    {
        double[][] axes = [.. varied.Select(ValuesOf)];
        if (axes.Aggregate(1.0, (product, axis) => product * axis.Length) <= Limit) return Product(varied, axes);
        var ends = axes.Select(a => (double[])[.. new[] { a[0], a.Min(), a.Max() }.Distinct()]).ToArray();
        return Product(varied, ends).Take(Limit).Concat(varied.SelectMany((_, i) => Axis(varied, axes, i)));
    }

    private double[] ValuesOf(int parameter)
    {
        var own = parameters[parameter];
        bool isHeld = held.TryGetValue(own.Name, out double value);
        // A setting stands beside the swept values, so that a combination run alone has the window of the sweep; where nothing is swept it takes the default's place.
        if (own.Sweep.IsEmpty) return [isHeld ? value : own.Default];
        var values = own.Sweep.Prepend(own.Default);
        return [.. (isHeld ? values.Append(value) : values).Distinct()];
    }

    private IEnumerable<double[]> Product(int[] varied, double[][] axes)
    {
        var position = new int[axes.Length];
        while (true)
        {
            var vector = Defaults();
            for (int i = 0; i < axes.Length; i++) vector[varied[i]] = axes[i][position[i]];
            yield return vector;
            int digit = axes.Length - 1;
            while (digit >= 0 && ++position[digit] == axes[digit].Length) position[digit--] = 0;
            if (digit < 0) yield break;
        }
    }

    private IEnumerable<double[]> Axis(int[] varied, double[][] axes, int axis) => axes[axis].Select(value =>
    {
        var vector = Defaults();
        vector[varied[axis]] = value;
        return vector;
    });

    private double[] Defaults() => [.. parameters.Select(p => p.Default)];
}
