using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Research.Tests.OneSemantics;

/// <summary>Markets nobody would think of, all at five minutes or finer: each is the worst case of something a fast path could get wrong.</summary>
internal static class HostileMarkets
{
    /// <summary>Which symbol a strategy may read beside the traded one.</summary>
    public const string OtherSymbol = "OTHER";

    /// <summary>2024-01-01 00:00 UTC, a Monday.</summary>
    private const long Start = 1_704_067_200_000;

    private const int Count = 1_200;

    public static readonly Timeframe Fives = new(5 * Timeframe.Minute);

    private static readonly MarginTier[] Tiers = [new(0, 2_000, 0.004, 125, 0), new(2_000, 20_000, 0.01, 50, 12), new(20_000, 1e9, 0.025, 20, 312)];

    private static readonly MarginTier[] Later = [new(0, 5_000, 0.005, 100, 0), new(5_000, 1e9, 0.02, 25, 75)];

    /// <summary>Those that are long enough for most strategies to be warm.</summary>
    public static ImmutableArray<(string Name, MarketHistory History)> Long { get; } =
    [
        ("jumps, funding at every bar", Market(1, Jump(0.1, 0.06), tick: 0.1, lot: 0.001, fundingEvery: Fives.Milliseconds)),
        ("holes", Market(2, Jump(0.05, 0.03), tick: 0.5, lot: 0.1, holes: 0.02, fundingEvery: 8 * Timeframe.Hour)),
        ("no price ever moves", Market(3, (_, last) => (last, last, 0), fundingEvery: Timeframe.Hour)),
        ("wicks that liquidate", Market(4, Wicks, fundingEvery: 4 * Timeframe.Hour, minNotional: 100)),
        ("minutes with holes, funding inside bars", Market(5, Jump(0.05, 0.01), tick: 0.01, minutes: true, holes: 0.004, fundingEvery: 7 * Timeframe.Minute)),
        ("whole prices, often equal", Market(6, Whole, tick: 1, fundingEvery: 8 * Timeframe.Hour, borrowRate: 3)),
        ("a fall to nothing and back", Market(7, Fall)),
        ("volume that is nought or undefined", Market(8, Jump(0.02, 0.02), tick: 0.01, volume: random => random.Next(10) switch { 0 => double.NaN, < 4 => 0, _ => random.Next(1, 9) })),
        ("closes that are undefined", WithoutCloses(Market(12, Jump(0.05, 0.03), tick: 0.1, fundingEvery: 8 * Timeframe.Hour))),
    ];

    /// <summary>Those that are over before anything could be.</summary>
    public static ImmutableArray<(string Name, MarketHistory History)> Short { get; } =
    [
        ("one bar", Market(9, Jump(0.1, 0.06), count: 1)),
        ("two bars", Market(10, Jump(0.1, 0.06), count: 2)),
        ("a few bars", Market(11, Jump(0.1, 0.06), count: 40)),
    ];

    /// <summary>No file may have such bars; what is made of bars keeps the rule all the same.</summary>
    private static MarketHistory WithoutCloses(MarketHistory history)
    {
        var random = new Random(13);
        return history with { Base = history.Base with { Close = [.. history.Base.Close.Select((close, i) => i < history.Base.Count - 1 && random.Next(40) == 0 ? double.NaN : close)] } };
    }

    /// <summary>The next open, close and reach of a bar, from the last close.</summary>
    private delegate (double Open, double Close, double Reach) Step(Random random, double last);

    private static Step Jump(double often, double far) => (random, last) =>
    {
        double open = last * (1 + (random.NextDouble() < often ? far : 0.001) * (random.NextDouble() - 0.5));
        return (open, Math.Clamp(open * (1 + 0.012 * (random.NextDouble() - 0.5)), 20, 500), (random.NextDouble() < 0.05 ? 0.08 : 0.006) * open * random.NextDouble());
    };

    private static (double Open, double Close, double Reach) Wicks(Random random, double last) =>
        (last, Math.Clamp(last * (1 + 0.01 * (random.NextDouble() - 0.5)), 20, 500), last * 0.05 * random.NextDouble());

    private static (double Open, double Close, double Reach) Whole(Random random, double last) => (last, Math.Max(20, last + random.Next(-2, 3)), random.Next(0, 2));

    /// <summary>Half of the price in a bar now and then, with a floor that it leaves as fast.</summary>
    private static (double Open, double Close, double Reach) Fall(Random random, double last)
    {
        double factor = random.Next(60) == 0 ? last > 1 ? 0.5 : 40 : 1 + 0.01 * (random.NextDouble() - 0.5);
        return (last, last * factor, last * 0.002 * random.NextDouble());
    }

    private static MarketHistory Market(int seed, Step step, double tick = 0, double lot = 0, double minNotional = 0, bool minutes = false, double holes = 0, long fundingEvery = 0,
        double? borrowRate = null, int count = Count, Func<Random, double>? volume = null)
    {
        var spacing = minutes ? new Timeframe(Timeframe.Minute) : Fives;
        var bars = Bars("HOSTILE", seed, step, spacing, minutes ? count * 5 : count, tick, holes, volume);
        var instrument = new Instrument("HOSTILE")
        {
            TickSize = tick,
            LotSize = lot,
            MinNotional = minNotional,
            BorrowRate = borrowRate,
            MarginTables = [new(0, [.. Tiers], "a"), new(bars.OpenTimes[bars.Count / 2], [.. Later], "b")],
        };
        var venue = new Venue("hostile") { Fees = FeeSchedule.Constant(0, 0), FundingIntervalHours = 8, Instruments = [], DefaultInstrument = instrument };
        return new(bars, fundingEvery == 0 ? null : Funding(seed, bars, fundingEvery), instrument, venue)
        {
            // Of minutes, where the traded one has fives, with closes that need not meet.
            Others = [Bars(OtherSymbol, seed + 100, Jump(0.05, 0.05), new(Timeframe.Minute), count * 5, 0, holes: 0.01)],
        };
    }

    private static BarSeries Bars(string symbol, int seed, Step step, Timeframe spacing, int count, double tick, double holes, Func<Random, double>? volume = null)
    {
        var random = new Random(seed);
        double OnTick(double price) => tick == 0 ? price : Math.Round(Math.Round(price / tick) * tick, 4);
        List<long> times = [];
        List<double> opens = [], highs = [], lows = [], closes = [], volumes = [];
        long time = Start;
        double last = 100;
        for (int i = 0; i < count; i++, time += spacing.Milliseconds)
        {
            if (random.NextDouble() < holes) time += random.Next(1, 30) * spacing.Milliseconds;
            var (open, close, reach) = step(random, last);
            (open, close) = (OnTick(open), OnTick(close));
            times.Add(time);
            opens.Add(open);
            closes.Add(close);
            highs.Add(Math.Max(Math.Max(open, close), OnTick(Math.Max(open, close) + reach)));
            lows.Add(Math.Min(Math.Min(open, close), OnTick(Math.Min(open, close) - reach * random.NextDouble())));
            volumes.Add(volume?.Invoke(random) ?? 1 + random.Next(5));
            last = close;
        }

        return new(symbol, spacing, [.. times], [.. opens], [.. highs], [.. lows], [.. closes], [.. volumes]);
    }

    /// <summary>Rates of either sign, large enough to be seen, from before the first bar until after the last.</summary>
    private static FundingSeries Funding(int seed, BarSeries bars, long every)
    {
        var random = new Random(seed);
        var times = ImmutableArray.CreateBuilder<long>();
        for (long time = Start - every; time < bars.OpenTimes[^1] + 2 * every; time += every) times.Add(time);
        return new("HOSTILE", times.ToImmutable(), [.. times.Select(_ => 0.002 * (random.NextDouble() - 0.4))]);
    }
}
