using System.Globalization;
using System.Text.Json;
using QuantDsl.Market;
using QuantDsl.Research;

namespace QuantDsl.Cli.Output;

/// <summary>One venue on screen and in JSON.</summary>
public static class VenueOutput
{
    /// <summary>A fraction as percent with as many digits as it has: <c>0.04 %</c>.</summary>
    public static string Percent(double fraction) => (fraction * 100).ToString("0.######", CultureInfo.InvariantCulture) + " %";

    /// <summary>Everything the venue's file says, with what it leaves out.</summary>
    public static void Write(Terminal terminal, Venue venue)
    {
        terminal.Out.WriteLine(venue.Description.Length == 0 ? venue.Name : $"{venue.Name}: {venue.Description}");
        terminal.Out.WriteLine();
        foreach (var period in venue.Fees.Periods)
            Line("fees", $"{(period.FromUtcMs == long.MinValue ? "" : $"from {NumberText.Date(period.FromUtcMs)}: ")}taker {Percent(period.Rates.Taker)}, maker {Percent(period.Rates.Maker)} of notional");
        Line("funding", $"every {(venue.FundingIntervalHours == 1 ? "hour" : $"{venue.FundingIntervalHours} hours")} from 00:00 UTC, where no series says otherwise");
        if (venue.TradingDays != Venue.EveryDay) Line("calendar", $"{venue.TradingDays} days a year");
        Line("latency", venue.Latency is { } latency ? $"{latency.Name}: {Milliseconds(latency.BaseNanos)} and {Milliseconds(latency.InsertNanos)} for a new order" : "none");
        Line("liquidation", ResultNames.Of(venue.Liquidation));
        if (venue.DefaultInstrument is { } other) Line("others", other.TickSize + other.LotSize + other.MinNotional == 0 ? "any other symbol, without steps" : "any other symbol, with the steps of the file");
        terminal.Out.WriteLine();

        var instruments = new TextTable("instrument", ">tick", ">lot", ">minimum", ">spread", ">leverage", ">borrow", "listed");
        foreach (var i in venue.Instruments)
            instruments.Add(i.Symbol, Number(i.TickSize), Number(i.LotSize), Number(i.MinNotional), i.SpreadTicks == 1 ? "1 tick" : $"{Number(i.SpreadTicks)} ticks", $"{Number(i.MaxLeverage ?? i.MarginTables.Max(t => t.Tiers.Max(tier => tier.MaxLeverage)))}×",
                i.BorrowRate is { } rate ? Percent(rate) : "–", i.ListedUtcMs is { } day ? NumberText.Date(day) : "–");
        instruments.Write(terminal);

        foreach (var table in Tables(venue).Distinct())
        {
            terminal.Out.WriteLine($"{string.Join(", ", UsersOf(venue, table))} {(table.FromUtcMs == long.MinValue ? "always" : $"from {NumberText.Date(table.FromUtcMs)}")}");
            Line("source", table.Source);
            var tiers = new TextTable(">above", ">up to", ">maintenance", ">leverage", ">amount");
            foreach (var tier in table.Tiers) tiers.Add(Whole(tier.Floor), Whole(tier.Cap), Percent(tier.MaintenanceRate), $"{Number(tier.MaxLeverage)}×", Whole(tier.MaintenanceAmount));
            tiers.Write(terminal);
        }

        void Line(string label, string text) => RunReport.Line(terminal, label, text);
    }

    /// <summary>The properties of the venue, into the object that is open; fractions are fractions.</summary>
    public static void Write(Utf8JsonWriter writer, Venue venue)
    {
        writer.WriteString("name", venue.Name);
        writer.WriteString("description", venue.Description);
        writer.WriteStartArray("fees");
        foreach (var period in venue.Fees.Periods)
        {
            writer.WriteStartObject();
            Day(writer, "from", period.FromUtcMs);
            writer.WriteNumber("taker", period.Rates.Taker);
            writer.WriteNumber("maker", period.Rates.Maker);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("fundingIntervalHours", venue.FundingIntervalHours);
        writer.WriteNumber("tradingDays", venue.TradingDays);
        if (venue.Latency is { } latency)
        {
            writer.WriteStartObject("latency");
            writer.WriteString("name", latency.Name);
            writer.WriteNumber("baseNanos", latency.BaseNanos);
            writer.WriteNumber("insertNanos", latency.InsertNanos);
            writer.WriteNumber("updateNanos", latency.UpdateNanos);
            writer.WriteNumber("cancelNanos", latency.CancelNanos);
            writer.WriteEndObject();
        }
        else writer.WriteNull("latency");
        writer.WriteString("liquidation", ResultNames.Of(venue.Liquidation));
        writer.WriteStartArray("instruments");
        foreach (var instrument in venue.Instruments) WriteInstrument(writer, instrument);
        writer.WriteEndArray();
        writer.WritePropertyName("defaultInstrument");
        if (venue.DefaultInstrument is { } other) WriteInstrument(writer, other);
        else writer.WriteNullValue();
    }

    private static void WriteInstrument(Utf8JsonWriter writer, Instrument instrument)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", instrument.Symbol.Length == 0 ? null : instrument.Symbol);
        writer.WriteNumber("tick", instrument.TickSize);
        writer.WriteNumber("lot", instrument.LotSize);
        writer.WriteNumber("minNotional", instrument.MinNotional);
        writer.WriteNumber("spreadTicks", instrument.SpreadTicks);
        Optional("maxLeverage", instrument.MaxLeverage);
        Optional("borrowRate", instrument.BorrowRate);
        Day(writer, "listed", instrument.ListedUtcMs ?? long.MinValue);
        writer.WriteStartArray("marginTables");
        foreach (var table in instrument.MarginTables)
        {
            writer.WriteStartObject();
            Day(writer, "from", table.FromUtcMs);
            writer.WriteString("source", table.Source);
            writer.WriteStartArray("tiers");
            foreach (var tier in table.Tiers)
            {
                writer.WriteStartObject();
                writer.WriteNumber("floor", tier.Floor);
                writer.WriteNumber("cap", tier.Cap);
                writer.WriteNumber("rate", tier.MaintenanceRate);
                writer.WriteNumber("maxLeverage", tier.MaxLeverage);
                writer.WriteNumber("amount", tier.MaintenanceAmount);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();

        void Optional(string name, double? value)
        {
            if (value is { } number) writer.WriteNumber(name, number);
            else writer.WriteNull(name);
        }
    }

    private static IEnumerable<MarginTable> Tables(Venue venue) =>
        venue.Instruments.SelectMany(i => i.MarginTables).Concat(venue.DefaultInstrument?.MarginTables ?? []);

    private static IEnumerable<string> UsersOf(Venue venue, MarginTable table) =>
        venue.Instruments.Where(i => i.MarginTables.Contains(table)).Select(i => i.Symbol).Concat(venue.DefaultInstrument?.MarginTables.Contains(table) == true ? ["any other symbol"] : []);

    // A day, or null for always and for none.
    private static void Day(Utf8JsonWriter writer, string name, long utcMs) => writer.WriteString(name, utcMs == long.MinValue ? null : NumberText.Date(utcMs));

    private static string Milliseconds(long nanos) => string.Create(CultureInfo.InvariantCulture, $"{nanos / 1e6:0.###} ms");

    private static string Number(double value) => value.ToString("0.########", CultureInfo.InvariantCulture);

    private static string Whole(double value) => value.ToString("#,##0.##", CultureInfo.InvariantCulture);
}
