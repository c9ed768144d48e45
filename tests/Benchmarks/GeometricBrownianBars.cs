using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Benchmarks;

/// <summary>Bars of a geometric Brownian motion from a fixed seed, prices to two decimals; unless said otherwise two years of five minutes, 210,240 bars.</summary>
public static class GeometricBrownianBars
{
    public const int TwoYears = 210_240;

    private const int StepsPerBar = 20;

    /// <param name="minutes">Length of a bar; a divisor of 60.</param>
    /// <param name="market">Another one of the same kind.</param>
    public static BarSeries Make(int count = TwoYears, int minutes = 5, int market = 0)
    {
        var random = new SplitMix(20_240_607 + (ulong)market);
        double sigma = 0.60 * Math.Sqrt(1.0 / (365.0 * 24 * (60 / minutes) * StepsPerBar)), price = 20_000;
        var times = new long[count];
        double[] open = new double[count], high = new double[count], low = new double[count], close = new double[count], volume = new double[count];
        for (int i = 0; i < count; i++)
        {
            times[i] = 1_640_995_200_000 + i * minutes * Timeframe.Minute;
            open[i] = high[i] = low[i] = price;
            for (int step = 0; step < StepsPerBar; step++)
            {
                price = Math.Round(price * Math.Exp(sigma * random.Normal() - 0.5 * sigma * sigma), 2);
                high[i] = Math.Max(high[i], price);
                low[i] = Math.Min(low[i], price);
            }

            close[i] = price;
            volume[i] = Math.Round(15 * Math.Exp(0.8 * random.Normal()), 3);
        }

        return new(market == 0 ? "GBM" : $"GBM{market}", new(minutes * Timeframe.Minute), [.. times], [.. open], [.. high], [.. low], [.. close], [.. volume]);
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014) with Box–Muller normals.</summary>
    private sealed class SplitMix(ulong state)
    {
        public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

        private double Uniform()
        {
            state += 0x9E3779B97F4A7C15;
            ulong z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
