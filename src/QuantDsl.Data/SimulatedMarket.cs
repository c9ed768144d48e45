using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Data;

/// <summary>A stretch of the simulated market with one drift, <c>[FromUtcMs, ToUtcMs)</c>.</summary>
public sealed record RegimeSpan(SampleRegime Regime, long FromUtcMs, long ToUtcMs);

/// <summary>A simulated jump: the minute it happened in, and its size as a fraction of the price.</summary>
public sealed record PriceJump(string Symbol, long OpenUtcMs, double Fraction);

/// <summary>What was simulated: a history for each symbol asked for, and what the model did behind them.</summary>
/// <param name="Histories">In the order of the symbols asked for; each with mark prices and funding.</param>
/// <param name="Regimes">Without gaps from the beginning to the end.</param>
/// <param name="Jumps">By time; those of BTCUSDT move the other symbols too.</param>
public sealed record SimulatedMarket(ImmutableArray<MarketHistory> Histories, ImmutableArray<RegimeSpan> Regimes, ImmutableArray<PriceJump> Jumps)
{
    /// <exception cref="ArgumentException">The symbol was not asked for.</exception>
    public MarketHistory Of(string symbol) => Histories.FirstOrDefault(history => history.Base.Symbol == symbol)
        ?? throw new ArgumentException($"{symbol} is not simulated here", nameof(symbol));
}
