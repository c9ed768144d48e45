using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Indicators;
using QuantDsl.Market;

namespace QuantDsl.Language.Syntax;

/// <summary>The top-level keys of a strategy in YAML, in the order of the text notation's statements.</summary>
internal sealed class YamlStrategyReader
{
    private static readonly (string Key, Side Side)[] Sides = [("long", Side.Long), ("short", Side.Short)];

    private readonly TextSpan _range;
    private readonly DiagnosticBag _diagnostics;
    private readonly IndicatorCatalog _catalog;
    private readonly YamlExpressionReader _expressions;
    private readonly YamlConditionReader _conditions;
    private readonly YamlParameters _parameters;

    public YamlStrategyReader(SourceText source, TextSpan range, DiagnosticBag diagnostics, IndicatorCatalog catalog)
    {
        _catalog = catalog;
        _range = range;
        _diagnostics = diagnostics;
        _expressions = new(source, diagnostics);
        _conditions = new(_expressions, diagnostics);
        _parameters = new(_expressions, diagnostics);
    }

    public StrategySyntax Read(YamlNode? root, bool isLibrary)
    {
        if (root is YamlMapping mapping) return ReadKeys(mapping, _range, isLibrary);
        if (root is not null)
            _diagnostics.Report(YamlDiagnostics.NotAStrategy, new(root.Span.Start, Math.Min(1, root.Span.Length)), [root.Describe()], "begin with `name: my_strategy`");
        return new(new("", new(_range.Start, 0)), 1, "", [], _range);
    }

    private StrategySyntax ReadKeys(YamlMapping mapping, TextSpan whole, bool isLibrary)
    {
        var fields = new YamlFields(mapping, _diagnostics, shape: YamlKeys.Strategy);
        var name = Name(isLibrary ? fields.Entry("name") : fields.Required("name"));
        string description = YamlText.OneLine(fields.Scalar("description", "a text"));
        int version = Version(fields.Entry("version"));
        CheckSchemaVersion(fields.Entry("schema_version"));
        var timeframe = Timeframe(fields.Entry("timeframe"));
        var additional = fields.Entry("additional_timeframes");
        _parameters.Read(fields.MappingOf("parameters"), fields.MappingOf("sweep"), fields.MappingOf("parameters_schema"),
            hasOtherFiles: mapping.Find("extends") is not null || mapping.Find("use") is not null);

        var requires = _conditions.List(fields.Entry("constraints")).Select(c => (StatementSyntax)new RequireSyntax(c, c.Span)).ToList();
        var lets = new YamlIndicatorReader(_expressions, _parameters, _diagnostics, _catalog, timeframe?.Timeframe).Read(fields.MappingOf("indicators"));
        var enters = Entries(fields.FieldsOf("entry_conditions"));
        var exits = Exits(fields.FieldsOf("exit_conditions"));
        var risk = new YamlRiskReader(_expressions, _parameters, _diagnostics);
        var regimes = new YamlRegimeReader(_expressions, _conditions, _parameters, risk, _diagnostics).Read(fields.MappingOf("regimes"));
        var management = new YamlManagementReader(_parameters).Read(fields.FieldsOf("position_management"));
        var stop = risk.Stop(fields.FieldsOf("stop_loss"));
        var target = risk.Target(fields.FieldsOf("take_profit"));
        var filters = new YamlTimeFilterReader(_diagnostics).Read(fields.FieldsOf("time_filters"));
        if (fields.Sequence("confirmations") is { } confirmations)
            (lets, enters) = new YamlConfirmations(_expressions, _diagnostics, timeframe?.Timeframe, mapping.Find("extends") is not null)
                .Apply(confirmations, _parameters.Names, lets, enters, [.. exits, .. new StatementSyntax?[] { stop, target }.OfType<StatementSyntax>()]);
        var live = LiveSettings(fields.Entry("live_settings"));
        fields.ReportUnknown();

        var reuse = new YamlReuseReader(_expressions, _diagnostics);
        var statements = ImmutableArray.CreateBuilder<StatementSyntax>();
        statements.AddRange(reuse.Files(fields.Entry("extends"), fields.Entry("use")));
        if (reuse.Symbols(fields.Entry("symbols")) is { } symbols) statements.Add(symbols);
        if (timeframe is not null) statements.Add(timeframe);
        statements.AddRange(reuse.Definitions(fields.MappingOf("definitions")));
        statements.AddRange(_parameters.Finish());
        foreach (var group in (IEnumerable<StatementSyntax>[])[requires, lets, regimes, enters, exits, management]) statements.AddRange(group);
        foreach (var statement in (StatementSyntax?[])[stop, target])
            if (statement is not null) statements.Add(statement);
        statements.AddRange(filters);
        if (live is not null) statements.Add(live);
        if (additional is not null) CheckAdditionalTimeframes(additional, statements, timeframe?.Timeframe);
        return new(name, version, description, statements.ToImmutable(), whole);
    }

    private Identifier Name(YamlEntry? entry)
    {
        if (entry is null) return new("", default);
        if (entry.Value is YamlScalar { IsNull: false } scalar) return _expressions.Name(scalar.Value, scalar.Span) ?? new("", scalar.Span);
        YamlFields.ReportWrong(_diagnostics, entry, "a name");
        return new("", entry.KeySpan);
    }

    private int Version(YamlEntry? entry)
    {
        if (entry is null) return 1;
        if (entry.Value is YamlScalar scalar && scalar.AsInteger() is { } version and >= 1) return version;
        if (entry.Value is YamlScalar number && number.AsNumber() is not null)
            _diagnostics.Report(SyntaxDiagnostics.BadVersion, number.Span, [number.Value], "write `1`", new CodeFix("write `1`", number.Span, "1"));
        else
            YamlFields.ReportWrong(_diagnostics, entry, "a whole number from 1");
        return 1;
    }

    /// <summary>Refuses every version but the one this reader understands, which holds when none is written.</summary>
    private void CheckSchemaVersion(YamlEntry? entry)
    {
        if (entry is null) return;
        string known = YamlKeys.SchemaVersions[0];
        if (entry.Value is not YamlScalar { IsNull: false } scalar)
            YamlFields.ReportWrong(_diagnostics, entry, $"a version such as `{known}`");
        else if (!YamlKeys.SchemaVersions.Contains(scalar.Value))
            _diagnostics.Report(OldDocumentDiagnostics.UnknownSchemaVersion, scalar.Span, [scalar.Value, known], $"write `{known}`, or use a newer compiler",
                new CodeFix($"Change to `{known}`", scalar.Span, known));
    }

    /// <summary>Names and values as they are written; what they must be is checked where both notations meet.</summary>
    private LiveSettingsSyntax? LiveSettings(YamlEntry? entry)
    {
        if (entry is null or { Value: YamlScalar { IsNull: true } }) return null;
        if (entry.Value is not YamlMapping mapping)
        {
            YamlFields.ReportWrong(_diagnostics, entry, "a mapping");
            return null;
        }

        var settings = mapping.Entries.Select(LiveSetting).OfType<LiveSettingSyntax>().ToImmutableArray();
        return settings.IsEmpty ? null : new(settings, entry.KeySpan);
    }

    private LiveSettingSyntax? LiveSetting(YamlEntry entry)
    {
        var name = new Identifier(entry.Key, entry.KeySpan);
        switch (entry.Value)
        {
            case YamlScalar { IsNull: false } scalar:
                var number = YamlExpressionReader.Literal(scalar);
                return new(name, number, number is null ? [new(scalar.Value, scalar.Span)] : [], IsList: false, scalar.Span);
            case YamlSequence list when list.Items.All(item => item is YamlScalar { IsNull: false }):
                return new(name, null, [.. list.Items.OfType<YamlScalar>().Select(item => new Identifier(item.Value, item.Span))], IsList: true, list.Span);
            default:
                YamlFields.ReportWrong(_diagnostics, entry, "a number, a word or a list of words");
                return null;
        }
    }

    private TimeframeSyntax? Timeframe(YamlEntry? entry)
    {
        if (entry is null) return null;
        if (entry.Value is YamlScalar scalar && Market.Timeframe.TryParse(scalar.Value, out var timeframe)) return new(timeframe, scalar.Span);
        ReportBadTimeframe(_diagnostics, entry);
        return null;
    }

    /// <summary>Reports a value that should be a timeframe, with the lower-case spelling where that is all it lacks.</summary>
    public static void ReportBadTimeframe(DiagnosticBag diagnostics, YamlEntry entry)
    {
        if (entry.Value is not YamlScalar { IsNull: false } scalar) YamlFields.ReportWrong(diagnostics, entry, "a timeframe such as `5m`");
        else ReportBadTimeframe(diagnostics, scalar);
    }

    private static void ReportBadTimeframe(DiagnosticBag diagnostics, YamlScalar scalar)
    {
        string? meant = UnitSpelling.Timeframe(scalar.Value);
        diagnostics.Report(SyntaxDiagnostics.BadTimeframe, scalar.Span, [scalar.Value], meant is null ? "write a count and m, h, d or w, such as `5m`" : $"write `{meant}`",
            meant is null ? [] : [new CodeFix($"Change to `{meant}`", scalar.Span, meant)]);
    }

    private List<StatementSyntax> Entries(YamlFields? fields)
    {
        List<StatementSyntax> statements = [];
        if (fields is null) return statements;
        foreach (var (key, side) in Sides)
            statements.AddRange(_conditions.Entries(fields.Entry(key)).Select(e => new EnterSyntax(side, e.Regime, e.Condition, e.Condition.Span)));
        fields.ReportUnknown();
        return statements;
    }

    private List<StatementSyntax> Exits(YamlFields? fields)
    {
        List<StatementSyntax> statements = [];
        if (fields is null) return statements;
        foreach (var (key, side) in Sides)
            statements.AddRange(_conditions.Alternatives(fields.Entry(key)).Select(condition => new ExitSyntax(side, condition, condition.Span)));
        if (_parameters.Value("exit_conditions.after_bars", fields.Entry("after_bars"), null, LiteralUnit.None, default) is { } bars)
            statements.Add(new ExitAfterSyntax(bars, bars.Span));
        fields.ReportUnknown();
        return statements;
    }

    /// <summary>Takes an item out of a list in brackets, with the comma that is then too many.</summary>
    private CodeFix[] ListRemoval(YamlSequence list, YamlScalar item)
    {
        string content = _diagnostics.Source.Content;
        if (list.Span.Length == 0 || content[list.Span.Start] != '[' || item.Style != YamlScalarStyle.Plain) return [];
        int start = ItemRemoval.StartBefore(content, item.Span.Start), end = item.Span.End;
        if (start == item.Span.Start)
        {
            while (end < content.Length && content[end] == ' ') end++;
            if (end < content.Length && content[end] == ',') end++;
            while (end < content.Length && content[end] == ' ') end++;
        }

        return [new("Remove it", TextSpan.FromBounds(start, end), "")];
    }

    private void CheckAdditionalTimeframes(YamlEntry entry, IEnumerable<StatementSyntax> statements, Timeframe? primary)
    {
        if (entry.Value is YamlScalar { IsNull: true }) return;
        if (entry.Value is not YamlSequence list)
        {
            YamlFields.ReportWrong(_diagnostics, entry, "a list of timeframes");
            return;
        }

        var used = statements.SelectMany(SyntaxWalk.ExpressionsOf).SelectMany(SyntaxWalk.SelfAndDescendants).OfType<OnSyntax>().Select(on => on.Timeframe).ToHashSet();
        foreach (var item in list.Items)
        {
            if (item is not YamlScalar scalar) YamlFields.ReportWrong(_diagnostics, entry with { Value = item }, "a list of timeframes");
            else if (!Market.Timeframe.TryParse(scalar.Value, out var timeframe)) ReportBadTimeframe(_diagnostics, scalar);
            else if (timeframe != primary && !used.Contains(timeframe))
                _diagnostics.Report(YamlDiagnostics.UnusedTimeframe, scalar.Span, [scalar.Value], "remove it, or give an indicator this `timeframe:`",
                    ListRemoval(list, scalar));
        }
    }
}
