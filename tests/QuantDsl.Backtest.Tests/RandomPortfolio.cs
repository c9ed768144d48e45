using System.Collections.Immutable;
using QuantDsl.Backtest.Portfolio;
using QuantDsl.Backtest.Risk;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Tests;

/// <summary>Several random strategies on two random markets of the same bar times, and one account with random limits for all.</summary>
internal sealed record RandomPortfolio(ImmutableArray<Scenario> Members, PortfolioLimits Limits)
{
    public static RandomPortfolio Of(int seed)
    {
        var random = new Random(seed + 2_000_000);
        T Any<T>(params T[] choices) => choices[random.Next(choices.Length)];
        bool Chance(double probability) => random.NextDouble() < probability;

        var first = seed % 2 == 0 ? RandomScenario.Of(seed) : LimitedScenario.Of(seed);
        var other = Mirrored(first.History);
        int bars = first.History.Base.Aggregate(first.Plan.Timeframe).Count;
        List<Scenario> members = [first];
        for (int count = Any(1, 2, 4), i = 0; i < count; i++)
        {
            var drawn = RandomScenario.Of(seed + 10_000 * (i + 1));
            double[] series = [.. Enumerable.Range(0, bars).Select(_ => 0.2 + 2 * random.NextDouble())];
            drawn.Strategy.StopRule = drawn.Strategy.StopRule with { Series = series };
            drawn.Strategy.TargetRule = drawn.Strategy.TargetRule with { Series = series };
            var plan = drawn.Plan with { Timeframe = first.Plan.Timeframe, Warmup = first.Plan.Warmup };
            members.Add(new(Chance(0.5) ? first.History : other, plan, drawn.Strategy, first.Settings));
        }

        bool allStop = members.All(m => m.Plan.HasStop);
        var settings = first.Settings.Sizing is Sizing.FixedFractional && !allStop ? first.Settings with { Sizing = new Sizing.EquityFraction(0.2) } : first.Settings;
        // Positions of one size would seldom meet a limit over all of them.
        settings = settings with { Leverage = Any(2.0, 5, 10, 60), Sizing = Chance(0.7) ? new Sizing.EquityFraction(Any(0.1, 0.3, 0.6)) : settings.Sizing };
        // Fees that eat an account while others of its positions are still open.
        if (Chance(0.15)) settings = settings with { TakerFee = 0.05, Leverage = 60 };
        double? Share(params double[] choices) => Chance(0.6) ? null : Any(choices);
        var limits = Chance(0.3) ? PortfolioLimits.None : new PortfolioLimits
        {
            Drawdown = Share(0.02, 0.1, 0.4),
            DailyLoss = Share(0.005, 0.02),
            TotalExposure = Share(0.5, 2, 6),
            CorrelatedExposure = Share(0.5, 2, 4),
            CorrelationDays = 10,
            Symbol = Chance(0.3) ? new(Any(1.0, 3), ExposureCap.None.ByName) : Chance(0.3) ? new(null, ExposureCap.None.ByName.Add("RANDOM", 1.5)) : ExposureCap.None,
            Sector = Chance(0.3) ? new(Any(1.0, 3), ExposureCap.None.ByName) : ExposureCap.None,
            Sectors = Any("RANDOM", "MIRROR") is var only && Chance(0.5) ? Groups((only, "one")) : Groups(("RANDOM", "one"), ("MIRROR", "one")),
            AssetClass = Chance(0.3) ? new(Any(1.0, 3), ExposureCap.None.ByName) : ExposureCap.None,
            AssetClasses = Groups(("RANDOM", "a"), ("MIRROR", "b")),
            Regime = Chance(0.3) ? new(Any(0.5, 2), ExposureCap.None.ByName) : ExposureCap.None,
            OpenRisk = Share(0.005, 0.03, 0.2),
        };
        return new([.. members.Select(m => m with { Settings = settings })], limits);
    }

    public PortfolioWalk Walk(Events.IRunEvents? events = null) => new([.. Members.Select((m, i) => new PortfolioMember($"s{i}", m.Context(), m.Strategy))], new() { Limits = Limits }, events);

    private static ImmutableSortedDictionary<string, string> Groups(params (string Symbol, string Group)[] pairs) =>
        pairs.ToImmutableSortedDictionary(p => p.Symbol, p => p.Group, StringComparer.Ordinal);

    /// <summary>A market that rises where the other falls.</summary>
    private static MarketHistory Mirrored(MarketHistory history)
    {
        var bars = history.Base;
        var mirror = new BarSeries("MIRROR", bars.Timeframe, bars.OpenTimes, Turned(bars.Open), Turned(bars.Low), Turned(bars.High), Turned(bars.Close), bars.Volume);
        return history with { Base = mirror };

        static ImmutableArray<double> Turned(ImmutableArray<double> prices) => [.. prices.Select(p => 10_000 / p)];
    }
}
