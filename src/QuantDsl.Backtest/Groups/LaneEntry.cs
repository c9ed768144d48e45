namespace QuantDsl.Backtest.Groups;

/// <summary>What all positions opened at one open on one side have in common.</summary>
/// <param name="Price">Slippage included.</param>
/// <param name="Raw">The bar's open.</param>
internal readonly record struct LaneEntry(int SignalBar, int Bar, double Price, double Raw);
