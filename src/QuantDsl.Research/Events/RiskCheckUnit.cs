using QuantDsl.Backtest;

namespace QuantDsl.Research.Events;

/// <summary>What the numbers of a limit are.</summary>
internal static class RiskCheckUnit
{
    /// <summary>True for a fraction of the equity; false for a count, a quantity or an amount of money.</summary>
    public static bool IsFraction(Refusal check) => check is not
        (Refusal.ConsecutiveLosses or Refusal.CoolDown or Refusal.Contracts or Refusal.OrderNotional or Refusal.OrderRate);
}
