namespace QuantDsl.Indicators;

/// <summary>Where the same name gives other numbers, or is asked for in another way: the commonest question about any indicator.</summary>
/// <param name="Tool">Who differs.</param>
/// <param name="How">A sentence.</param>
public sealed record ConventionDifference(OtherTool Tool, string How);

/// <summary>Whose values users compare with.</summary>
public enum OtherTool
{
    TaLib,
    TradingView,
    PandasTa,
    NautilusTrader,
    StockIndicators,
}
