using System.Globalization;
using System.Text;

namespace QuantDsl.Cli.Tests;

/// <summary>A CSV of bars that wander, from a fixed seed; enough for a strategy to trade on.</summary>
internal static class RandomBars
{
    /// <param name="count">Bars of five minutes from 2025-01-01.</param>
    public static string Csv(int count, ulong seed = 7)
    {
        var text = new StringBuilder("timestamp,open,high,low,close,volume\n");
        double price = 1000;
        for (int i = 0; i < count; i++)
        {
            double open = price, high = price, low = price;
            for (int step = 0; step < 5; step++)
            {
                price = Math.Round(price * (1 + 0.004 * (Next(ref seed) - 0.5)), 2);
                high = Math.Max(high, price);
                low = Math.Min(low, price);
            }

            text.Append(CultureInfo.InvariantCulture, $"{1_735_689_600_000 + i * 300_000L},{open},{high},{low},{price},{1 + i % 7}\n");
        }

        return text.ToString();
    }

    /// <summary>Steele, Lea and Flood's SplitMix64, as a fraction.</summary>
    private static double Next(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
