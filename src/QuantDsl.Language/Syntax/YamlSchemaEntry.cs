using QuantDsl.Diagnostics;
using QuantDsl.Documents;

namespace QuantDsl.Language.Syntax;

/// <summary>One field of <c>parameters_schema</c>: the legal range and the prose of a value, for forms.</summary>
internal sealed record YamlSchemaEntry(TextSpan KeySpan, YamlScalar? Min, YamlScalar? Max, decimal? Default, string Description)
{
    /// <summary>True when there is a range or prose to keep.</summary>
    public bool SaysSomething => Description.Length > 0 || (Min is not null && Max is not null);

    public RangeSyntax? Range(LiteralUnit unit) =>
        Min is not null && Max is not null && YamlExpressionReader.Literal(Min, unit) is { } from && YamlExpressionReader.Literal(Max, unit) is { } to
            ? new(from, to, Min.Span.Union(Max.Span))
            : null;

    public static YamlSchemaEntry Read(YamlEntry entry, DiagnosticBag diagnostics)
    {
        if (entry.Value is not YamlMapping mapping)
        {
            YamlFields.ReportWrong(diagnostics, entry, "a mapping");
            return new(entry.KeySpan, null, null, null, "");
        }

        var fields = new YamlFields(mapping, diagnostics, entry.KeySpan);
        string type = fields.Scalar("type", "a type")?.Value ?? "";
        var keys = (type == "" ? YamlKeys.Form.Absent : YamlKeys.Form.Find(type)) ?? YamlKeys.OtherForm;
        fields.Narrow(keys);
        bool isNumber = keys == YamlKeys.NumberForm;
        var min = Bound(fields, "min");
        var max = Bound(fields, "max");
        fields.Number("step");
        // The default of a list of sessions is a list: only numbers are looked at.
        if (!isNumber) fields.Entry("default");
        decimal? initial = isNumber ? fields.Number("default") : null;
        string description = YamlText.OneLine(fields.Scalar("description", "a text"));
        fields.ReportUnknown();
        return new(entry.KeySpan, min, max, initial, description);
    }

    private static YamlScalar? Bound(YamlFields fields, string key) =>
        fields.Number(key) is null ? null : fields.Mapping.Find(key)?.Value as YamlScalar;
}
