namespace QuantDsl.Backtest.Risk;

/// <summary>What a risk file sets: sizing, its caps, the limits of one strategy and those of the whole account.</summary>
public sealed record RiskSettings
{
    /// <summary>Null where the file names no method.</summary>
    public Sizing? Sizing { get; init; }

    /// <inheritdoc cref="AccountSettings.MaxPosition"/>
    public double? MaxPosition { get; init; }

    /// <inheritdoc cref="AccountSettings.MaxLeverage"/>
    public double? MaxLeverage { get; init; }

    public StrategyLimits Strategy { get; init; } = StrategyLimits.None;

    public PortfolioLimits Portfolio { get; init; } = PortfolioLimits.None;

    /// <summary>The account under these settings; what the file does not say stays as it is.</summary>
    public AccountSettings On(AccountSettings account) => account with
    {
        Sizing = Sizing ?? account.Sizing,
        MaxPosition = MaxPosition ?? account.MaxPosition,
        MaxLeverage = MaxLeverage ?? account.MaxLeverage,
        Limits = Strategy,
        Portfolio = Portfolio,
    };
}
