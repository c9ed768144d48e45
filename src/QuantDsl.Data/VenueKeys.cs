using System.Collections.Immutable;
using QuantDsl.Documents;
using QuantDsl.Market;

namespace QuantDsl.Data;

/// <summary>Every key of a venue's file, once: the reader asks these shapes, and the JSON Schema and the reference are written from them.</summary>
public static class VenueKeys
{
    private const decimal Huge = 1_000_000_000_000_000;

    private static readonly YamlValue Text = new YamlOneScalar(YamlScalarForm.Text), Date = new YamlOneScalar(YamlScalarForm.Date),
        Fee = new YamlNumberIn(-0.01m, 0.1m, "a fraction between -0.01 and 0.1"), Step = new YamlNumberIn(0, 1_000_000, "a step from 0 to 1000000"),
        Notional = new YamlNumberIn(0, Huge, "zero or more"), Leverage = new YamlNumberIn(1, 1_000, "a leverage between 1 and 1000"),
        Nanoseconds = new YamlNumberIn(0, LatencyProfile.Limit - 1, "a whole number of nanoseconds, from 0 to under a minute") { IsWhole = true },
        Borrow = new YamlNumberIn(0, 10, "a fraction per year between 0 and 10");

    /// <summary>The words of <c>liquidation</c>.</summary>
    public static readonly ImmutableArray<string> Formulas = ["simple", "exact"];

    private static readonly ImmutableArray<YamlKey> Rates =
    [
        Required("taker", Fee, "On market fills and stops, a fraction of notional: `0.0004` is 0.04 %."),
        Required("maker", Fee, "On limit targets, a fraction of notional; below 0 it is a rebate."),
    ];

    /// <summary>Fees that hold always.</summary>
    public static readonly YamlShape FeesAlways = new("the fees", Rates);

    /// <summary>Fees that hold from a day on.</summary>
    public static readonly YamlShape FeesFrom = new("fees from a day on", [Required("from", Date, "The first day, UTC; items stand oldest first."), .. Rates]);

    /// <summary>A latency with numbers of its own.</summary>
    public static readonly YamlShape Latency = new("a latency of its own",
    [
        Required("base_nanos", Nanoseconds, "What every message takes, in nanoseconds."),
        Required("insert_nanos", Nanoseconds, "What a new order takes on top."),
        Required("update_nanos", Nanoseconds, "What changing an order takes on top."),
        Required("cancel_nanos", Nanoseconds, "What taking an order back takes on top."),
    ]);

    /// <summary>One instrument, or what every symbol is that is not listed.</summary>
    public static readonly YamlShape Instrument = new("an instrument",
    [
        Optional("tick", Step, "Smallest price step, in quote currency; prices are not rounded without it."),
        Optional("lot", Step, "Smallest quantity step, in base asset; quantities are not rounded without it."),
        Optional("min_notional", Notional, "Smallest value of an order, in quote currency; 0 without it."),
        Optional("spread_ticks", new YamlNumberIn(0, 10_000, "a number of ticks from 0 to 10000"), "Distance of best bid and best ask, in ticks; 1 without it. Market orders pay half of it under realistic fills."),
        Optional("max_leverage", Leverage, "Largest leverage whatever the notional; only the tiers limit it without it."),
        Optional("borrow_rate", Borrow, "Interest on shorts, a fraction of their value per year: `0.05` is 5 %; the venue's without it."),
        Optional("listed", Date, "The first day of trading, UTC; no bar can be older."),
        Required("margin_tables", new YamlListOf(Text) { Least = 1 }, "Names of the tables that hold for it, oldest first."),
    ]);

    /// <summary>One tier of a margin table.</summary>
    public static readonly YamlShape Tier = new("a tier",
    [
        Required("floor", Notional, "The tier holds above this notional, in quote currency; the first begins at 0, every other where the one before it ends."),
        Required("cap", new YamlNumberIn(0, Huge, "a notional above zero") { IsAboveLeast = true }, "It holds up to this notional, included; the last one also above."),
        Required("rate", new YamlNumberIn(0, 1, "a fraction between 0 and 1") { IsAboveLeast = true }, "Maintenance margin, a fraction of notional; never below the rate of the tier before, and below 1 ÷ `max_leverage`."),
        Required("max_leverage", Leverage, "Largest leverage of a position of this notional; never above that of the tier before."),
        Required("amount", Notional, "Maintenance amount in quote currency: that of the tier before + `floor` × (`rate` − rate before); 0 in the first."),
    ]);

    /// <summary>A margin table.</summary>
    public static readonly YamlShape Table = new("a margin table",
    [
        Optional("from", Date, "The first day on which it holds, UTC; without it, it holds always."),
        Required("source", Text, "Where it is published, or that it is an assumption; printed with every result."),
        Required("tiers", new YamlListOf(new YamlSection(Tier)) { Least = 1 }, "The tiers, smallest notional first, without a hole or an overlap."),
    ]);

    /// <summary>A venue's file.</summary>
    public static readonly YamlShape Venue = new("a venue",
    [
        Required("name", Text, "What results call it."),
        Optional("description", Text, "One sentence for people."),
        Required("fees", new YamlEither([new YamlSection(FeesAlways), new YamlListOf(new YamlSection(FeesFrom)) { Least = 1 }]), "Fees that hold always, or a list of fees with the day each began."),
        Required("funding_interval_hours", new YamlNumberIn(1, 24, "a number of hours that divides the day") { IsWhole = true }, "Hours between funding settlements, counted from 00:00 UTC; where a series of rates is read, its own instants hold."),
        Optional("trading_days", new YamlNumberIn(1, 366, "a number of days from 1 to 366") { IsWhole = true }, "Days of a year on which it trades, by which returns, volatility and ratios are annualised; 365 without it."),
        Optional("latency", new YamlEither([new YamlChoice([.. LatencyProfile.Presets.Select(p => p.Name)]), new YamlSection(Latency)]), "How long orders take: a preset, or numbers of its own; none without it. `--latency` overrides."),
        Optional("liquidation", new YamlChoice(Formulas), "The formula of the liquidation price; `simple` without it. `--liquidation` overrides."),
        Optional("borrow_rate", Borrow, "Interest on shorts of instruments without a rate of their own, a fraction of their value per year; none without it."),
        Required("instruments", new YamlMapOf(YamlScalarForm.Text, new YamlSection(Instrument)), "What it trades, by symbol."),
        Optional("default_instrument", new YamlSection(Instrument), "What every other symbol is; without it only the listed ones are traded."),
        Required("margin_tables", new YamlMapOf(YamlScalarForm.Text, new YamlSection(Table)), "Maintenance margins, by a name that instruments use."),
    ]);

    /// <summary>The JSON Schema of a venue's file as indented JSON, ending in a line break.</summary>
    public static string Schema() => JsonSchemaText.Of(Venue, "QuantDsl venue", "Fees, funding schedule, latency, instruments and margin tables of a trading venue. Fractions are fractions; see docs/venues.md.");

    private static YamlKey Required(string name, YamlValue value, string summary) => new(name, value) { IsRequired = true, MayBeEmpty = false, Summary = summary };

    private static YamlKey Optional(string name, YamlValue value, string summary) => new(name, value) { Summary = summary };
}
