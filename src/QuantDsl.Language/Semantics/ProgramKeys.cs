namespace QuantDsl.Language.Semantics;

/// <summary>Tells combinations of one strategy apart by what they do: equal keys are equal programs (RULES L8).</summary>
/// <remarks>A combination enters the program only through its scalars, so the values of the largest scalar subexpressions, each
/// distinct one once, stand for the whole program. Two combinations of one strategy have equal keys, bit for bit, exactly when
/// <see cref="ProgramHash.Of(BoundStrategy, ReadOnlySpan{double})"/> is equal. Safe for any number of threads.</remarks>
public sealed class ProgramKeys
{
    private readonly ScalarProgram _program;

    public ProgramKeys(BoundStrategy strategy)
    {
        List<BoundExpression> scalars = [];
        HashSet<BoundLet> seen = new(ReferenceEqualityComparer.Instance);
        foreach (var root in BoundTree.Roots(strategy)) Collect(root);
        _program = new ScalarProgram(scalars).DistinctVariables();

        void Collect(BoundExpression expression)
        {
            if (expression.IsScalar) scalars.Add(expression);
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

    /// <summary>Numbers in a key; 0 when no parameter is live.</summary>
    public int Length => _program.Length;

    /// <summary>Whether the parameter stands in the key as it is: then combinations that differ in it are different programs. False says nothing.</summary>
    public bool Shows(int parameter) => _program.HasRoot(parameter);

    /// <summary>Writes the key of one combination.</summary>
    /// <param name="parameters">One value per parameter of the strategy, in declared order.</param>
    /// <param name="key">At least <see cref="Length"/> long.</param>
    public void Evaluate(ReadOnlySpan<double> parameters, Span<double> key) => _program.Evaluate(parameters, key);
}
