namespace QuantDsl.Market.Tests;

public sealed class InstrumentTests
{
    private static readonly MarginTable Table = new(0,
    [
        new(0, 50_000, 0.004, 125, 0),
        new(50_000, 500_000, 0.005, 100, 50),
        new(500_000, 8_000_000, 0.01, 50, 2_550),
    ], "made up for this test");

    [Theory]
    [InlineData(0, 0.004)]
    [InlineData(1, 0.004)]
    [InlineData(50_000, 0.004)] // The cap belongs to its tier,
    [InlineData(50_000.01, 0.005)] // the floor does not.
    [InlineData(500_000, 0.005)]
    [InlineData(8_000_000, 0.01)]
    public void X9_the_tier_has_floor_below_and_cap_not_below_the_notional(double notional, double rate) =>
        Assert.Equal(rate, Table.TierOf(notional).MaintenanceRate);

    [Fact]
    public void X9_above_every_cap_the_last_tier_holds() => Assert.Equal(0.01, Table.TierOf(9e9).MaintenanceRate);

    [Fact]
    public void X9_an_instrument_without_a_table_takes_the_default_without_steps()
    {
        var known = new Instrument("BTCUSDT") { TickSize = 0.1, LotSize = 0.001, MinNotional = 100, MarginTables = [Table] };
        var venue = new Venue("test")
        {
            Fees = FeeSchedule.Constant(0.0004, 0.0002),
            FundingIntervalHours = 8,
            Instruments = [known],
            DefaultInstrument = new("") { MarginTables = [Table] },
        };

        Assert.Same(known, venue.InstrumentOf("BTCUSDT"));
        var unknown = venue.InstrumentOf("NEWUSDT");
        Assert.Equal(("NEWUSDT", 0d, 0d, 0d), (unknown.Symbol, unknown.TickSize, unknown.LotSize, unknown.MinNotional));
        Assert.Same(Table, unknown.MarginTables[0]);
    }
}
