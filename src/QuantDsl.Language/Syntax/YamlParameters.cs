using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;

namespace QuantDsl.Language.Syntax;

/// <summary>
/// The keys <c>parameters</c>, <c>sweep</c> and <c>parameters_schema</c> as one list of parameters. A swept path such as
/// <c>rsi.period</c> becomes a parameter <c>rsi_period</c> in the place of the number that stands there.
/// </summary>
internal sealed class YamlParameters(YamlExpressionReader expressions, DiagnosticBag diagnostics)
{
    private readonly List<ParameterSyntax> _parameters = [];
    private readonly Dictionary<string, YamlEntry> _sweeps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlSchemaEntry> _schema = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FormSyntax> _forms = new(StringComparer.Ordinal);
    private readonly List<string> _paths = [];
    private readonly HashSet<string> _bound = new(StringComparer.Ordinal);
    private readonly List<string> _excused = [];
    private bool _hasOtherFiles;

    /// <summary>Reads the three keys; whatever is swept or described then waits for <see cref="Value"/> to ask for it.</summary>
    /// <param name="declared">Behind <c>parameters</c>.</param>
    /// <param name="sweep">Behind <c>sweep</c>.</param>
    /// <param name="schema">Behind <c>parameters_schema</c>.</param>
    /// <param name="hasOtherFiles">True where a swept name may be a parameter of the base or of a used file, which only putting them together can tell.</param>
    public void Read(YamlMapping? declared, YamlMapping? sweep, YamlMapping? schema, bool hasOtherFiles)
    {
        _hasOtherFiles = hasOtherFiles;
        foreach (var entry in sweep?.Entries ?? []) _sweeps.Add(entry.Key, entry);
        foreach (var entry in schema?.Entries ?? []) _schema.Add(entry.Key, YamlSchemaEntry.Read(entry, diagnostics));
        foreach (var entry in declared?.Entries ?? [])
            if (Declaration(entry) is { } parameter) Add(entry.Key, _schema.GetValueOrDefault(entry.Key), parameter);
    }

    /// <summary>The value at a path a sweep may name: what is written there, or the parameter that replaces it.</summary>
    /// <param name="path">Section and key, as a sweep names them.</param>
    /// <param name="given">What the file says; null when it leaves the value out.</param>
    /// <param name="fallback">The value then; null when there is none, which the caller has to report.</param>
    /// <param name="unit">Percent where a bare number means percent.</param>
    /// <param name="place">Where a value that is left out is shown.</param>
    public ExpressionSyntax? Value(string path, YamlEntry? given, decimal? fallback, LiteralUnit unit, TextSpan place)
    {
        var schema = _schema.GetValueOrDefault(path);
        if (given?.Value is YamlScalar { IsNull: true })
        {
            if (fallback is null) YamlFields.ReportWrong(diagnostics, given, unit == LiteralUnit.Percent ? "a percentage" : "a number");
            given = null;
        }

        ExpressionSyntax? value = given is not null
            ? YamlExpressionReader.Literal(given.Value, unit) ?? expressions.Read(given, unit == LiteralUnit.Percent ? "a percentage" : "a number")
            : (schema?.Default ?? fallback) is { } number ? new NumberSyntax(number, unit, place) : null;
        if (value is null) return null;
        _paths.Add(path);

        bool swept = _sweeps.TryGetValue(path, out var sweep);
        _bound.Add(path);
        if (value is not NumberSyntax initial)
        {
            if (swept && sweep is not null && value is not MissingSyntax) ReportSweptThroughParameter(sweep, value);
            if (schema is not null) DescribeThroughParameter(path, schema, value);
            return value;
        }

        if (sweep is null && schema is null) return value;
        var name = new Identifier(Joined(path), sweep?.KeySpan ?? schema?.KeySpan ?? place);
        Add(path, schema, new(name, initial, sweep is null ? null : Sweep(sweep, unit), schema?.Range(unit), schema?.Description ?? "", name.Span));
        return new NameSyntax(name.Text, initial.Span);
    }

    /// <summary>Every parameter, in file order of the declarations and then of the sweep; reports what is bound to nothing.</summary>
    public IEnumerable<StatementSyntax> Finish()
    {
        List<StatementSyntax> others = [];
        foreach (var (key, entry) in _sweeps)
        {
            if (IsBound(key)) continue;
            if (!_hasOtherFiles) ReportUnbound(YamlDiagnostics.SweptNameUnbound, key, entry.KeySpan);
            else if (Sweep(entry, UnitAt(key)) is { } values) others.Add(new ParameterSweepSyntax(new(Joined(key), entry.KeySpan), values, entry.KeySpan));
        }

        foreach (var (key, entry) in _schema)
        {
            // A name alone is a parameter, perhaps one of another file: the binder knows.
            bool isWhole = FormPaths.Others.Contains(key) || !IsBound(key) && !key.Contains('.', StringComparison.Ordinal);
            if (isWhole && entry.Form(key) is { } form) others.Add(form);
            else if (_forms.TryGetValue(key, out var left)) others.Add(left);
            else if (!isWhole && !IsBound(key)) ReportUnbound(YamlDiagnostics.UnknownPath, key, entry.KeySpan);
        }

        var order = _sweeps.Keys.Concat(_schema.Keys).Select(Joined).Distinct(StringComparer.Ordinal).ToList();
        var declared = _parameters.Where(p => !IsDerived(p));
        var derived = _parameters.Where(IsDerived).OrderBy(p => order.IndexOf(p.Name.Text));
        return declared.Concat(derived).Concat(others);
    }

    /// <summary>Names of the parameters met so far, those of swept paths included.</summary>
    public IEnumerable<string> Names => _parameters.Select(p => p.Name.Text);

    /// <summary>Keeps quiet about paths into a section whose own mistake is reported already.</summary>
    public void Excuse(string section) => _excused.Add(section);

    private bool IsBound(string key) =>
        _bound.Contains(key) || _excused.Any(section => key.Length > section.Length && key[section.Length] == '.' && key.StartsWith(section, StringComparison.Ordinal));

    private bool IsDerived(ParameterSyntax parameter) =>
        _sweeps.Values.Any(s => s.KeySpan == parameter.Name.Span) || _schema.Values.Any(s => s.KeySpan == parameter.Name.Span);

    private void Add(string path, YamlSchemaEntry? schema, ParameterSyntax parameter)
    {
        _parameters.Add(parameter);
        if (schema?.FormOf(parameter) is { } left) _forms[path] = left;
    }

    /// <summary>The name of the parameter that stands for the number at a path.</summary>
    private static string Joined(string path) => path.Replace('.', '_');

    // Of a base's path only the keys are known: those that hold percentages are.
    private static LiteralUnit UnitAt(string path) => path.LastIndexOf('.') is > 0 and var dot && path[(dot + 1)..] is "percent" or "share" or "at" or "size" ? LiteralUnit.Percent : LiteralUnit.None;

    /// <summary>A field of a value that follows a parameter is the parameter's, as far as that says nothing itself.</summary>
    private void DescribeThroughParameter(string path, YamlSchemaEntry schema, ExpressionSyntax value)
    {
        int index = value is NameSyntax name ? _parameters.FindIndex(p => p.Name.Text == name.Name) : -1;
        if (index < 0)
        {
            if (value is not (MissingSyntax or NameSyntax))
                diagnostics.Report(YamlDiagnostics.NoNumberHere, schema.KeySpan, [path], "write a number there, or declare a parameter and describe that");
            return;
        }

        var parameter = _parameters[index];
        _parameters[index] = parameter with
        {
            Range = parameter.Range ?? schema.Range(parameter.Default.Unit),
            Doc = parameter.Doc.Length > 0 ? parameter.Doc : schema.Description,
        };
        if (!_schema.ContainsKey(parameter.Name.Text) && schema.FormOf(parameter) is { } left) _forms[path] = left;
    }

    private ParameterSyntax? Declaration(YamlEntry entry)
    {
        if (expressions.Name(entry.Key, entry.KeySpan) is not { } name) return null;
        _bound.Add(entry.Key);
        _paths.Add(entry.Key);
        _sweeps.TryGetValue(entry.Key, out var sweep);
        var schema = _schema.GetValueOrDefault(entry.Key);
        var literal = YamlExpressionReader.Literal(entry.Value);
        SweepSyntax? values = null;
        RangeSyntax? range = null;
        string doc = "";
        if (literal is null)
        {
            if (entry.Value is not YamlMapping mapping)
            {
                YamlFields.ReportWrong(diagnostics, entry, "a number, a percentage or a mapping");
                return null;
            }

            var fields = new YamlFields(mapping, diagnostics, entry.KeySpan, YamlKeys.Parameter);
            var initial = fields.Required("default");
            range = fields.Entry("range") is { } rangeEntry ? Range(rangeEntry) : null;
            doc = YamlText.OneLine(fields.Scalar("doc", "a text"));
            var valuesEntry = fields.Entry("values");
            fields.ReportUnknown();
            if (initial is null) return null;
            literal = YamlExpressionReader.Literal(initial.Value);
            if (literal is null)
            {
                YamlFields.ReportWrong(diagnostics, initial, "a number or a percentage");
                return null;
            }

            if (valuesEntry is not null && sweep is not null)
                diagnostics.Report(YamlDiagnostics.SweptTwice, sweep.KeySpan, [entry.Key], "remove one of the two lists");
            if (valuesEntry is not null) values = Sweep(valuesEntry, LiteralUnit.None);
        }

        var unit = literal.Unit;
        values ??= sweep is null ? null : Sweep(sweep, LiteralUnit.None);
        return new(name, literal, values, range ?? schema?.Range(unit), doc.Length > 0 ? doc : schema?.Description ?? "",
            name.Span.Union(entry.Value.Span));
    }

    /// <summary><c>[1, 2]</c>, <c>{from, to, step}</c> or <c>{from, to, count, scale: log}</c>; null after a report.</summary>
    private SweepSyntax? Sweep(YamlEntry entry, LiteralUnit unit)
    {
        const string Needs = "a list of numbers, `{from, to, step}` or `{from, to, count, scale}`";
        if (entry.Value is YamlSequence { Items.Length: > 0 } list)
        {
            var values = ImmutableArray.CreateBuilder<NumberSyntax>(list.Items.Length);
            foreach (var item in list.Items)
            {
                if (YamlExpressionReader.Literal(item, unit) is { } value) values.Add(value);
                else
                    diagnostics.Report(DocumentDiagnostics.WrongValue, item.Span.Length > 0 ? item.Span : entry.KeySpan,
                        [entry.Key, "numbers", item.Describe()]);
            }

            return values.Count > 0 ? new ListSweepSyntax(values.ToImmutable(), list.Span) : null;
        }

        if (entry.Value is not YamlMapping mapping)
        {
            YamlFields.ReportWrong(diagnostics, entry, Needs);
            return null;
        }

        var fields = new YamlFields(mapping, diagnostics, entry.KeySpan, YamlKeys.SweepRange);
        var from = Bound(fields.Required("from"), unit);
        var to = Bound(fields.Required("to"), unit);
        var step = Bound(fields.Entry("step"), unit);
        var count = Bound(fields.Entry("count"), LiteralUnit.None);
        bool logarithmic = IsLogarithmic(fields.Entry("scale"));
        fields.ReportUnknown();
        if (mapping.Find("step") is null == mapping.Find("count") is null && !fields.IsMisspelled("step") && !fields.IsMisspelled("count"))
            diagnostics.Report(YamlDiagnostics.OneOf, entry.KeySpan, [entry.Key, "`step`", "`count`"], "write one of them: `step: 5`, or `count: 10`");
        if (from is null || to is null) return null;
        return step is not null ? new StepSweepSyntax(from, to, step, mapping.Span)
            : count is not null ? new CountSweepSyntax(from, to, count, logarithmic, mapping.Span)
            : null;
    }

    private bool IsLogarithmic(YamlEntry? scale)
    {
        if (scale is null) return false;
        string text = scale.Value is YamlScalar scalar ? scalar.Value : "";
        if (text is not ("log" or "linear")) YamlFields.ReportWrong(diagnostics, scale, "`log` or `linear`");
        return text == "log";
    }

    private NumberSyntax? Bound(YamlEntry? entry, LiteralUnit unit)
    {
        if (entry is null) return null;
        var literal = YamlExpressionReader.Literal(entry.Value, unit);
        if (literal is null) YamlFields.ReportWrong(diagnostics, entry, "a number");
        return literal;
    }

    /// <summary><c>[2, 100]</c></summary>
    private RangeSyntax? Range(YamlEntry entry)
    {
        if (entry.Value is YamlSequence { Items.Length: 2 } list
            && YamlExpressionReader.Literal(list.Items[0]) is { } from && YamlExpressionReader.Literal(list.Items[1]) is { } to)
            return new(from, to, list.Span);
        YamlFields.ReportWrong(diagnostics, entry, "the two ends, such as `[2, 100]`");
        return null;
    }

    private void ReportSweptThroughParameter(YamlEntry sweep, ExpressionSyntax value)
    {
        bool follows = value is NameSyntax name && _parameters.Any(p => p.Name.Text == name.Name);
        diagnostics.Report(YamlDiagnostics.SweptThroughParameter, sweep.KeySpan, [sweep.Key],
            follows && value is NameSyntax parameter ? $"it follows `{parameter.Name}`: sweep that instead" : "write a number there, or declare a parameter and sweep that",
            follows && value is NameSyntax followed && !_sweeps.ContainsKey(followed.Name) ? [new CodeFix($"Sweep `{followed.Name}` instead", sweep.KeySpan, followed.Name)] : []);
    }

    /// <summary>The path meant: of a dotted one, one of the two parts must be right.</summary>
    private string? Nearest(string key)
    {
        int dot = key.LastIndexOf('.');
        if (dot < 0) return NearestName.Of(key, _paths);
        var (section, field) = (key[..dot], key[(dot + 1)..]);
        var parts = _paths.Where(p => p.Contains('.')).Select(p => (Section: p[..p.LastIndexOf('.')], Field: p[(p.LastIndexOf('.') + 1)..])).ToList();
        if (NearestName.Of(field, parts.Where(p => p.Section == section).Select(p => p.Field)) is { } nearestField) return $"{section}.{nearestField}";
        return NearestName.Of(section, parts.Where(p => p.Field == field).Select(p => p.Section)) is { } nearestSection ? $"{nearestSection}.{field}" : null;
    }

    private void ReportUnbound(DiagnosticDescriptor descriptor, string key, TextSpan span)
    {
        if (diagnostics.IsFull) return;
        if (Nearest(key) is { } nearest)
            diagnostics.Report(descriptor, span, [key], $"did you mean `{nearest}`?", new CodeFix($"Change to `{nearest}`", span, nearest));
        else
        {
            string known = string.Join(", ", _paths.Select(p => $"`{p}`"));
            diagnostics.Report(descriptor, span, [key], _paths.Count == 0 ? $"declare `{key}` under `parameters:` and use it in a condition"
                : key.Contains('.') ? $"there are {known}"
                : $"declare `{key}` under `parameters:` and use it in a condition, or name one of {known}");
        }
    }
}
