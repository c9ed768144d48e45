using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Market;

namespace QuantDsl.Data;

/// <summary>Reads a venue from its YAML form, checking every number for sense.</summary>
internal sealed class VenueDocument
{
    private readonly DiagnosticBag _diagnostics;
    private readonly HashSet<string> _used = [];
    private ImmutableDictionary<string, MarginTable> _tables = ImmutableDictionary<string, MarginTable>.Empty;
    private ImmutableArray<string> _tableNames = [];

    private VenueDocument(DiagnosticBag diagnostics) => _diagnostics = diagnostics;

    /// <summary>The venue; null or incomplete when the bag has errors. Never throws on content.</summary>
    public static Venue? Read(DiagnosticBag diagnostics)
    {
        switch (YamlDocument.Read(diagnostics.Source, diagnostics))
        {
            case null: return null;
            case YamlMapping mapping: return new VenueDocument(diagnostics).Read(new VenueFields(mapping, VenueKeys.Venue, diagnostics));
            case var other:
                diagnostics.Report(DocumentDiagnostics.WrongValue, other.Span, ["venue", "a mapping", other.Describe()], "begin with `name: my-venue`");
                return null;
        }
    }

    private Venue Read(VenueFields fields)
    {
        string name = fields.Text("name"), description = fields.Text("description");
        var fees = Fees(fields);
        double hours = fields.Number("funding_interval_hours") ?? 24;
        if (24 % hours != 0 && fields.Entry("funding_interval_hours") is { } interval) fields.Refuse(interval, (decimal)hours, "a number of hours that divides the day");
        double tradingDays = fields.Number("trading_days") ?? Venue.EveryDay;
        var latency = Latency(fields);
        var liquidation = Liquidation(fields);
        double? borrow = fields.Number("borrow_rate");
        var tables = fields.Map("margin_tables");
        (_tables, _tableNames) = MarginTableDocument.Read(tables, _diagnostics);
        var instruments = Instruments(fields, borrow);
        var other = fields.Map("default_instrument") is { } standard && fields.Entry("default_instrument") is { } entry
            ? Instrument("", new(standard, VenueKeys.Instrument, _diagnostics, entry.KeySpan), borrow)
            : null;
        foreach (var table in tables?.Entries ?? [])
            if (!_used.Contains(table.Key)) _diagnostics.Report(VenueDiagnostics.TableUnused, table.KeySpan, [table.Key], "name it in the `margin_tables` of an instrument, or take it out");
        fields.ReportUnknown();
        return new(name)
        {
            Description = description,
            File = _diagnostics.Source.Path,
            Fees = fees,
            FundingIntervalHours = (int)hours,
            TradingDays = (int)tradingDays,
            Latency = latency,
            Liquidation = liquidation,
            Instruments = instruments,
            DefaultInstrument = other,
        };
    }

    private FeeSchedule Fees(VenueFields venue)
    {
        var none = FeeSchedule.Constant(0, 0);
        if (venue.Entry("fees") is not { } entry) return none;
        if (entry.Value is YamlMapping always)
        {
            var fields = new VenueFields(always, VenueKeys.FeesAlways, _diagnostics);
            var rates = Rates(fields);
            fields.ReportUnknown();
            return FeeSchedule.Constant(rates.Taker, rates.Maker);
        }

        if (entry.Value is not YamlSequence { Items.Length: > 0 } list)
        {
            YamlFields.ReportWrong(_diagnostics, entry, "a mapping or a list", "write `{taker: 0.0004, maker: 0.0002}`");
            return none;
        }

        List<FeePeriod> periods = [];
        foreach (var item in list.Items)
        {
            if (item is not YamlMapping mapping)
            {
                _diagnostics.Report(DocumentDiagnostics.WrongValue, item.Span, ["fees", "mappings with from, taker and maker", item.Describe()], "write an item such as `{from: 2024-01-01, taker: 0.0004, maker: 0.0002}`");
                continue;
            }

            var fields = new VenueFields(mapping, VenueKeys.FeesFrom, _diagnostics);
            long? from = fields.Day("from");
            var rates = Rates(fields);
            fields.ReportUnknown();
            if (from is not { } day) continue;
            if (periods.Count > 0 && day <= periods[^1].FromUtcMs)
                _diagnostics.Report(VenueDiagnostics.FeesNotByDate, mapping.Find("from") is { } at ? at.Value.Span : item.Span, [DateText(day), DateText(periods[^1].FromUtcMs)], "list the oldest first, each day once");
            else periods.Add(new(day, rates, _diagnostics.Source.Position(item.Span.Start).Line));
        }

        return periods.Count == 0 ? none : FeeSchedule.Dated(periods);
    }

    private static FeeRates Rates(VenueFields fields) => new(fields.Number("taker") ?? 0, fields.Number("maker") ?? 0);

    private LatencyProfile? Latency(VenueFields venue)
    {
        if (venue.Entry("latency") is not { } entry || VenueFields.IsEmpty(entry)) return null;
        string presets = string.Join(", ", LatencyProfile.Presets.Select(p => $"`{p.Name}`"));
        if (entry.Value is YamlScalar { } word)
        {
            if (LatencyProfile.Named(word.Value) is { } preset) return preset;
            string? nearest = NearestName.Of(word.Value, LatencyProfile.Presets.Select(p => p.Name));
            _diagnostics.Report(VenueDiagnostics.UnknownLatency, word.Span, [word.Value],
                nearest is not null ? $"did you mean `{nearest}`?"
                : word.Value == LatencyProfile.Custom ? "give its four numbers: `latency: {base_nanos: 50000000, insert_nanos: 10000000, update_nanos: 10000000, cancel_nanos: 10000000}`"
                : $"there are {presets}, or numbers of your own",
                nearest is null ? [] : [new CodeFix($"change to `{nearest}`", word.Span, nearest)]);
            return null;
        }

        if (entry.Value is not YamlMapping mapping)
        {
            YamlFields.ReportWrong(_diagnostics, entry, "a preset or a mapping", $"there are {presets}");
            return null;
        }

        var fields = new VenueFields(mapping, VenueKeys.Latency, _diagnostics, entry.KeySpan);
        double?[] numbers = [.. VenueKeys.Latency.Keys.Select(key => fields.Number(key.Name))];
        fields.ReportUnknown();
        if (numbers.Contains(null)) return null;
        long[] nanos = [.. numbers.Select(n => (long)(n ?? 0))];
        var own = new LatencyProfile(LatencyProfile.Custom, nanos[0], nanos[1], nanos[2], nanos[3]);
        if (own.IsPlausible) return own;
        _diagnostics.Report(VenueDiagnostics.LatencyTooLong, entry.KeySpan, [own.BaseNanos, nanos[1..].Max()], "nanoseconds are meant: `50000000` is 50 ms");
        return null;
    }

    private LiquidationFormula Liquidation(VenueFields venue)
    {
        if (venue.Entry("liquidation") is not { } entry || VenueFields.IsEmpty(entry)) return LiquidationFormula.Simple;
        string word = entry.Value is YamlScalar scalar ? scalar.Value : "";
        if (VenueKeys.Formulas.IndexOf(word) is >= 0 and var index) return (LiquidationFormula)index;
        YamlFields.ReportWrong(_diagnostics, entry, "`simple` or `exact`", NearestName.Of(word, VenueKeys.Formulas) is { } nearest ? $"did you mean `{nearest}`?" : null);
        return LiquidationFormula.Simple;
    }

    private ImmutableArray<Instrument> Instruments(VenueFields venue, double? borrow)
    {
        var instruments = ImmutableArray.CreateBuilder<Instrument>();
        if (venue.Map("instruments") is not { } list) return [];
        foreach (var entry in list.Entries)
            if (VenueFields.Of(entry, VenueKeys.Instrument, _diagnostics) is { } fields) instruments.Add(Instrument(entry.Key, fields, borrow));
        return instruments.ToImmutable();
    }

    private Instrument Instrument(string symbol, VenueFields fields, double? borrow)
    {
        var instrument = new Instrument(symbol)
        {
            TickSize = fields.Number("tick") ?? 0,
            LotSize = fields.Number("lot") ?? 0,
            MinNotional = fields.Number("min_notional") ?? 0,
            SpreadTicks = fields.Number("spread_ticks") ?? 1,
            MaxLeverage = fields.Number("max_leverage"),
            BorrowRate = (fields.Number("borrow_rate") ?? borrow) is > 0 and var rate ? rate : null,
            ListedUtcMs = fields.Day("listed"),
            MarginTables = TablesOf(fields),
        };
        fields.ReportUnknown();
        if (instrument.MaxLeverage is { } cap && !instrument.MarginTables.IsEmpty && fields.Entry("max_leverage") is { } at
            && instrument.MarginTables.Max(table => table.Tiers.IsEmpty ? cap : table.Tiers.Max(tier => tier.MaxLeverage)) is var most && cap > most)
            _diagnostics.Report(VenueDiagnostics.LeverageCapContradicts, at.Value.Span, [cap, most], $"write {most.ToString(CultureInfo.InvariantCulture)} or less, or leave it out");
        return instrument;
    }

    private ImmutableArray<MarginTable> TablesOf(VenueFields fields)
    {
        if (fields.List("margin_tables") is not { } names) return [];
        var tables = ImmutableArray.CreateBuilder<MarginTable>();
        foreach (var item in names.Items)
        {
            if (item is not YamlScalar { IsNull: false, Value: var name })
            {
                _diagnostics.Report(DocumentDiagnostics.WrongValue, item.Span.Length == 0 ? names.Span : item.Span, ["margin_tables", "names of tables", item.Describe()], "name a table that stands under `margin_tables` of the venue");
                continue;
            }

            _used.Add(name);
            if (!_tables.TryGetValue(name, out var table)) UnknownTable(item, name);
            else if (tables.Count > 0 && table.FromUtcMs <= tables[^1].FromUtcMs)
                _diagnostics.Report(DataDiagnostics.TablesNotByDate, item.Span, [name, table.FromUtcMs == long.MinValue ? "always" : DateText(table.FromUtcMs)], "list the oldest first");
            else tables.Add(table);
        }

        return tables.ToImmutable();
    }

    private void UnknownTable(YamlNode item, string name)
    {
        string? nearest = NearestName.Of(name, _tableNames);
        _diagnostics.Report(DataDiagnostics.UnknownMarginTable, item.Span, [name],
            nearest is not null ? $"did you mean `{nearest}`?" : $"there are {string.Join(", ", _tableNames.Select(key => $"`{key}`"))}",
            nearest is not null ? [new CodeFix($"change to `{nearest}`", item.Span, nearest)] : []);
    }

    private static string DateText(long utcMs) => DateTimeOffset.FromUnixTimeMilliseconds(utcMs).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
