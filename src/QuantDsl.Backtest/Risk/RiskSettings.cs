namespace QuantDsl.Backtest.Risk;

/// <summary>How positions are sized by a risk file.</summary>
public enum RiskSizing
{
    FixedFractional,
    Kelly,
    Atr,
}

/// <summary>What a risk file sets: sizing, the limits of one strategy and those of the whole account. Null where it is silent; shares are fractions (0.1 is 10 %).</summary>
public sealed record RiskSettings
{
    public RiskSizing? Method { get; init; }

    /// <summary>Share of the equity that a loss at the stop costs.</summary>
    public double? RiskPerTrade { get; init; }

    /// <summary>Share of the full Kelly fraction that is used.</summary>
    public double? KellyFraction { get; init; }

    /// <summary>Average true ranges between entry and the loss that is reckoned with.</summary>
    public double? AtrMultiplier { get; init; }

    /// <summary>Largest position as a share of the equity.</summary>
    public double? MaxPosition { get; init; }

    public double? MaxLeverage { get; init; }

    /// <summary>Drawdown from which sizes are halved.</summary>
    public double? DrawdownScale { get; init; }

    /// <summary>Drawdown at which the strategy halts.</summary>
    public double? DrawdownHalt { get; init; }

    public double? MaxDailyLoss { get; init; }

    public int? MaxConsecutiveLosses { get; init; }

    public double? CooldownHours { get; init; }

    /// <summary>Drawdown of the account at which everything halts.</summary>
    public double? PortfolioDrawdown { get; init; }

    public double? PortfolioDailyLoss { get; init; }

    /// <summary>Most of the equity that all positions together may take.</summary>
    public double? TotalExposure { get; init; }

    public double? CorrelatedExposure { get; init; }
}
