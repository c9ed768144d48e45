using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Indicators;
using QuantDsl.Market;

namespace QuantDsl.Language.Syntax;

/// <summary>The <c>indicators</c> of a YAML strategy as <c>let</c> statements.</summary>
internal sealed class YamlIndicatorReader(YamlExpressionReader expressions, YamlParameters parameters, DiagnosticBag diagnostics, IndicatorCatalog catalog, Timeframe? primary)
{
    public List<StatementSyntax> Read(YamlMapping? mapping)
    {
        List<StatementSyntax> lets = [];
        foreach (var entry in mapping?.Entries ?? [])
        {
            var name = expressions.Name(entry.Key, entry.KeySpan);
            var value = Value(entry);
            if (value is MissingSyntax) parameters.Excuse(entry.Key);
            if (name is not null) lets.Add(new LetSyntax(name, value, name.Span.Union(entry.Value.Span)));
        }

        return lets;
    }

    private ExpressionSyntax Value(YamlEntry entry)
    {
        if (entry.Value is not YamlMapping mapping)
        {
            YamlFields.ReportWrong(diagnostics, entry, "`{type, ...}` or `{expression}`",
                entry.Value is YamlScalar { IsNull: false } text ? $"write `{{ expression: {YamlText.Quoted(text.Value)} }}`" : null);
            return new MissingSyntax(entry.KeySpan);
        }

        var fields = new YamlFields(mapping, diagnostics, entry.KeySpan);
        var type = fields.Entry("type");
        var expression = fields.Entry("expression");
        var timeframe = fields.Entry("timeframe");
        ExpressionSyntax value;
        if (type is null == expression is null)
        {
            diagnostics.Report(YamlDiagnostics.OneOf, entry.KeySpan, [entry.Key, "`type`", "`expression`"], "give it a `type:` such as `RSI`");
            return new MissingSyntax(entry.KeySpan);
        }

        if (expression is not null)
        {
            value = expressions.Read(expression, "an expression");
            if (YamlKeys.Indicator.Absent is { } keys) fields.Narrow(keys);
            fields.ReportUnknown();
        }
        else if (type?.Value is YamlScalar { IsNull: false } typeName)
        {
            value = Call(entry.Key, typeName, fields);
        }
        else
        {
            if (type is not null) YamlFields.ReportWrong(diagnostics, type, "an indicator such as `RSI`");
            return new MissingSyntax(entry.KeySpan);
        }

        return timeframe is null ? value : On(value, timeframe);
    }

    private ExpressionSyntax Call(string name, YamlScalar type, YamlFields fields)
    {
        var function = new Identifier(type.Value, type.Span);
        if (catalog.Find(type.Value) is not { } definition)
        {
            // Its keys are as unknown as itself; the binder reports the name, as it does in text.
            parameters.Excuse(name);
            return type.Value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
                ? new CallSyntax(function, [], type.Span)
                : new MissingSyntax(expressions.Name(type.Value, type.Span)?.Span ?? type.Span);
        }

        if (YamlKeys.Indicator.Find(type.Value) is { } keys) fields.Narrow(keys);
        var arguments = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        for (int i = 0; i < definition.SourceCount; i++)
        {
            string key = YamlKeys.SourceKey(i);
            var source = i == 0 ? fields.Entry(key) : fields.Required(key);
            arguments.Add(source is not null ? expressions.Read(source, "a series such as `close`") : new NameSyntax("close", type.Span));
        }

        foreach (var parameter in definition.Parameters)
            arguments.Add(parameters.Value($"{name}.{parameter.Name}", fields.Entry(parameter.Name), (decimal)parameter.Default, LiteralUnit.None, type.Span)
                ?? new MissingSyntax(type.Span));
        fields.ReportUnknown();
        return new CallSyntax(function, arguments.ToImmutable(), type.Span);
    }

    private ExpressionSyntax On(ExpressionSyntax value, YamlEntry entry)
    {
        if (entry.Value is not YamlScalar scalar || !Timeframe.TryParse(scalar.Value, out var timeframe))
        {
            if (entry.Value is not YamlScalar { IsNull: true }) YamlStrategyReader.ReportBadTimeframe(diagnostics, entry);
            return value;
        }

        // The primary timeframe may be said; it is what is meant without it.
        return timeframe == primary ? value : new OnSyntax(value, timeframe, scalar.Span, value.Span);
    }
}
