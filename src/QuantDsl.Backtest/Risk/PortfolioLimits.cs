using System.Collections.Immutable;

namespace QuantDsl.Backtest.Risk;

/// <summary>The limits of a whole account (<c>portfolio_level</c> of a risk file), as fractions of its equity. Null is no limit.</summary>
/// <remarks>Exposure is value, not margin: the sum of quantity × price over positions, whatever their sides. <c>docs/risk.md</c> says the same with examples.</remarks>
public sealed record PortfolioLimits
{
    public const int DefaultCorrelationDays = 30, LeastCorrelationDays = 10, MostCorrelationDays = 1_000;

    /// <summary>In a cap by name, the names that are not written.</summary>
    public const string Others = "others";

    public const double DefaultCorrelation = 0.7;

    public static PortfolioLimits None { get; } = new();

    /// <summary>Drawdown of the account at which every position is closed and nothing is entered any more.</summary>
    public double? Drawdown { get; init; }

    /// <summary>Loss of the account since 00:00 UTC at which every position is closed and nothing is entered until the day is over.</summary>
    public double? DailyLoss { get; init; }

    /// <summary>Most of the equity that all positions together may be worth.</summary>
    public double? TotalExposure { get; init; }

    /// <summary>Most of the equity that a position may be worth together with those that move as it does.</summary>
    public double? CorrelatedExposure { get; init; }

    /// <summary>Days of returns that the correlation of two symbols is taken over; those complete before the order.</summary>
    public int CorrelationDays { get; init; } = DefaultCorrelationDays;

    /// <summary>Two positions move together where side × side × correlation is at least this, in (0, 1].</summary>
    public double Correlation { get; init; } = DefaultCorrelation;

    public ExposureCap Symbol { get; init; } = ExposureCap.None;

    public ExposureCap AssetClass { get; init; } = ExposureCap.None;

    public ExposureCap Sector { get; init; } = ExposureCap.None;

    /// <summary>By the regime of the strategy in which positions were entered.</summary>
    public ExposureCap Regime { get; init; } = ExposureCap.None;

    /// <summary>Most of the equity that all positions together would lose from their last closes to their stops.</summary>
    public double? OpenRisk { get; init; }

    /// <summary>Of symbols; one that is not named has none and is in no cap of them.</summary>
    public ImmutableSortedDictionary<string, string> AssetClasses { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableSortedDictionary<string, string> Sectors { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public bool IsNone => Drawdown is null && DailyLoss is null && TotalExposure is null && CorrelatedExposure is null && OpenRisk is null
        && Symbol.IsNone && AssetClass.IsNone && Sector.IsNone && Regime.IsNone;
}
