namespace QuantDsl.Backtest.Portfolio;

/// <summary>What one account did, and each of its members in it.</summary>
/// <param name="Account">All trades in order of exit, each with its member; the curve is of the whole equity.</param>
/// <param name="Members">Trades, refusals and fills of each alone. Their curves are the initial equity and what the member alone made of it.</param>
/// <param name="Marks">Closes at which the account was marked: what exposure is a share of.</param>
/// <param name="StartUtcMs">The account's first mark.</param>
/// <param name="EndUtcMs">Its last.</param>
public sealed record PortfolioResult(RunResult Account, IReadOnlyList<RunResult> Members, int Marks, long StartUtcMs, long EndUtcMs)
{
    /// <summary>Value that changed hands in rebalancing, quote currency; 0 without it.</summary>
    public double RebalancedValue { get; init; }
}
