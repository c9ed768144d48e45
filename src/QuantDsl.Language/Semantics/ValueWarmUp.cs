using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>When single values of a strategy are warm, by the count that makes the whole strategy warm (RULES L9).</summary>
public sealed class ValueWarmUp
{
    private readonly BoundStrategy _strategy;
    private readonly WarmUp _warmUp;

    /// <param name="strategy">Whose values are asked for.</param>
    /// <param name="parameters">The combination of the run, in declared order; as for the strategy, the slowest swept setting counts too.</param>
    public ValueWarmUp(BoundStrategy strategy, ReadOnlySpan<double> parameters)
    {
        _strategy = strategy;
        Dictionary<string, double> held = new(StringComparer.Ordinal);
        for (int i = 0; i < parameters.Length; i++) held.Add(strategy.Parameters[i].Name, parameters[i]);
        var domain = new ScalarDomain(strategy.Parameters, held);
        foreach (var constraint in strategy.Constraints) domain.Require(constraint);
        _warmUp = new(domain);
    }

    /// <summary>What must have closed for a value to be warm; nothing for one that reads no bar.</summary>
    public ImmutableArray<BarRequirement> Of(BoundExpression value) => _warmUp.Of(value, _strategy.Timeframe);

    /// <summary>What must have closed for a condition to be: for its values, and for the bars it looks back on.</summary>
    public ImmutableArray<BarRequirement> Of(BoundCondition condition) => _warmUp.Of(condition, _strategy.Timeframe);
}
