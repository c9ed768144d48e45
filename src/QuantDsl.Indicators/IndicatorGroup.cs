namespace QuantDsl.Indicators;

/// <summary>What an indicator is looked for under.</summary>
public enum IndicatorGroup
{
    Average,
    Momentum,
    Volatility,
    Volume,
    Structure,
    Regime,

    /// <summary>Written by the author of a strategy.</summary>
    Own,
}
