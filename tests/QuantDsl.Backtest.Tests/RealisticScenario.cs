using QuantDsl.Market;

namespace QuantDsl.Backtest.Tests;

/// <summary>A <see cref="RandomScenario"/> under realistic execution: every model on and off, volumes that dry up, mark prices with holes.</summary>
internal static class RealisticScenario
{
    public static Scenario Of(int seed)
    {
        var scenario = RandomScenario.Of(seed);
        var random = new Random(~seed);
        T Any<T>(params T[] choices) => choices[random.Next(choices.Length)];
        bool Chance(double probability) => random.NextDouble() < probability;
        var models = new ExecutionModels
        {
            Funding = Chance(0.8),
            Rounding = Chance(0.8),
            Impact = Chance(0.5),
            StopTick = Chance(0.5),
            LatencyNanos = Any(0L, 0L, 1_500_000L, 300_000_000L, 600_000_000_000L),
            Queue = Any(null, null, new LimitQueue(), new LimitQueue(0.3, 0.02), new LimitQueue(0, 1), new LimitQueue(1, 0.001)),
            InnerBars = Chance(0.6),
            Intrabar = Any(Enum.GetValues<IntrabarOrder>()),
            MarkPrice = Chance(0.6),
        };
        var bars = scenario.History.Base with { Volume = [.. Volumes(random, scenario.History.Base.Count)] };
        double tick = scenario.History.Instrument.TickSize;
        var mark = Chance(0.8) ? Mark(random, bars, tick) : null;
        // Mark prices of another spacing are of no use, and not looked at.
        if (mark is not null && Chance(0.1)) mark = mark.Aggregate(new(mark.Timeframe.Milliseconds * 2));
        return scenario with
        {
            History = scenario.History with { Base = bars, Mark = mark, Instrument = scenario.History.Instrument with { SpreadTicks = Any(0, 1, 1, 4) } },
            Settings = scenario.Settings with { Fills = FillMode.Realistic, Models = models },
        };
    }

    /// <summary>From a thousandth to a thousand, and stretches of nothing.</summary>
    private static IEnumerable<double> Volumes(Random random, int count)
    {
        int dry = 0;
        for (int i = 0; i < count; i++)
        {
            if (random.NextDouble() < 0.02) dry = random.Next(1, 100);
            yield return dry-- > 0 ? 0 : Math.Pow(10, 6 * random.NextDouble() - 3);
        }
    }

    /// <summary>Prices about those of the bars, sometimes far from them; bars missing here and there, and some where no trade was.</summary>
    private static BarSeries Mark(Random random, BarSeries bars, double tick)
    {
        double OnTick(double price) => tick == 0 ? price : Math.Round(Math.Round(price / tick) * tick, 4);
        List<(long Time, double Open, double High, double Low, double Close)> rows = [];
        double missing = random.Next(2) == 0 ? 0.02 : 0.5, far = random.Next(2) == 0 ? 0.01 : 0.2;
        for (int i = 0; i < bars.Count; i++)
        {
            if (i > 0 && bars.OpenTimes[i] > bars.OpenTimes[i - 1] + bars.Timeframe.Milliseconds)
                rows.Add((bars.OpenTimes[i] - bars.Timeframe.Milliseconds, 1, 1, 1, 1));
            if (random.NextDouble() < missing) continue;
            double shift = 1 + (random.NextDouble() < far ? 0.04 : 0.001) * (random.NextDouble() - 0.5);
            double open = OnTick(bars.Open[i] * shift), close = OnTick(bars.Close[i] * shift), wick = 0.01 * open * random.NextDouble();
            rows.Add((bars.OpenTimes[i], open, Math.Max(Math.Max(open, close), OnTick(Math.Max(open, close) + wick)), Math.Min(Math.Min(open, close), OnTick(Math.Min(open, close) - wick)), close));
        }

        return new(bars.Symbol, bars.Timeframe, [.. rows.Select(r => r.Time)], [.. rows.Select(r => r.Open)], [.. rows.Select(r => r.High)],
            [.. rows.Select(r => r.Low)], [.. rows.Select(r => r.Close)], [.. rows.Select(_ => 0.0)]);
    }
}
