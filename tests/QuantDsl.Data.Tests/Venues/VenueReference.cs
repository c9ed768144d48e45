using System.Globalization;
using System.Text;
using QuantDsl.Documents;
using QuantDsl.Market;

namespace QuantDsl.Data.Tests;

/// <summary>Writes <c>docs/venues.md</c> from the table of keys, the presets and the shipped files.</summary>
internal sealed class VenueReference
{
    private readonly StringBuilder _text = new();

    public static string Write()
    {
        var reference = new VenueReference();
        reference.WriteIntroduction();
        reference.WriteKeys();
        reference.WritePresets();
        reference.WriteRules();
        reference.WriteExample();
        return reference._text.ToString();
    }

    private void WriteIntroduction() => Lines(
        "# Venues",
        "",
        "A venue is what a run has to know of the place it trades at: fees, funding hours, delays, how it liquidates, and the steps, limits",
        "and margin tiers of its instruments. It is one YAML file. This page is generated from the table of keys that the reader uses;",
        "[venue.schema.json](venue.schema.json) is the JSON Schema of the same table, for editors.",
        "",
        "```text",
        "qdsl venues                                     the venues shipped with the product",
        "qdsl venues show ethereal                       what one charges and allows",
        "qdsl venues show binance-usdm --yaml > my.yaml  its file, to change",
        "qdsl check my.yaml                              every mistake at its line and column",
        "qdsl backtest s.qstrat --sample --venue my.yaml",
        "```",
        "",
        "Without `--venue` it is `binance-usdm`. `--taker`, `--maker`, `--liquidation` and `--latency` override the file for one run.",
        "Fees, rates and shares are fractions (`0.0004` is 0.04 %), prices and notionals are in quote currency, days are UTC.",
        "");

    private void WriteKeys()
    {
        Lines("## Keys", "");
        foreach (var (shape, where) in new[]
        {
            (VenueKeys.Venue, "the file"), (VenueKeys.Instrument, "`instruments`, by symbol, and `default_instrument`"), (VenueKeys.FeesAlways, "`fees`, where they hold always"),
            (VenueKeys.FeesFrom, "`fees`, one item of a list"), (VenueKeys.Latency, "`latency`, where it is no preset"), (VenueKeys.Table, "`margin_tables`, by name"), (VenueKeys.Tier, "`tiers`, one item"),
        })
        {
            Lines($"### {char.ToUpperInvariant(where[0])}{where[1..]}", "", "| Key | Value | Needed | Meaning |", "|---|---|---|---|");
            foreach (var key in shape.Keys) Lines($"| `{key.Name}` | {Kind(key.Value)} | {(key.IsRequired ? "yes" : "")} | {key.Summary} |");
            Lines("");
        }

        Lines("An unknown key, a number outside its range, a preset or a table that does not exist, days out of order, tiers with a hole, an overlap or a",
            "rate that falls, and a leverage cap above every tier are errors; a table that no instrument names is a warning. The codes are in",
            "[diagnostics/data.md](diagnostics/data.md), QD5301 to QD5318.", "");
    }

    private void WritePresets()
    {
        Lines("## Latency presets", "", "In nanoseconds. An order arrives after base + insert; the noise this makes is RULES V3, under `--fills realistic` only.", "",
            "| Preset | `base_nanos` | `insert_nanos` | `update_nanos` | `cancel_nanos` | Decision to fill |", "|---|---:|---:|---:|---:|---:|");
        foreach (var p in LatencyProfile.Presets)
            Lines($"| `{p.Name}` | {Count(p.BaseNanos)} | {Count(p.InsertNanos)} | {Count(p.UpdateNanos)} | {Count(p.CancelNanos)} | {(p.InsertDelayNanos / 1e6).ToString(CultureInfo.InvariantCulture)} ms |");
        Lines("", "On the command line `--latency custom:BASE,INSERT,UPDATE,CANCEL` gives the four numbers, `custom:NANOS` the whole delay in one, and `none` no delay.",
            "A message that takes a minute or more, or less than nothing, is refused.", "");
    }

    private void WriteRules() => Lines(
        "## Rules",
        "",
        "**Fees** (RULES X7) of a fill are those in force when its bar opens. Taker on market fills and stops, maker on limit targets, none on liquidation.",
        "",
        "**Funding** (RULES X8) is settled at the instants of the series that is read. The file's hours say when it is due where the series ends",
        "(`avoid funding`), and how far apart two instants may be before one is missing.",
        "",
        "**Interest on shorts** (`borrow_rate`) is charged at every full UTC hour a short is open: quantity × open of the base bar that begins at that",
        "hour × rate ÷ 8,760. A short opened at the hour does not pay for it, one closed at it does. Hours inside a primary bar are charged at its close,",
        "hours in a hole at the next open. It is booked as `funding`, which is below 0 where it was paid, and is charged under `--funding none` too: a venue",
        "that lends coins has no funding. The model `funding` of realistic fills switches both off.",
        "",
        "**Leverage** of an order is at most that of the tier of its notional, and at most the instrument's `max_leverage`; above either the order is",
        "refused and counted (`leverage`).",
        "",
        "**Liquidation** (RULES X9) of an isolated position with entry price *E*, quantity *q*, leverage *L*, and the rate *m* and amount *a* of the tier of",
        "*q × E* at entry. Fees and funding do not move it; a long at leverage up to 1 has none.",
        "",
        "| `liquidation` | Long | Short |",
        "|---|---|---|",
        "| `simple` | E × (1 − 1/L + m) | E × (1 + 1/L − m) |",
        "| `exact` | (q × E − q × E/L − a) ÷ (q × (1 − m)) | (q × E + q × E/L + a) ÷ (q × (1 + m)) |",
        "",
        "`exact` is the price at which margin plus result equals *q × price × m − a*.",
        "",
        "**Spread**: under realistic fills a market order pays half of `spread_ticks × tick` as a fraction of the price (RULES V1).",
        "",
        "**Before the first day** of a margin table or of dated fees, the first ones hold, with a warning in the output, in the JSON (`warnings`) and with the",
        "stored run (QD6101, QD6110; `qdsl data query \"SELECT id, warnings FROM runs\"`). With `--strict-venue` the run is refused instead (exit 4, QD6111 and QD6112), with the line of the file and what to type.",
        "",
        "**A symbol that is not listed** is `default_instrument`; where a venue has none, it is refused (exit 3, QD5318) with what the venue has. Bars of another",
        "symbol stand in for one with `--instrument NAME`: steps, limits and margins are that instrument's, the result says so in a note. Funding rates of",
        "another venue do not stand in for its own: with hours that differ they are refused as incomplete, so give its series, or `--funding none`.",
        "",
        "```text",
        "qdsl backtest strategies/ema_cross.qstrat --sample --venue ethereal --instrument BTCUSD --funding none",
        "```",
        "");

    private void WriteExample() => Lines("## An example", "", "`ethereal`, as it is shipped. What is published is taken over; what is not is an assumption and says so.", "", "```yaml", Venues.YamlOf("ethereal").ReplaceLineEndings("\n").TrimEnd('\n'), "```");

    private static string Kind(YamlValue value) => value switch
    {
        YamlNumberIn range => range.Needs,
        YamlOneScalar { Form: YamlScalarForm.Date } => "a day such as `2024-10-24`",
        YamlOneScalar => "a text",
        YamlChoice choice => string.Join(", ", choice.Words.Select(w => $"`{w}`")),
        YamlListOf { Item: YamlSection section } => $"a list, each item {section.Shape.Title}",
        YamlListOf => "a list of names",
        YamlMapOf { Value: YamlSection section } => $"names, each with {section.Shape.Title}",
        YamlSection section => section.Shape.Title,
        YamlEither either => string.Join(", or ", either.Forms.Select(Kind)),
        _ => throw new NotSupportedException(value.ToString()),
    };

    private static string Count(long nanos) => nanos.ToString("#,##0", CultureInfo.InvariantCulture);

    private void Lines(params string[] lines)
    {
        foreach (string line in lines) _text.Append(line).Append('\n');
    }
}
