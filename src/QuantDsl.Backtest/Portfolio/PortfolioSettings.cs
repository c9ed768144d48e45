using QuantDsl.Backtest.Risk;

namespace QuantDsl.Backtest.Portfolio;

/// <summary>What is of the account as a whole and of no member.</summary>
public sealed record PortfolioSettings
{
    public static PortfolioSettings None { get; } = new();

    public PortfolioLimits Limits { get; init; } = PortfolioLimits.None;

    /// <summary>Null for never.</summary>
    public Rebalancing? Rebalancing { get; init; }
}
