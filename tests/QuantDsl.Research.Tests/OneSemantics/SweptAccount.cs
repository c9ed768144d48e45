using QuantDsl.Backtest;
using QuantDsl.Market;

namespace QuantDsl.Research.Tests.OneSemantics;

/// <summary>A random account: every sizing, both fills of a sweep, both ends, leverage of 1 to 100, caps, dated and ruinous fees.</summary>
internal static class SweptAccount
{
    /// <param name="hasStop">True where every position has a stop, which one of the sizings needs.</param>
    public static AccountSettings Of(int seed, MarketHistory history, bool hasStop)
    {
        var random = new Random(seed ^ 0xACC);
        T Any<T>(params T[] choices) => choices[random.Next(choices.Length)];
        bool Chance(double probability) => random.NextDouble() < probability;
        Sizing[] sizings =
        [
            new Sizing.EquityFraction(Any(0.1, 0.5, 1)), new Sizing.FixedQuantity(Any(0.05, 1, 7.3)), new Sizing.FixedNotional(Any(150, 2_500)), new Sizing.Atr(Any(0.01, 0.05), Any(1, 3), Any(2, 14)),
            new Sizing.Kelly(Any(0.3, 1), Any(1, 5, 30), Any(0.1, 0.5)), new Sizing.VolatilityTarget(Any(0.3, 5), Any(5, 20)), new Sizing.FixedFractional(Any(0.01, 0.05)),
        ];
        var account = new AccountSettings
        {
            Equity = Any(300, 1_000, 10_000, 1_000_000),
            Leverage = Any(1, 1, 2, 5, 10, 20, 50, 100),
            Sizing = sizings[random.Next(hasStop ? sizings.Length : sizings.Length - 1)],
            MaxPosition = Chance(0.2) ? 3 : null,
            MaxLeverage = Chance(0.2) ? 6 : null,
            Liquidation = Any(LiquidationFormula.Simple, LiquidationFormula.Exact),
            TakerFee = Any(0, 0.0004, 0.0004, 0.01, 0.06),
            MakerFee = Any(-0.0001, 0.0002, 0.002),
            Fills = Any(FillMode.Neutral, FillMode.Screening),
            EndOfData = Any(EndOfData.Close, EndOfData.Mark),
            Gaps = Any(GapPolicy.Carry, GapPolicy.Flat),
            Seed = (ulong)random.Next(),
            TradeFromBar = Chance(0.1) ? random.Next(800) : null,
        };
        if (!Chance(0.2) || history.Base.Count < 100) return account;
        var times = history.Base.OpenTimes;
        return account with { Fees = FeeSchedule.Dated(new(times[5], new(0.001, 0)), new(times[times.Length / 3], new(0.0003, 0.0001)), new(times[times.Length / 2] + 1, new(0.01, 0.003))) };
    }
}
