using QuantDsl.Backtest;

namespace QuantDsl.Research.Trades;

/// <summary>A trade with what a table of many runs has to know of each: a row of the canonical trade log.</summary>
/// <param name="Timeframe">Of the bars it was decided on.</param>
/// <param name="TradeType">The mode it came from, one of <see cref="TradeLogColumns.TradeTypes"/>.</param>
public sealed record LoggedTrade(Trade Trade, string Symbol, string Timeframe, string TradeType)
{
    /// <summary>Name of the regime at the signal's close; null for none.</summary>
    public string? Regime { get; init; }

    /// <summary>Of the strategy's document in the store; null for a run that is not kept.</summary>
    public long? StrategyId { get; init; }

    /// <summary>Null for a run that is not kept.</summary>
    public long? RunId { get; init; }
}
