using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Research.Metrics;

/// <summary>One strategy on one symbol, as results name it; a trade says by <see cref="Backtest.Trade.Member"/> whose it is.</summary>
/// <param name="Timeframe">On which it decides.</param>
public sealed record RunMember(string Strategy, string Symbol, Timeframe Timeframe)
{
    /// <summary>Names of the strategy's regimes, by the index that its trades carry.</summary>
    public ImmutableArray<string> Regimes { get; init; } = [];

    /// <summary>What tells it from the others.</summary>
    public string Pair => $"{Strategy} {Symbol}";
}
