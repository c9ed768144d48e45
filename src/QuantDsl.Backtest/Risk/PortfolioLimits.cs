namespace QuantDsl.Backtest.Risk;

/// <summary>The limits of a whole account (<c>portfolio_level</c> of a risk file), as fractions of its equity. Null is no limit.</summary>
public sealed record PortfolioLimits
{
    public static PortfolioLimits None { get; } = new();

    /// <summary>Drawdown of the account at which everything halts.</summary>
    public double? Drawdown { get; init; }

    public double? DailyLoss { get; init; }

    /// <summary>Most of the equity that all positions together may take.</summary>
    public double? TotalExposure { get; init; }

    public double? CorrelatedExposure { get; init; }

    public bool IsNone => this == None;
}
