using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Tests;

/// <summary>Plain markets for tests of single properties.</summary>
internal static class TestMarket
{
    /// <summary>2024-01-01 00:00 UTC, a Monday.</summary>
    public const long Start = 1_704_067_200_000;

    public static readonly Instrument Instrument = new("TEST") { MarginTables = [new(0, [new(0, double.MaxValue, 0.005, 125, 0)], "test")] };

    public static readonly Venue Venue = new("test") { Fees = FeeSchedule.Constant(0, 0), FundingIntervalHours = 8, Instruments = [], DefaultInstrument = Instrument };

    public static readonly AccountSettings Account = new() { Leverage = 1, Fills = FillMode.Neutral, TakerFee = 0, MakerFee = 0 };

    /// <summary>Bars that open and close at the given prices, touching nothing else.</summary>
    public static MarketHistory History(Timeframe timeframe, IReadOnlyList<double> prices, FundingSeries? funding = null)
    {
        long[] times = [.. prices.Select((_, i) => Start + i * timeframe.Milliseconds)];
        return new(new("TEST", timeframe, [.. times], [.. prices], [.. prices], [.. prices], [.. prices], [.. prices.Select(_ => 1.0)]), funding, Instrument, Venue);
    }

    /// <summary>A random walk that stays near 100.</summary>
    public static MarketHistory Walk(Timeframe timeframe, int count, int seed)
    {
        var random = new Random(seed);
        long[] times = new long[count];
        double[] open = new double[count], high = new double[count], low = new double[count], close = new double[count];
        double price = 100;
        for (int i = 0; i < count; i++)
        {
            times[i] = Start + i * timeframe.Milliseconds;
            open[i] = price;
            close[i] = price += 0.2 * (random.NextDouble() - 0.5) + 0.001 * (100 - price);
            high[i] = Math.Max(open[i], close[i]) + 0.05 * random.NextDouble();
            low[i] = Math.Min(open[i], close[i]) - 0.05 * random.NextDouble();
        }

        return new(new("TEST", timeframe, [.. times], [.. open], [.. high], [.. low], [.. close], [.. times.Select(_ => 1.0)]), null, Instrument, Venue);
    }

    public static StrategyPlan Plan(Timeframe timeframe) => new("test", timeframe) { EntersLong = true, EntersShort = true };

    public static RunContext Context(MarketHistory history, AccountSettings? settings = null, StrategyPlan? plan = null) =>
        RunContext.Create(history, new MarketColumns(history.Base, history.Base.Timeframe), plan ?? Plan(history.Base.Timeframe), settings ?? Account);
}
