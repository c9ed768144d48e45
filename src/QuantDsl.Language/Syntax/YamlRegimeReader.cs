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
            else statements.Add(Regime(name, entry));
        }

        return statements;
    }

    private void AddWithSettings(List<StatementSyntax> statements, Identifier name, YamlEntry entry, YamlMapping mapping)
    {
        var fields = new YamlFields(mapping, diagnostics, entry.KeySpan, YamlKeys.Regime);
        statements.Add(fields.Required("when") is { } when ? Regime(name, when) : new RegimeSyntax(name, new MissingSyntax(entry.KeySpan), name.Span));
        var size = parameters.Value($"regimes.{name.Text}.size", fields.Entry("size"), null, LiteralUnit.Percent, entry.KeySpan);
        var stop = risk.Stop(fields.FieldsOf("stop_loss"), $"regimes.{name.Text}.stop_loss");
        fields.ReportUnknown();
        if (size is not null || stop is not null) statements.Add(new RegimeSettingsSyntax(name, size, stop, mapping.Span));
    }

    private RegimeSyntax Regime(Identifier name, YamlEntry condition) =>
        new(name, conditions.Needed(condition) ?? new MissingSyntax(condition.KeySpan), name.Span.Union(condition.Value.Span));
}
