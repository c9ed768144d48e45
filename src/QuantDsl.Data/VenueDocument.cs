using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Market;

namespace QuantDsl.Data;

/// <summary>Reads a venue from its YAML form, checking every number for sense.</summary>
internal sealed class VenueDocument(DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, MarginTable> _tables = [];

    /// <summary>The venue; null or incomplete when the bag has errors.</summary>
    public Venue? Read()
    {
        switch (YamlDocument.Read(diagnostics.Source, diagnostics))
        {
            case null: return null;
            case YamlMapping mapping: return ReadVenue(new(mapping, diagnostics));
            case var other:
                diagnostics.Report(DocumentDiagnostics.WrongValue, other.Span, ["venue", "a mapping", other.Describe()], "begin with `name: my-venue`");
                return null;
        }
    }

    private Venue ReadVenue(YamlFields fields)
    {
        string name = fields.Required("name") is { Value: YamlScalar scalar } ? scalar.Value : "";
        double taker = 0, maker = 0;
        if (Nested(fields, "fees") is { } fees)
        {
            taker = Number(fees, "taker", -0.01, 0.1, "a fraction between -0.01 and 0.1");
            maker = Number(fees, "maker", -0.01, 0.1, "a fraction between -0.01 and 0.1");
            fees.ReportUnknown();
        }
        double hours = Number(fields, "funding_interval_hours", 1, 24, "a number of hours that divides the day");
        if (fields.Entry("funding_interval_hours") is { } interval && hours is >= 1 and <= 24 && 24 % hours != 0)
            Refuse(interval, hours, "a number of hours that divides the day");
        ReadTables(Nested(fields, "margin_tables"));
        var instruments = ImmutableArray.CreateBuilder<Instrument>();
        if (Nested(fields, "instruments") is { } list)
            foreach (var entry in list.Mapping.Entries)
                if (Nested(list, entry.Key) is { } instrument) instruments.Add(ReadInstrument(entry.Key, instrument));
        var other = Nested(fields, "default_instrument") is { } standard ? ReadInstrument("", standard) : new("") { MarginTables = [] };
        fields.ReportUnknown();
        return new(name)
        {
            TakerFee = taker,
            MakerFee = maker,
            FundingIntervalHours = (int)hours,
            Instruments = instruments.ToImmutable(),
            DefaultInstrument = other,
        };
    }

    private Instrument ReadInstrument(string symbol, YamlFields fields)
    {
        var tables = ImmutableArray.CreateBuilder<MarginTable>();
        if (List(fields, "margin_tables") is { } names)
        {
            foreach (var item in names.Items)
            {
                if (item is not YamlScalar name || !_tables.TryGetValue(name.Value, out var table))
                    diagnostics.Report(DataDiagnostics.UnknownMarginTable, item.Span, [item is YamlScalar text ? text.Value : item.Describe()],
                        item is YamlScalar written && NearestName.Of(written.Value, _tables.Keys) is { } nearest ? $"did you mean `{nearest}`?" : $"there are {string.Join(", ", _tables.Keys.Select(key => $"`{key}`"))}",
                        item is YamlScalar typed && NearestName.Of(typed.Value, _tables.Keys) is { } meant ? [new CodeFix($"change to `{meant}`", item.Span, meant)] : []);
                else if (tables.Count > 0 && table.FromUtcMs <= tables[^1].FromUtcMs)
                    diagnostics.Report(DataDiagnostics.TablesNotByDate, item.Span, [name.Value, Date(table.FromUtcMs)], "list the oldest first");
                else tables.Add(table);
            }
        }
        var instrument = new Instrument(symbol)
        {
            TickSize = Optional(fields, "tick"),
            LotSize = Optional(fields, "lot"),
            MinNotional = Optional(fields, "min_notional"),
            ListedUtcMs = fields.Entry("listed") is null ? null : ReadDate(fields, "listed"),
            MarginTables = tables.ToImmutable(),
        };
        fields.ReportUnknown();
        return instrument;
    }

    private void ReadTables(YamlFields? tables)
    {
        if (tables is null) return;
        foreach (var entry in tables.Mapping.Entries)
        {
            if (Nested(tables, entry.Key) is not { } fields) continue;
            long from = ReadDate(fields, "from");
            string source = fields.Required("source") is { Value: YamlScalar text } ? text.Value : "";
            var tiers = ImmutableArray.CreateBuilder<MarginTier>();
            if (List(fields, "tiers") is { } rows)
                foreach (var row in rows.Items) ReadTier(row, tiers);
            fields.ReportUnknown();
            _tables[entry.Key] = new(from, tiers.ToImmutable(), source);
        }
    }

    private long ReadDate(YamlFields fields, string key)
    {
        if (fields.Required(key) is not { } entry) return 0;
        string text = entry.Value is YamlScalar scalar ? scalar.Value : entry.Value.Describe();
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return date.ToUnixTimeMilliseconds();
        diagnostics.Report(DataDiagnostics.NotADate, entry.Value.Span, [text], "write it as 2024-10-24");
        return 0;
    }

    private void ReadTier(YamlNode node, ImmutableArray<MarginTier>.Builder tiers)
    {
        if (node is not YamlMapping mapping)
        {
            diagnostics.Report(DocumentDiagnostics.WrongValue, node.Span, ["tiers", "mappings with floor, cap, rate, max_leverage and amount", node.Describe()],
                "write a tier such as `{floor: 0, cap: 50000, rate: 0.01, max_leverage: 50, amount: 0}`");
            return;
        }
        var fields = new YamlFields(mapping, diagnostics);
        int errors = diagnostics.ToImmutable().Length;
        var tier = new MarginTier(
            Number(fields, "floor", 0, double.MaxValue, "zero or more"), Number(fields, "cap", double.Epsilon, double.MaxValue, "a notional above zero"),
            Number(fields, "rate", double.Epsilon, 1, "a fraction between 0 and 1"), Number(fields, "max_leverage", 1, 1000, "a leverage between 1 and 1000"),
            Number(fields, "amount", 0, double.MaxValue, "zero or more"));
        fields.ReportUnknown();
        if (diagnostics.ToImmutable().Length > errors) return;
        double floor = tiers.Count == 0 ? 0 : tiers[^1].Cap;
        double amount = tiers.Count == 0 ? 0 : tiers[^1].MaintenanceAmount + floor * (tier.MaintenanceRate - tiers[^1].MaintenanceRate);
        if (tier.Floor != floor || tier.Cap <= tier.Floor)
            diagnostics.Report(DataDiagnostics.TierOutOfOrder, mapping.Span, [tier.Floor, floor], "let every tier begin where the one before it ends, with its cap above its floor");
        else if (Math.Abs(tier.MaintenanceAmount - amount) > 0.01 + amount * 1e-9)
            diagnostics.Report(DataDiagnostics.TierAmountWrong, mapping.Span, [tier.MaintenanceAmount, amount], $"write `amount: {amount.ToString(CultureInfo.InvariantCulture)}`",
                mapping.Find("amount") is { Value.Span: var written } ? [new CodeFix($"write `{amount.ToString(CultureInfo.InvariantCulture)}`", written, amount.ToString(CultureInfo.InvariantCulture))] : []);
        tiers.Add(tier);
    }

    private YamlFields? Nested(YamlFields fields, string key)
    {
        if (fields.Required(key) is not { } entry) return null;
        if (fields.MappingOf(key) is { } mapping) return new(mapping, diagnostics);
        if (IsNothing(entry)) YamlFields.ReportWrong(diagnostics, entry, "a mapping");
        return null;
    }

    /// <summary>A list with at least one item; anything else is reported.</summary>
    private YamlSequence? List(YamlFields fields, string key)
    {
        if (fields.Required(key) is not { } entry) return null;
        if (fields.Sequence(key) is { Items.Length: > 0 } list) return list;
        if (IsNothing(entry) || entry.Value is YamlSequence) YamlFields.ReportWrong(diagnostics, entry, "a list with at least one item");
        return null;
    }

    private static bool IsNothing(YamlEntry entry) => entry.Value is YamlScalar { IsNull: true };

    private double Optional(YamlFields fields, string key) =>
        fields.Entry(key) is null ? 0 : Number(fields, key, 0, double.MaxValue, "zero or more");

    private double Number(YamlFields fields, string key, double min, double max, string needs)
    {
        if (fields.Required(key) is not { } entry) return 0;
        if (fields.Number(key, needs) is not { } number)
        {
            if (IsNothing(entry)) YamlFields.ReportWrong(diagnostics, entry, needs);
            return 0;
        }
        double value = (double)number;
        if (value < min || value > max) Refuse(entry, value, needs);
        return value;
    }

    private void Refuse(YamlEntry entry, double value, string needs) =>
        diagnostics.Report(DataDiagnostics.VenueValueAbsurd, entry.Value.Span, [entry.Key, value, needs], needs.Contains("fraction", StringComparison.Ordinal) ? "a fraction is written like `0.0004`, which is 0.04 %" : $"write {needs}");

    private static string Date(long utcMs) => DateTimeOffset.FromUnixTimeMilliseconds(utcMs).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
