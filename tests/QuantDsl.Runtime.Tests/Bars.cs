using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Runtime.Tests;

/// <summary>Bars for tests.</summary>
internal static class Bars
{
    public static readonly Timeframe M5 = Timeframe.Parse("5m"), M15 = Timeframe.Parse("15m"), H1 = Timeframe.Parse("1h");

    /// <summary>2024-01-01T00:00Z, a Monday.</summary>
    public const long Start = 1_704_067_200_000;

    /// <summary>Five-minute bars that differ only in their close.</summary>
    public static BarSeries Of(params double[] closes) => At([.. closes.Select((c, i) => (i, c))]);

    /// <summary>Five-minute bars in the given slots after the start; slots left out are missing bars.</summary>
    public static BarSeries At(params (int Slot, double Close)[] bars)
    {
        ImmutableArray<double> prices = [.. bars.Select(b => b.Close)];
        return new("TEST", M5, [.. bars.Select(b => Start + b.Slot * M5.Milliseconds)], prices, prices, prices, prices, prices);
    }

    /// <summary>A walk with missing bars.</summary>
    public static BarSeries Random(int seed, int count)
    {
        var random = new Random(seed);
        var bars = new List<(int, double)>();
        int slot = random.Next(50);
        double price = 100;
        while (bars.Count < count)
        {
            price = Math.Max(10, price + random.Next(-3, 4));
            bars.Add((slot, price));
            slot += random.Next(20) == 0 ? random.Next(2, 60) : 1;
        }

        return At([.. bars]);
    }
}
