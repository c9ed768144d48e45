using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;

namespace QuantDsl.Language.Syntax;

/// <summary>One field of <c>parameters_schema</c>: the legal range and the prose of a value, for forms.</summary>
internal sealed record YamlSchemaEntry(TextSpan KeySpan, YamlScalar? Min, YamlScalar? Max, decimal? Default, string Description, ImmutableArray<FormSettingSyntax> Settings)
{
    /// <summary>The whole entry as a statement of its own; null for an empty one.</summary>
    public FormSyntax? Form(string path) => Settings.IsEmpty ? null : new(new(path, KeySpan), Settings, KeySpan);

    /// <summary>What of the entry a parameter does not say itself: its range, prose and value are taken over; null where nothing is left.</summary>
    public FormSyntax? FormOf(ParameterSyntax parameter)
    {
        bool hasRange = Min is not null && Max is not null;
        var left = Settings.Where(s => s.Name.Text switch
        {
            "min" or "max" => !hasRange,
            "description" => false,
            FormDefault.Key => s.Number is null || s.Number.Value != parameter.Default.Value,
            _ => true,
        }).ToImmutableArray();
        return left.IsEmpty ? null : new(new(parameter.Name.Text, KeySpan), left, KeySpan);
    }

    public RangeSyntax? Range(LiteralUnit unit) =>
        Min is not null && Max is not null && YamlExpressionReader.Literal(Min, unit) is { } from && YamlExpressionReader.Literal(Max, unit) is { } to
            ? new(from, to, Min.Span.Union(Max.Span))
            : null;

    public static YamlSchemaEntry Read(YamlEntry entry, DiagnosticBag diagnostics)
    {
        if (entry.Value is not YamlMapping mapping)
        {
            YamlFields.ReportWrong(diagnostics, entry, "a mapping");
            return new(entry.KeySpan, null, null, null, "", []);
        }

        var fields = new YamlFields(mapping, diagnostics, entry.KeySpan);
        string type = fields.Scalar("type", "a type")?.Value ?? "";
        var keys = (type == "" ? YamlKeys.Form.Absent : YamlKeys.Form.Find(type)) ?? YamlKeys.OtherForm;
        fields.Narrow(keys);
        bool isNumber = keys == YamlKeys.NumberForm;
        var min = Bound(fields, "min");
        var max = Bound(fields, "max");
        decimal? step = fields.Number("step");
        // The default of a list of sessions is a list: only numbers are looked at.
        var given = isNumber ? null : fields.Entry(FormDefault.Key);
        decimal? initial = isNumber ? fields.Number(FormDefault.Key) : null;
        string description = YamlText.OneLine(fields.Scalar("description", "a text"));
        fields.ReportUnknown();

        var settings = ImmutableArray.CreateBuilder<FormSettingSyntax>();
        Add("type", null, type);
        Add("min", min?.AsNumber(), "");
        Add("max", max?.AsNumber(), "");
        Add("step", step, "");
        if (given is null) Add(FormDefault.Key, initial, "");
        else if (FormDefault.Read(given.Value) is var (number, text)) settings.Add(new(new(FormDefault.Key, given.KeySpan), number, text, given.KeySpan));
        Add("description", null, description);
        return new(entry.KeySpan, min, max, initial, description, settings.ToImmutable());

        void Add(string name, decimal? number, string text)
        {
            var span = mapping.Find(name)?.KeySpan ?? entry.KeySpan;
            if (number is not null || text.Length > 0) settings.Add(new(new(name, span), number is { } value ? new(value, LiteralUnit.None, span) : null, text, span));
        }
    }

    private static YamlScalar? Bound(YamlFields fields, string key) =>
        fields.Number(key) is null ? null : fields.Mapping.Find(key)?.Value as YamlScalar;
}
