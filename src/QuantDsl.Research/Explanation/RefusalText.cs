using QuantDsl.Backtest;

namespace QuantDsl.Research.Explanation;

/// <summary>Refusals in words (RULES X5).</summary>
public static class RefusalText
{
    /// <summary>A sentence without a full stop.</summary>
    public static string Of(Refusal reason) => reason switch
    {
        Refusal.NoCash => "there is no cash left",
        Refusal.Margin => "its initial margin would be more than the cash",
        Refusal.Leverage => "the leverage is more than the margin tier of its size allows",
        Refusal.MinNotional => "after rounding its value is below the venue's minimum",
        Refusal.ZeroQuantity => "after rounding to the lot nothing is left of it",
        Refusal.UndefinedLevel => "its stop or target is not defined at the signal bar",
        Refusal.NoVolume => "nothing was traded that could fill it",
        Refusal.UndefinedSize => "what its size is measured by is not defined at the signal bar, or has not moved",
        Refusal.NoEdge => "the past trades give a Kelly fraction of 0 or less",
        Refusal.Halted => "the drawdown reached its limit, and the halt is not over",
        Refusal.DailyLoss => "the loss of the day reached its limit",
        Refusal.ConsecutiveLosses => "too many trades in a row were lost, and the pause is not over",
        Refusal.CoolDown => "the last exit was too short a time ago",
        Refusal.Contracts => "the position would be larger than its limit",
        Refusal.OrderNotional => "the order would be worth more than its limit",
        Refusal.OrderRate => "it would be one order too many within 60 seconds",
        Refusal.PortfolioDrawdown => "the drawdown of the account reached its limit",
        Refusal.PortfolioDailyLoss => "the account's loss of the day reached its limit",
        Refusal.TotalExposure => "all positions together would be worth more than their limit",
        Refusal.CorrelatedExposure => "positions that move together would be worth more than their limit",
        Refusal.SymbolExposure => "positions in the symbol would be worth more than their limit",
        Refusal.AssetClassExposure => "positions in the asset class would be worth more than their limit",
        Refusal.SectorExposure => "positions in the sector would be worth more than their limit",
        Refusal.RegimeExposure => "positions entered in the regime would be worth more than their limit",
        Refusal.OpenRisk => "all positions together would lose more at their stops than the limit",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
