using QuantDsl.Diagnostics;
using QuantDsl.Documents;

namespace QuantDsl.Language.Syntax;

/// <summary>The key <c>regimes</c>, whose order decides: the first true one is the regime of a bar.</summary>
internal sealed class YamlRegimeReader(YamlExpressionReader expressions, YamlConditionReader conditions, YamlParameters parameters, YamlRiskReader risk, DiagnosticBag diagnostics)
{
    public List<StatementSyntax> Read(YamlMapping? mapping)
    {
        List<StatementSyntax> statements = [];
        foreach (var entry in mapping?.Entries ?? [])
        {
            if (expressions.Name(entry.Key, entry.KeySpan) is not { } name) continue;
            if (entry.Value is YamlMapping settings) AddWithSettings(statements, name, entry, settings);
            else Add(statements, name, entry, conditions.Conjunction(entry));
        }

        return statements;
    }

    private void Add(List<StatementSyntax> statements, Identifier name, YamlEntry entry, ExpressionSyntax? condition)
    {
        if (condition is null && entry.Value is YamlScalar { IsNull: true } or YamlSequence) YamlFields.ReportWrong(diagnostics, entry, "a condition");
        statements.Add(new RegimeSyntax(name, condition ?? new MissingSyntax(entry.KeySpan), name.Span.Union(entry.Value.Span)));
    }

    private void AddWithSettings(List<StatementSyntax> statements, Identifier name, YamlEntry entry, YamlMapping mapping)
    {
        var fields = new YamlFields(mapping, diagnostics, entry.KeySpan, YamlKeys.Regime);
        if (fields.Required("when") is { } when) Add(statements, name, when, conditions.Conjunction(when));
        else statements.Add(new RegimeSyntax(name, new MissingSyntax(entry.KeySpan), name.Span));
        var size = parameters.Value($"regimes.{name.Text}.size", fields.Entry("size"), null, LiteralUnit.Percent, entry.KeySpan);
        var stop = risk.Stop(fields.FieldsOf("stop_loss"), $"regimes.{name.Text}.stop_loss");
        fields.ReportUnknown();
        if (size is not null || stop is not null) statements.Add(new RegimeSettingsSyntax(name, size, stop, mapping.Span));
    }
}
