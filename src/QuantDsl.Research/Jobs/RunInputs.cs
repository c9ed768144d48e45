using QuantDsl.Backtest;
using QuantDsl.Market;

namespace QuantDsl.Research.Jobs;

/// <summary>What a backtest and a sweep alike are given: a strategy, a market and an account.</summary>
/// <param name="Strategy">Bound, with settings.</param>
/// <param name="History">Already cut to the span that may be read (RULES R1).</param>
/// <param name="Account">Every assumption about money and fills.</param>
public sealed record RunInputs(StrategyInput Strategy, MarketHistory History, AccountSettings Account)
{
    /// <summary>How long reading <see cref="History"/> took; only reported.</summary>
    public double DataSeconds { get; init; }
}
