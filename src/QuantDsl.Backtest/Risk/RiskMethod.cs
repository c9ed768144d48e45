using System.Collections.Immutable;

namespace QuantDsl.Backtest.Risk;

/// <summary>A sizing method as a risk file names it.</summary>
/// <param name="Name">The word behind <c>method:</c>, which is also the one of <c>--sizing</c>.</param>
/// <param name="Required">Keys of <c>config</c> without which it means nothing.</param>
/// <param name="Optional">Keys of <c>config</c> that have a default.</param>
public sealed record RiskMethod(string Name, ImmutableArray<string> Required, ImmutableArray<string> Optional)
{
    public bool Reads(string key) => Required.Contains(key) || Optional.Contains(key);
}
