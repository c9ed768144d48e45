namespace QuantDsl.Market.Tests;

public sealed class FeeScheduleTests
{
    private static readonly FeeSchedule Dated = FeeSchedule.Dated(new FeePeriod(100, new(0.3, 0.03)), new(200, new(0.2, 0.02)), new(300, new(0.1, 0.02)));

    [Theory]
    [InlineData(long.MinValue, 0.3)]
    [InlineData(99, 0.3)]
    [InlineData(100, 0.3)]
    [InlineData(199, 0.3)]
    [InlineData(200, 0.2)]
    [InlineData(300, 0.1)]
    [InlineData(long.MaxValue, 0.1)]
    public void X7_fees_hold_from_their_instant_and_the_first_before_it(long utcMs, double taker) => Assert.Equal(taker, Dated.At(utcMs).Taker);

    [Fact]
    public void A_fee_that_is_said_holds_throughout_and_periods_that_became_one_are_one()
    {
        Assert.Equal([(100L, 0.5, 0.03), (200L, 0.5, 0.02)], Dated.WithTaker(0.5).Periods.Select(p => (p.FromUtcMs, p.Rates.Taker, p.Rates.Maker)));
        Assert.Equal([0.3, 0.2, 0.1], Dated.WithMaker(0.5).Periods.Select(p => p.Rates.Taker));
        Assert.Equal(FeeSchedule.Constant(1, 2), FeeSchedule.Constant(0, 0).WithTaker(1).WithMaker(2));
        Assert.NotEqual(FeeSchedule.Constant(1, 2), FeeSchedule.Constant(1, 3));
        Assert.Equal((true, long.MinValue), (FeeSchedule.Constant(1, 2).IsConstant, FeeSchedule.Constant(1, 2).FromUtcMs));
    }

    [Fact]
    public void Periods_out_of_order_or_none_are_no_schedule()
    {
        Assert.Throws<ArgumentException>(() => FeeSchedule.Dated());
        Assert.Throws<ArgumentException>(() => FeeSchedule.Dated(new FeePeriod(100, default), new(100, default)));
    }
}
