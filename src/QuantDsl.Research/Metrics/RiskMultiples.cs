using QuantDsl.Backtest;
using QuantDsl.Statistics;

namespace QuantDsl.Research.Metrics;

/// <summary>The net results of a run in multiples of what each trade risked: 1 R is what its first fill would have lost at its stop.</summary>
/// <remarks>Tharp (1998), Trade Your Way to Financial Freedom; the system quality number: Tharp (2008), The Definitive Guide to Position Sizing.</remarks>
/// <param name="Count">Trades that had a stop; without one everything but the sum is null.</param>
/// <param name="Total">Sum.</param>
/// <param name="Mean">Expectancy in R.</param>
/// <param name="Deviation">Sample deviation; null for fewer than two.</param>
/// <param name="SystemQuality">√count × mean ÷ deviation; null when they do not vary.</param>
/// <param name="ShareAtLeastOne">Share of those trades that won at least 1 R.</param>
/// <param name="ShareBeyondStop">Share that lost more than 1 R: by costs, by a price beyond the stop, by additions.</param>
public sealed record RiskMultiples(int Count, double Total, double? Mean, double? Median, double? Deviation, double? SystemQuality, double? Best, double? Worst,
    double? ShareAtLeastOne, double? ShareBeyondStop)
{
    /// <summary>A target of 1 R is met in whole multiples of the price's last bit, not exactly.</summary>
    private const double Rounding = 1e-9;

    public static RiskMultiples Of(ReadOnlySpan<Trade> trades)
    {
        List<double> known = [];
        foreach (ref readonly var trade in trades)
            if (trade.RMultiple is { } multiple) known.Add(multiple);
        double[] multiples = [.. known];
        int count = multiples.Length;
        if (count == 0) return new(0, 0, null, null, null, null, null, null, null, null);
        // As groups of trades have it: one group of all is the whole, to the last bit.
        double total = multiples.Sum(), mean = total / count, deviation = Moments.SampleDeviation(multiples);
        return new(count, FiniteNumber.Plain(total), FiniteNumber.OrNull(mean), FiniteNumber.OrNull(Quantiles.Median(multiples)), FiniteNumber.OrNull(deviation),
            deviation > 0 ? FiniteNumber.OrNull(Math.Sqrt(count) * mean / deviation) : null, FiniteNumber.OrNull(multiples.Max()), FiniteNumber.OrNull(multiples.Min()),
            multiples.Count(r => r >= 1 - Rounding) / (double)count, multiples.Count(r => r < -1 - Rounding) / (double)count);
    }
}
