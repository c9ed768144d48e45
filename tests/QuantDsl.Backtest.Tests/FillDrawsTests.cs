using QuantDsl.Market;

namespace QuantDsl.Backtest.Tests;

/// <summary>The draws of RULES X11: a function of their key alone, and fair.</summary>
public sealed class FillDrawsTests
{
    /// <summary>Worked out by another implementation of the documented formula (arbitrary-precision integers, to 12 digits).</summary>
    [Theory]
    [MemberData(nameof(Known))]
    public void A_draw_is_the_documented_hash(ulong seed, string symbol, long open, int purpose, double expected) =>
        Assert.Equal(expected, new FillDraws(seed, symbol).Uniform(open, (DrawPurpose)purpose), 12);

    public static TheoryData<ulong, string, long, int, double> Known => new()
    {
        { 1UL, "TEST", 1704067200000, 1, 0.130560800108751 },
        { 1UL, "BTCUSDT", 1704067200000, 2, 0.531073621041763 },
        { 0UL, "", 0, 3, 0.804939594260714 },
        { 18446744073709551615UL, "ETHUSDT", 1577836800000, 4, 0.722027291750510 },
    };

    [Theory]
    [InlineData(DrawPurpose.Entry)]
    [InlineData(DrawPurpose.Exit)]
    [InlineData(DrawPurpose.Stop)]
    [InlineData(DrawPurpose.Target)]
    public void Draws_are_uniform_and_their_purposes_independent(DrawPurpose purpose)
    {
        const int count = 100_000;
        var draws = new FillDraws(1, "BTCUSDT");
        int[] bins = new int[20];
        int agree = 0;
        var other = purpose == DrawPurpose.Target ? DrawPurpose.Entry : purpose + 1;
        for (int i = 0; i < count; i++)
        {
            long open = TestMarket.Start + i * 5 * Timeframe.Minute;
            double draw = draws.Uniform(open, purpose);
            Assert.InRange(draw, 0, Math.BitDecrement(1.0));
            bins[(int)(draw * bins.Length)]++;
            if (draw < 0.5 == draws.Uniform(open, other) < 0.5) agree++;
        }

        // 19 degrees of freedom: chi-square above 43.8 has probability 0.001. Agreement: 5 standard deviations of a fair coin.
        double expected = (double)count / bins.Length, chiSquare = bins.Sum(n => (n - expected) * (n - expected) / expected);
        Assert.True(chiSquare < 43.8, $"chi-square {chiSquare}");
        Assert.InRange(agree, count / 2 - 5 * Math.Sqrt(count) / 2, count / 2 + 5 * Math.Sqrt(count) / 2);
    }

    [Fact]
    public void Seed_and_symbol_change_the_draws()
    {
        double Draw(ulong seed, string symbol) => new FillDraws(seed, symbol).Uniform(TestMarket.Start, DrawPurpose.Entry);
        Assert.Equal(Draw(1, "BTCUSDT"), Draw(1, "BTCUSDT"));
        Assert.NotEqual(Draw(1, "BTCUSDT"), Draw(2, "BTCUSDT"));
        Assert.NotEqual(Draw(1, "BTCUSDT"), Draw(1, "ETHUSDT"));
    }
}
