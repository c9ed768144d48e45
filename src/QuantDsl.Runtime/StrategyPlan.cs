using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Runtime;

/// <summary>What is the same for every combination of a strategy: the static part of the program.</summary>
public sealed record StrategyPlan(string Name, Timeframe Timeframe)
{
    public ImmutableArray<BarRequirement> Warmup { get; init; } = [];

    public ImmutableArray<Timeframe> HigherTimeframes { get; init; } = [];

    public TimeFilters Filters { get; init; } = new();

    public bool Reverse { get; init; }

    public bool EntersLong { get; init; }

    public bool EntersShort { get; init; }

    /// <summary>True when the strategy adds to its positions or takes parts of them off.</summary>
    public bool Scales { get; init; }

    /// <summary>Names of the regimes, in the order of their indices.</summary>
    public ImmutableArray<string> Regimes { get; init; } = [];

    /// <summary>True when every position has a stop; fixed-fractional sizing needs one.</summary>
    public bool HasStop { get; init; }
}
