namespace QuantDsl.Runtime;

public enum StopRule
{
    None,

    /// <summary>A fraction of the entry price.</summary>
    FixedFraction,

    /// <summary>A multiple of a series at the signal bar.</summary>
    SeriesFixed,

    /// <summary>A multiple of a series, following the best close.</summary>
    SeriesTrailing,

    /// <summary>A fraction of the best close, following it.</summary>
    FractionTrailing,
}

/// <summary>The stop of one combination (RULES X3).</summary>
/// <param name="Amount">A fraction of price, or a multiple of <paramref name="Series"/>.</param>
/// <param name="Series">One value per primary bar; null for fraction rules.</param>
/// <param name="FromSignal">Measured from the signal bar's close instead of the fill.</param>
public readonly record struct StopPlan(StopRule Rule, double Amount, double[]? Series, bool FromSignal);

public enum TargetRule
{
    None,
    FixedFraction,
    SeriesFixed,

    /// <summary>A multiple of the initial stop distance.</summary>
    RiskReward,
}

/// <summary>The target of one combination (RULES X3); shapes as in <see cref="StopPlan"/>.</summary>
public readonly record struct TargetPlan(TargetRule Rule, double Amount, double[]? Series, bool FromSignal);
