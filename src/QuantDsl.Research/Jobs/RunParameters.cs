using System.Collections.Immutable;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Research.Jobs;

/// <summary>A combination with its names: one value per parameter of the strategy, in declared order.</summary>
public readonly record struct RunParameters(ImmutableArray<BoundParameter> Parameters, ImmutableArray<double> Values)
{
    /// <summary>As the author writes a value: <c>3%</c> for 0.03 of a percent parameter.</summary>
    public string Print(int index) => ParameterValue.Print(Parameters[index], Values[index]);
}
