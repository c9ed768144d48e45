using QuantDsl.Backtest.Risk;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Tests;

/// <summary>Every other random scenario, screened or realistic, under random limits and the sizings that look at the market and the past.</summary>
internal static class LimitedScenario
{
    public static Scenario Of(int seed)
    {
        var scenario = seed % 2 == 0 ? RandomScenario.Of(seed) : RealisticScenario.Of(seed);
        var random = new Random(seed + 1_000_000);
        T Any<T>(params T[] choices) => choices[random.Next(choices.Length)];
        bool Chance(double probability) => random.NextDouble() < probability;
        RiskLimit? Limit(double fraction, double money) => Chance(0.5) ? null : Chance(0.5) ? new(fraction, IsMoney: false) : new(money, IsMoney: true);

        double equity = scenario.Settings.Equity;
        var sizing = random.Next(6) switch
        {
            0 => new Sizing.Atr(Any(0.005, 0.02, 0.2), Any(1.0, 2.5), Any(1, 5, 14)),
            1 => new Sizing.Kelly(Any(0.25, 0.5, 1), Any(1, 3, 8), Any(0.05, 0.3)),
            2 => new Sizing.VolatilityTarget(Any(0.1, 0.5, 3), Any(2, 5, 20)),
            _ => scenario.Settings.Sizing,
        };
        var limits = Chance(0.1) ? StrategyLimits.None : new StrategyLimits
        {
            DrawdownScale = Limit(Any(0.005, 0.03), equity * Any(0.005, 0.05)),
            DrawdownHalt = Limit(Any(0.01, 0.05, 0.3), equity * Any(0.01, 0.1)),
            DailyLoss = Limit(Any(0.002, 0.02), equity * Any(0.003, 0.05)),
            ConsecutiveLosses = Chance(0.5) ? null : Any(1, 2, 4),
            PauseAfterLossesMs = Chance(0.5) ? null : Any(0, 30, 600) * Timeframe.Minute,
            CooldownAfterHaltMs = Chance(0.3) ? null : Any(0, 1, 7, 30) * Timeframe.Hour,
            CooldownAfterLossMs = Chance(0.7) ? null : Any(0, 45, 300) * Timeframe.Minute,
            CooldownAfterExitMs = Chance(0.7) ? null : Any(0, 15, 120) * Timeframe.Minute,
            PositionDurationMs = Chance(0.7) ? null : Any(1, 5, 24) * Timeframe.Hour,
            OrderNotional = Chance(0.7) ? null : equity * Any(0.5, 2, 10),
            OrdersPerMinute = Chance(0.7) ? null : Any(1, 2, 3),
            Contracts = Chance(0.7) ? null : equity / 100 * Any(0.3, 1, 5),
            Stop = Chance(0.6) ? null : Chance(0.5) ? new(Any(0.003, 0.02), IsMoney: false) : new(Any(0.3, 2.0), IsMoney: true),
        };
        return scenario with { Settings = scenario.Settings with { Sizing = sizing, Limits = limits } };
    }
}
