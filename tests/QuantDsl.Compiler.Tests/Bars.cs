using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Compiler.Tests;

/// <summary>Bars for tests.</summary>
internal static class Bars
{
    /// <summary>2024-01-01T00:00Z, a Monday.</summary>
    public const long Start = 1_704_067_200_000;

    /// <summary>Bars that differ only in their close; the others are the close too.</summary>
    public static BarSeries Of(Timeframe timeframe, params double[] closes)
    {
        ImmutableArray<double> prices = [.. closes];
        return new("TEST", timeframe, [.. closes.Select((_, i) => Start + i * timeframe.Milliseconds)], prices, prices, prices, prices, [.. closes.Select(_ => 1.0)]);
    }

    /// <summary>A walk over whole prices, so that values are often equal, with bars missing here and there and a few undefined closes.</summary>
    public static BarSeries Random(int seed, int count, Timeframe timeframe, double gapShare = 0.03, double undefinedShare = 0)
    {
        var random = new Random(seed);
        var times = new List<long>();
        List<double> open = [], high = [], low = [], close = [], volume = [];
        long time = Start + random.Next(100) * timeframe.Milliseconds;
        double price = 100;
        while (times.Count < count)
        {
            if (random.NextDouble() < gapShare) time += random.Next(1, 40) * timeframe.Milliseconds;
            double from = price;
            price = Math.Max(20, price + random.Next(-2, 3));
            times.Add(time);
            open.Add(from);
            high.Add(Math.Max(from, price) + random.Next(0, 2));
            low.Add(Math.Min(from, price) - random.Next(0, 2));
            close.Add(random.NextDouble() < undefinedShare ? double.NaN : price);
            volume.Add(random.Next(0, 5));
            time += timeframe.Milliseconds;
        }

        return new("TEST", timeframe, [.. times], [.. open], [.. high], [.. low], [.. close], [.. volume]);
    }
}
