using System.Text.Json;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Testing;

namespace QuantDsl.Data.Tests;

public sealed class VenueTests
{
    [Fact]
    public void Binance_has_the_fees_schedule_and_steps_it_publishes()
    {
        var venue = Venues.BinanceUsdM;
        Assert.Equal(("binance-usdm", new FeeRates(0.0004, 0.0002), true, 8), (venue.Name, venue.Fees.At(0), venue.Fees.IsConstant, venue.FundingIntervalHours));
        Assert.Equal(("international", LiquidationFormula.Simple), (venue.Latency?.Name, venue.Liquidation));
        Assert.All(venue.Instruments, instrument => Assert.Equal((1d, null, null), (instrument.SpreadTicks, instrument.MaxLeverage, instrument.BorrowRate)));
        Assert.Equal([("BTCUSDT", 0.1, 0.001, 100d), ("ETHUSDT", 0.01, 0.001, 20d), ("SOLUSDT", 0.01, 1d, 5d)],
            venue.Instruments.Select(i => (i.Symbol, i.TickSize, i.LotSize, i.MinNotional)));
        Assert.All(venue.Instruments, instrument => Assert.Equal("2024-10-24", DateTimeOffset.FromUnixTimeMilliseconds(instrument.MarginTables[^1].FromUtcMs).ToString("yyyy-MM-dd")));
    }

    [Fact]
    public void X9_a_symbol_without_a_table_uses_that_of_BTCUSDT_and_has_no_steps()
    {
        var other = Venues.BinanceUsdM.InstrumentOf("XYZUSDT");
        Assert.Equal(("XYZUSDT", 0, 0, 0), (other.Symbol, other.TickSize, other.LotSize, other.MinNotional));
        Assert.Equal(Venues.BinanceUsdM.InstrumentOf("BTCUSDT").MarginTables[^1].Tiers.ToArray(), Assert.Single(other.MarginTables).Tiers.ToArray());
    }

    [Theory]
    [InlineData(50_000, 0.004)]
    [InlineData(50_000.01, 0.005)]
    [InlineData(600_000, 0.005)]
    [InlineData(3_000_000, 0.0065)]
    [InlineData(9e9, 0.5)]
    public void X9_a_tier_holds_above_its_floor_up_to_its_cap_and_the_last_one_above_all(double notional, double rate) =>
        Assert.Equal(rate, Venues.BinanceUsdM.InstrumentOf("BTCUSDT").MarginTables[^1].TierOf(notional).MaintenanceRate);

    [SharedFact]
    public void X9_every_table_equals_the_published_one()
    {
        using var published = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Shared!, "spec", "brackets.json")));
        int compared = 0;
        foreach (var table in published.RootElement.GetProperty("tables").EnumerateObject())
        {
            string[] name = table.Name.Split('_');
            long from = DateTimeOffset.Parse(name[1] + "T00:00:00Z").ToUnixTimeMilliseconds();
            var ours = Venues.BinanceUsdM.InstrumentOf(name[0]).MarginTables.Single(t => t.FromUtcMs == from);
            Assert.Equal(table.Value.GetProperty("tiers").EnumerateArray().Select(tier => new MarginTier(tier.GetProperty("floor").GetDouble(), tier.GetProperty("cap").GetDouble(),
                tier.GetProperty("mmr").GetDouble(), tier.GetProperty("max_leverage").GetDouble(), tier.GetProperty("maintenance_amount").GetDouble())), ours.Tiers);
            Assert.NotEmpty(ours.Source);
            compared += ours.Tiers.Length;
        }
        Assert.Equal(44, compared);
    }

    private const string Small = """
        name: mine
        fees: {taker: 0.001, maker: 0}
        funding_interval_hours: 4
        instruments:
          AUSDT: {tick: 0.5, margin_tables: [a]}
        default_instrument: {margin_tables: [a]}
        margin_tables:
          a:
            from: 2024-01-01
            source: own
            tiers:
              - {floor: 0, cap: 1000, rate: 0.01, max_leverage: 50, amount: 0}
              - {floor: 1000, cap: 5000, rate: 0.02, max_leverage: 25, amount: 10}

        """;

    [Fact]
    public void A_venue_of_ones_own_is_read()
    {
        using var folder = new TemporaryFolder();
        var venue = Venues.Named(folder.Write("venue.yaml", Small));
        Assert.Equal(("mine", new FeeRates(0.001, 0), 4), (venue.Name, venue.Fees.At(0), venue.FundingIntervalHours));
        Assert.Equal((null, LiquidationFormula.Simple, true), (venue.Latency, venue.Liquidation, venue.Trades("ANYTHING")));
        Assert.Equal((0.5, 0), (venue.InstrumentOf("AUSDT").TickSize, venue.InstrumentOf("AUSDT").LotSize));
        Assert.Equal(10, venue.InstrumentOf("B").MarginTables[0].TierOf(2000).MaintenanceAmount);
    }

    [Theory]
    [InlineData("", "", "QD1101", 1, 1)]
    [InlineData("taker: 0.001", "taker: 4", "QD5304", 2, 15)]
    [InlineData("taker: 0.001, ", "", "QD1115", 2, 7)]
    [InlineData("taker:", "takr:", "QD1113", 2, 8)]
    [InlineData("name: mine", "name: mine\ncolour: red", "QD1113", 2, 1)]
    [InlineData("hours: 4", "hours: 5", "QD5304", 3, 25)]
    [InlineData("hours: 4", "hours: often", "QD1114", 3, 25)]
    [InlineData("hours: 4", "hours:", "QD1114", 3, 1)]
    [InlineData("tick: 0.5, margin_tables: [a]", "margin_tables: [b]", "QD5301", 5, 27)]
    [InlineData("tick: 0.5, margin_tables: [a]", "margin_tables: [a, a]", "QD5306", 5, 30)]
    [InlineData("tick: 0.5, margin_tables: [a]", "margin_tables: []", "QD1114", 5, 26)]
    [InlineData("floor: 1000", "floor: 900", "QD5302", 13, 9)]
    [InlineData("cap: 5000", "cap: 500", "QD5302", 13, 9)]
    [InlineData("amount: 10", "amount: 11", "QD5303", 13, 9)]
    [InlineData("rate: 0.02", "rate: 2", "QD5304", 13, 40)]
    [InlineData("from: 2024-01-01", "from: 01/01/2024", "QD5305", 9, 11)]
    public void A_mistake_in_a_venue_is_shown_where_it_stands(string right, string wrong, string code, int line, int column)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("venue.yaml", right.Length == 0 ? wrong : Small.Replace(right, wrong));
        var refusal = Assert.Throws<InputException>(() => Venues.Read(path));
        Assert.Equal(FailureKind.Input, refusal.Kind);
        var first = refusal.Diagnostics[0];
        Assert.Equal((code, line, column), (first.Code, first.Source!.Position(first.Span.Start).Line, first.Source.Position(first.Span.Start).Column));
    }

    [Fact]
    public void A_venue_file_that_is_not_there_is_named()
    {
        var refusal = Assert.Throws<InputException>(() => Venues.Named("no-such-venue.yaml"));
        Assert.Equal((FailureKind.Data, "there is no file `no-such-venue.yaml`"), (refusal.Kind, refusal.Message));
    }
}
