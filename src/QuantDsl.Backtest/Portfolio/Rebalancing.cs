namespace QuantDsl.Backtest.Portfolio;

/// <summary>How often open positions are brought to their target weights.</summary>
public enum RebalancingPeriod
{
    Daily,

    /// <summary>From Monday 00:00 UTC.</summary>
    Weekly,

    /// <summary>From the first of the month, 00:00 UTC.</summary>
    Monthly,
}

/// <summary>Open positions are resized to what their sizing gives them anew: their target weights.</summary>
/// <param name="Period">At the first mark of each period after the one in which the account begins.</param>
/// <param name="MaxTurnover">Most value that changes hands each time, as a fraction of the equity; null for no limit. Beyond it every change is
/// made smaller by the same factor.</param>
public sealed record Rebalancing(RebalancingPeriod Period, double? MaxTurnover = null);
