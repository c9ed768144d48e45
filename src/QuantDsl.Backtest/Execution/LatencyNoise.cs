using QuantDsl.Market;
using QuantDsl.Statistics;

namespace QuantDsl.Backtest;

/// <summary>RULES V3: where the price has gone while an order was on its way: the open, times one plus a normal deviate with
/// <c>σ = one-minute volatility × √(delay ÷ 60 s)</c>, moved into the bar's range.</summary>
/// <remarks>
/// One-minute volatility is that of the primary bars (<see cref="MarketImpact.Volatility"/>) times √(60 s ÷ their length): returns of different
/// lengths scale with the root of time. Resting stops and limits stand in the venue's book and are not delayed. Source: the original
/// specification's latency presets; the deviate is drawn from the fill's own key.
/// </remarks>
/// <param name="impact">For the volatility.</param>
/// <param name="nanos">From the decision until the order is in the market.</param>
/// <param name="timeframe">Of the primary bars.</param>
internal readonly struct LatencyNoise(MarketImpact impact, long nanos, Timeframe timeframe)
{
    private static readonly double BelowOne = Math.BitDecrement(1.0);

    // √(60 s ÷ bar) × √(delay ÷ 60 s): the minute cancels out, and is kept in the definition because the rule is written with it.
    private readonly double _scale = Math.Sqrt(nanos / 1e6 / timeframe.Milliseconds);

    public bool IsOn => _scale > 0;

    /// <summary>The price an order meets that was decided at the close of the bar before.</summary>
    /// <param name="bar">The bar in which it arrives.</param>
    /// <param name="uniform">In [0, 1), of the fill's key.</param>
    public double Shifted(int bar, double open, double high, double low, double uniform)
    {
        // The ends of the unit interval have no deviate; half a step off them is as good as any.
        double deviate = NormalDistribution.Quantile(Math.Min(uniform + 0.5 / (1UL << 53), BelowOne));
        return Math.Clamp(open * (1 + impact.Volatility(bar - 1) * _scale * deviate), low, high);
    }
}
