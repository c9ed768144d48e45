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

    /// <summary>The numbers of the specification's phase 7, and the rule for what it does not say: maintenance is half of the initial margin.</summary>
    [Fact]
    public void Ethereal_has_the_fees_caps_and_hours_of_the_specification()
    {
        var venue = Venues.Named("ethereal");
        Assert.Equal((new FeeRates(0.0003, 0), 1, "retail", LiquidationFormula.Simple), (venue.Fees.At(0), venue.FundingIntervalHours, venue.Latency?.Name, venue.Liquidation));
        Assert.Equal([("BTCUSD", 20d), ("ETHUSD", 20d), ("SOLUSD", 10d)], venue.Instruments.Select(i => (i.Symbol, i.MaxLeverage ?? 0)));
        Assert.All(venue.Instruments, i =>
        {
            var tier = Assert.Single(Assert.Single(i.MarginTables).Tiers);
            Assert.Equal((0d, 1 / (i.MaxLeverage ?? 0) / 2, i.MaxLeverage ?? 0, 0d), (tier.Floor, tier.MaintenanceRate, tier.MaxLeverage, tier.MaintenanceAmount));
            Assert.StartsWith("assumed", i.MarginTables[0].Source);
            Assert.True(i.TickSize > 0 && i.LotSize > 0 && i.MinNotional > 0);
        });
        Assert.Equal((true, false, 0), (venue.Trades("SOLUSD"), venue.Trades("BTCUSDT"), venue.InstrumentOf("BTCUSDT").MarginTables.Length));
    }

    [Fact]
    public void Every_shipped_venue_is_without_a_fault() =>
        Assert.All(Venues.Names, name => Assert.Empty(Venues.Check(new(name, Venues.YamlOf(name)))));

    [Fact]
    public void A_venue_may_date_its_fees_and_charge_for_borrowing()
    {
        using var folder = new TemporaryFolder();
        var venue = Venues.Named(folder.Write("venue.yaml", Small
            .Replace("fees: {taker: 0.001, maker: 0}", "fees:\n  - {from: 2023-01-01, taker: 0.001, maker: 0}\n  - {from: 2024-01-01, taker: 0.0005, maker: -0.0001}\n"
                + "latency: {base_nanos: 5, insert_nanos: 4, update_nanos: 3, cancel_nanos: 2}\nliquidation: exact\nborrow_rate: 0.1\ntrading_days: 252\ndescription: One of mine")
            .Replace("tick: 0.5, ", "tick: 0.5, spread_ticks: 2.5, max_leverage: 30, borrow_rate: 0.02, listed: 2020-02-29, ")));
        long newYear = DateTimeOffset.Parse("2024-01-01T00:00:00Z").ToUnixTimeMilliseconds();
        Assert.Equal([new(0.001, 0), new(0.001, 0), new(0.0005, -0.0001), new(0.0005, -0.0001)],
            new[] { 0, newYear - 1, newYear, newYear + 1 }.Select(venue.Fees.At));
        Assert.Equal(new LatencyProfile("custom", 5, 4, 3, 2), venue.Latency);
        Assert.Equal((LiquidationFormula.Exact, "One of mine", 252), (venue.Liquidation, venue.Description, venue.TradingDays));
        var listed = venue.InstrumentOf("AUSDT");
        Assert.Equal((2.5, 30d, 0.02, 1_582_934_400_000L), (listed.SpreadTicks, listed.MaxLeverage, listed.BorrowRate, listed.ListedUtcMs));
        Assert.Equal((1, null, 0.1), (venue.InstrumentOf("OTHER").SpreadTicks, venue.InstrumentOf("OTHER").MaxLeverage, venue.InstrumentOf("OTHER").BorrowRate));
        Assert.Equal([3, 4], venue.Fees.Periods.Select(p => p.Line));
        Assert.Equal(15, listed.MarginTables[0].Line);
    }

    [Theory]
    [InlineData("latency: retial", "QD5310", "3:10", "did you mean `retail`?")]
    [InlineData("latency: custom", "QD5310", "3:10", "give its four numbers")]
    [InlineData("latency: warp", "QD5310", "3:10", "`co_located`, `domestic`, `international`, `retail`")]
    [InlineData("latency: [1, 2]", "QD1114", "3:10", "`co_located`")]
    [InlineData("latency: {base_nanos: -1, insert_nanos: 0, update_nanos: 0, cancel_nanos: 0}", "QD5304", "3:23", "from 0 to under a minute")]
    [InlineData("latency: {base_nanos: 60000000000, insert_nanos: 0, update_nanos: 0, cancel_nanos: 0}", "QD5304", "3:23", "from 0 to under a minute")]
    [InlineData("latency: {base_nanos: 1.5, insert_nanos: 0, update_nanos: 0, cancel_nanos: 0}", "QD5304", "3:23", "a whole number of nanoseconds")]
    [InlineData("latency: {base_nanos: 59999999999, insert_nanos: 0, update_nanos: 1, cancel_nanos: 0}", "QD5311", "3:1", "`50000000` is 50 ms")]
    [InlineData("latency: {base_nanos: 1, insert_nanos: 0, cancel_nanos: 0}", "QD1115", "3:1", "add `update_nanos: ...`")]
    [InlineData("latency: {base_nanos: 1, insert_nanos: 0, update_nanos: 0, cancel_nanos: 0, jitter: 3}", "QD1113", "3:77", "known here: `base_nanos`")]
    [InlineData("liquidation: exakt", "QD1114", "3:14", "did you mean `exact`?")]
    [InlineData("liquidation: [exact]", "QD1114", "3:14", "`simple` or `exact`")]
    [InlineData("trading_days: 367", "QD5304", "3:15", "a number of days from 1 to 366")]
    [InlineData("borrow_rate: 11", "QD5304", "3:14", "0.0004")]
    [InlineData("colour: red", "QD1113", "3:1", "known here: `name`, `description`")]
    [InlineData("fees: []", "QD1114", "3:7", "{taker: 0.0004, maker: 0.0002}", true)]
    [InlineData("fees: [0.001]", "QD1114", "3:8", "{from: 2024-01-01, taker: 0.0004, maker: 0.0002}", true)]
    [InlineData("fees: {from: 2024-01-01, taker: 0.001, maker: 0}", "QD1113", "3:8", "known here: `taker`, `maker`", true)]
    [InlineData("fees: [{taker: 0.001, maker: 0}]", "QD1115", "3:8", "add `from: ...`", true)]
    [InlineData("fees: [{from: 2024-01-01, taker: 0.001, maker: 0}, {from: 2023-01-01, taker: 0.001, maker: 0}]", "QD5312", "3:59", "list the oldest first", true)]
    [InlineData("fees: [{from: 2024-01-01, taker: 0.001, maker: 0}, {from: 2024-01-01, taker: 0.002, maker: 0}]", "QD5312", "3:59", "each day once", true)]
    [InlineData("fees: [{from: 2024-02-30, taker: 0.001, maker: 0}]", "QD5305", "3:15", "write it as 2024-10-24", true)]
    public void A_mistake_in_a_key_of_the_venue_is_shown_where_it_stands(string line, string code, string place, string help, bool replacesFees = false) =>
        Refused(Small.Replace(replacesFees ? "fees: {taker: 0.001, maker: 0}\nfunding_interval_hours: 4" : "funding_interval_hours: 4", $"{(replacesFees ? "funding_interval_hours: 4\n" : "")}{line}{(replacesFees ? "" : "\nfunding_interval_hours: 4")}"), code, place, help);

    [Theory]
    [InlineData("tick: 0.5", "tick: -0.5", "QD5304", "5:17", "a step from 0")]
    [InlineData("tick: 0.5", "tick: 0.5, lot: 2000000", "QD5304", "5:27", "a step from 0 to 1000000")]
    [InlineData("tick: 0.5", "min_notional: -5", "QD5304", "5:25", "zero or more")]
    [InlineData("tick: 0.5", "spread_ticks: 20000", "QD5304", "5:25", "a number of ticks")]
    [InlineData("tick: 0.5", "max_leverage: 0.5", "QD5304", "5:25", "a leverage between 1 and 1000")]
    [InlineData("tick: 0.5", "max_leverage: 51", "QD5315", "5:25", "write 50 or less")]
    [InlineData("tick: 0.5", "borrow_rate: -0.1", "QD5304", "5:24", "0.0004")]
    [InlineData("tick: 0.5", "listed: 2020", "QD5305", "5:19", "write it as 2024-10-24")]
    [InlineData("tick: 0.5", "tik: 0.5", "QD1113", "5:11", "did you mean `tick`?")]
    [InlineData("AUSDT: {tick: 0.5, margin_tables: [a]}", "AUSDT: a", "QD1114", "5:10", "a mapping")]
    [InlineData("AUSDT: {tick: 0.5, margin_tables: [a]}", "AUSDT: {tick: 0.5, margin_tables: [[a]]}", "QD1114", "5:38", "name a table")]
    [InlineData("rate: 0.02", "rate: 0.005", "QD5313", "13:40", "a larger position needs at least the margin of a smaller one")]
    [InlineData("max_leverage: 25", "max_leverage: 60", "QD5313", "13:60", "at most the leverage of a smaller one")]
    [InlineData("rate: 0.02, max_leverage: 25", "rate: 0.04, max_leverage: 25", "QD5314", "13:40", "write a rate below 0.04")]
    [InlineData("floor: 1000,", "floor: 1001,", "QD5302", "13:9", "let every tier begin where the one before it ends")]
    [InlineData("floor: 1000,", "floor: 999,", "QD5302", "13:9", "let every tier begin where the one before it ends")]
    [InlineData("floor: 0, cap: 1000,", "floor: 10, cap: 1000,", "QD5302", "12:9", "let every tier begin where the one before it ends")]
    [InlineData("amount: 10}", "amount: 10}\n  b: {source: x, tiers: [{floor: 0, cap: 1, rate: 0.1, max_leverage: 5, amount: 0}]}", "QD5316", "14:3", "name it in the `margin_tables` of an instrument", false)]
    public void A_mistake_in_an_instrument_or_a_tier_is_shown_where_it_stands(string right, string wrong, string code, string place, string help, bool isError = true) =>
        Refused(Small.Replace(right, wrong), code, place, help, isError);

    private static void Refused(string text, string code, string place, string help, bool isError = true)
    {
        var found = Assert.Single(Venues.Check(new("venue.yaml", text)));
        var (line, column) = found.Source!.Position(found.Span.Start);
        Assert.Equal((code, place, isError), (found.Code, $"{line}:{column}", found.Severity == Severity.Error));
        Assert.Contains(help, found.Help);
    }

    [Fact]
    public void A_venue_file_that_is_not_there_is_named()
    {
        var refusal = Assert.Throws<InputException>(() => Venues.Named("no-such-venue.yaml"));
        Assert.Equal((FailureKind.Data, "there is no file `no-such-venue.yaml`"), (refusal.Kind, refusal.Message));
    }
}
