using System.Collections.Immutable;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Tests;

/// <summary>A random market, strategy and account from a seed: every stop, target, sizing, fill model and setting meets every other.</summary>
internal static class RandomScenario
{
    private static readonly double[] Ticks = [0, 0, 0.1, 0.5, 0.01], Lots = [0, 0, 0.001, 0.1, 1], Leverages = [0.5, 1, 1, 2, 5, 10, 20, 50, 120];

    public static Scenario Of(int seed)
    {
        var random = new Random(seed);
        T Any<T>(params T[] choices) => choices[random.Next(choices.Length)];
        bool Chance(double probability) => random.NextDouble() < probability;

        var spacing = Any(new Timeframe(15 * Timeframe.Minute), new Timeframe(Timeframe.Hour));
        int factor = Any(1, 1, 2, 4);
        var primary = new Timeframe(spacing.Milliseconds * factor);
        double tick = Any(Ticks);
        var gaps = Any(GapPolicy.Refuse, GapPolicy.Carry, GapPolicy.Flat);
        var bars = Bars(random, spacing, (30 + random.Next(120)) * factor, tick, gaps != GapPolicy.Refuse);
        int count = bars.Aggregate(primary).Count;

        var funding = Chance(0.3) ? null : Funding(random, bars, spacing);
        MarginTier[] tiers = [new(0, 2_000, 0.004, 125, 0), new(2_000, 20_000, 0.01, 50, 12), new(20_000, 1_000_000, 0.025, 20, 312)];
        MarginTier[] later = [new(0, 5_000, 0.005, 100, 0), new(5_000, 1_000_000, 0.02, 25, 75)];
        var instrument = new Instrument("RANDOM")
        {
            TickSize = tick,
            LotSize = Any(Lots),
            MinNotional = Any(0, 0, 5, 100),
            MarginTables = [new(0, [.. tiers], "a"), new(bars.OpenTimes[bars.Count / 2], [.. later], "b")],
        };
        var venue = new Venue("v") { Fees = FeeSchedule.Constant(0, 0), FundingIntervalHours = Any(1, 4, 8), Instruments = [], DefaultInstrument = instrument };
        if (funding is not null) venue = venue with { FundingIntervalHours = 24 * 365 };

        double[] atr = [.. Enumerable.Range(0, count).Select(_ => Chance(0.03) ? double.NaN : 0.2 + 2 * random.NextDouble())];
        var strategy = new ScriptedStrategy
        {
            StopRule = new(Any(Enum.GetValues<StopRule>()), 0, atr, Chance(0.3)),
            TargetRule = new(Any(Enum.GetValues<TargetRule>()), 0, atr, Chance(0.3)),
            TimeStop = Any(0, 0, 1, 3, 10),
            ExitAboveProfit = Chance(0.3) ? 0.02 * random.NextDouble() : null,
        };
        double fraction = Any(0.002, 0.01, 0.03, 0.2), multiple = Any(0.5, 1.5, 4);
        strategy.StopRule = strategy.StopRule with { Amount = strategy.StopRule.Rule is StopRule.SeriesFixed or StopRule.SeriesTrailing ? multiple : fraction };
        strategy.TargetRule = strategy.TargetRule with
        {
            Amount = strategy.TargetRule.Rule == Runtime.TargetRule.FixedFraction ? Any(0.003, 0.01, 0.05) : Any(0.7, 1.5, 3),
        };
        // Small steps and near limits, so that most positions do something.
        bool scales = Chance(0.5);
        if (scales && Chance(0.7)) strategy.ScaleRule = new(Any(0.001, 0.005, 0.02), Any(1, 2, 5));
        if (scales && Chance(0.7)) strategy.TakeRule = new(Any(0.25, 0.5, 0.9), Any(0.001, 0.01, 0.03));
        int regimes = Any(0, 0, 1, 3);
        for (int regime = 0; regime < regimes; regime++)
        {
            for (int bar = 0; bar < count; bar++)
                if (Chance(0.3)) strategy.Regimes[bar] = regime;
            if (Chance(0.5)) strategy.RegimeSizes[regime] = Any(0.25, 0.5, 1.3);
            if (Chance(0.5)) strategy.RegimeStops[regime] = new(StopRule.FixedFraction, Any(0.005, 0.02), null, Chance(0.3));
        }

        double often = Any(0.02, 0.1, 0.4);
        for (int bar = 0; bar < count; bar++)
        {
            if (Chance(often)) strategy.EnterLongAt.Add(bar);
            if (Chance(often)) strategy.EnterShortAt.Add(bar);
            if (Chance(0.05)) strategy.ExitLongAt.Add(bar);
            if (Chance(0.05)) strategy.ExitShortAt.Add(bar);
        }

        bool hasStop = strategy.StopRule.Rule != StopRule.None;
        var plan = new StrategyPlan("random", primary)
        {
            EntersLong = Chance(0.9),
            EntersShort = Chance(0.9),
            HasStop = hasStop,
            Scales = scales,
            Regimes = [.. Enumerable.Range(0, regimes).Select(r => $"regime{r}")],
            Reverse = Chance(0.4),
            Warmup = Chance(0.5) ? [new(primary, random.Next(1, 10), random.Next(3)), new(new(primary.Milliseconds * 4), random.Next(1, 4), 0)] : [],
            Filters = new()
            {
                Sessions = Chance(0.3) ? [new(random.Next(1440), random.Next(1441), Any("UTC", "America/New_York")), new(60, 200, "UTC")] : [],
                BlockedDays = Chance(0.3) ? [Any(Enum.GetValues<DayOfWeek>())] : [],
                BlockedDaysZone = Any("UTC", "Asia/Tokyo"),
                AvoidFunding = Chance(0.3) ? new(random.Next(40), random.Next(40)) : null,
            },
        };
        Sizing[] sizings =
        [
            new Sizing.EquityFraction(Any(0.1, 0.5, 1)), new Sizing.FixedQuantity(Any(0.05, 1, 7.3)), new Sizing.FixedNotional(Any(50, 2_500)),
            new Sizing.FixedFractional(Any(0.01, 0.05)),
        ];
        var settings = new AccountSettings
        {
            Equity = Any(200, 1_000, 10_000),
            Leverage = Any(Leverages),
            Sizing = sizings[random.Next(hasStop ? 4 : 3)],
            MaxPosition = Chance(0.2) ? 3 : null,
            MaxLeverage = Chance(0.2) ? 6 : null,
            Liquidation = Any(LiquidationFormula.Simple, LiquidationFormula.Exact),
            TakerFee = Any(0, 0.0004, 0.01, 0.06),
            MakerFee = Any(-0.0001, 0.0002, 0.002),
            Fills = Any(FillMode.Neutral, FillMode.Screening),
            EndOfData = Any(EndOfData.Close, EndOfData.Mark),
            Gaps = gaps,
            Seed = (ulong)random.Next(),
            TradeFromBar = Chance(0.2) ? random.Next(10) : null,
            TradeFromUtcMs = Chance(0.2) ? bars.OpenTimes[random.Next(20)] + 1 : null,
        };
        if (Chance(0.3))
            settings = settings with
            {
                Fees = FeeSchedule.Dated(new(bars.OpenTimes[5], new(0.001, 0)), new(bars.OpenTimes[bars.Count / 3], new(0.0003, 0.0001)), new(bars.OpenTimes[bars.Count / 2] + 1, new(0.02, 0.003))),
            };
        instrument = instrument with { BorrowRate = Chance(0.15) ? Any(0.05, 3) : null, MaxLeverage = Chance(0.15) ? Any(5, 50) : null };
        return new(new(bars, funding, instrument, venue), plan, strategy, settings);
    }

    private static BarSeries Bars(Random random, Timeframe spacing, int count, double tick, bool holes)
    {
        double OnTick(double price) => tick == 0 ? price : Math.Round(Math.Round(price / tick) * tick, 4);
        List<long> times = [];
        List<double> opens = [], highs = [], lows = [], closes = [];
        long time = 1_704_067_200_000 + random.Next(200) * spacing.Milliseconds;
        double price = 100;
        for (int i = 0; i < count; i++, time += spacing.Milliseconds)
        {
            if (holes && random.NextDouble() < 0.03) time += random.Next(1, 9) * spacing.Milliseconds;
            // Jumps between bars are common here, so that opens pass stops, targets and liquidations.
            double open = OnTick(price * (1 + (random.NextDouble() < 0.1 ? 0.06 : 0.002) * (random.NextDouble() - 0.5)));
            double close = OnTick(open * (1 + 0.02 * (random.NextDouble() - 0.5)));
            double wick = (random.NextDouble() < 0.05 ? 0.1 : 0.01) * open;
            times.Add(time);
            opens.Add(open);
            closes.Add(close);
            highs.Add(Math.Max(Math.Max(open, close), OnTick(Math.Max(open, close) + wick * random.NextDouble())));
            lows.Add(Math.Min(Math.Min(open, close), OnTick(Math.Min(open, close) - wick * random.NextDouble())));
            price = Math.Clamp(close, 20, 500);
        }

        return new("RANDOM", spacing, [.. times], [.. opens], [.. highs], [.. lows], [.. closes], [.. times.Select(_ => 1.0)]);
    }

    /// <summary>Settlements at odd distances and instants: at opens, inside bars, in holes, before and after everything.</summary>
    private static FundingSeries Funding(Random random, BarSeries bars, Timeframe spacing)
    {
        var times = ImmutableArray.CreateBuilder<long>();
        var rates = ImmutableArray.CreateBuilder<double>();
        long end = bars.OpenTimes[^1] + 20 * spacing.Milliseconds;
        List<long> distances = [];
        for (long time = bars.OpenTimes[0] - 20 * spacing.Milliseconds; time < end; time += random.Next(1, 12) * spacing.Milliseconds)
        {
            long instant = random.Next(4) switch { 0 => time + 7 * Timeframe.Minute, 1 => time + 13, _ => time };
            long distance = times.Count == 0 ? 0 : instant - instant % Timeframe.Minute - (times[^1] - times[^1] % Timeframe.Minute);
            // A steady interval with one longer distance in it is a hole, which the coverage check would refuse.
            if (distances.TakeLast(2).Contains(distance)) continue;
            distances.Add(distance);
            times.Add(instant);
            rates.Add(0.01 * (random.NextDouble() - 0.4));
        }

        return new("RANDOM", times.ToImmutable(), rates.ToImmutable());
    }
}
