using System.Collections.Immutable;
using QuantDsl.Backtest.Portfolio;

namespace QuantDsl.Research.Jobs;

/// <summary>What a backtest is given: strategies on symbols, and one account for all of them.</summary>
/// <param name="Members">In the order in which they act at one instant; all with the same account.</param>
public sealed record PortfolioInputs(ImmutableArray<RunInputs> Members)
{
    /// <summary>False for a single run, which the limits of portfolios do not act on.</summary>
    public bool IsPortfolio { get; init; }

    /// <summary>Null for never.</summary>
    public Rebalancing? Rebalancing { get; init; }

    internal PortfolioSettings Settings => IsPortfolio ? new() { Limits = Members[0].Account.Portfolio, Rebalancing = Rebalancing } : PortfolioSettings.None;
}
