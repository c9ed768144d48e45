using QuantDsl.Diagnostics;
using QuantDsl.Documents;

namespace QuantDsl.Language.Syntax;

/// <summary>The keys <c>stop_loss</c> and <c>take_profit</c>.</summary>
internal sealed class YamlRiskReader(YamlExpressionReader expressions, YamlParameters parameters, DiagnosticBag diagnostics)
{
    /// <param name="fields">The keys of the section; null where it is absent.</param>
    /// <param name="path">Of the section, as a sweep names it.</param>
    public StopSyntax? Stop(YamlFields? fields, string path = "stop_loss") =>
        Section(path, fields, YamlKeys.Stop) is var (distance, fromSignal) ? new(distance, fromSignal, distance.Span) : null;

    public TargetSyntax? Target(YamlFields? fields) =>
        Section("take_profit", fields, YamlKeys.Target) is var (distance, fromSignal) ? new(distance, fromSignal, distance.Span) : null;

    private (ExpressionSyntax Distance, bool FromSignal)? Section(string section, YamlFields? fields, YamlVariants keys)
    {
        if (fields is null) return null;
        var read = Read(section, fields, keys);
        if (read is null) parameters.Excuse(section);
        return read;
    }

    private (ExpressionSyntax Distance, bool FromSignal)? Read(string section, YamlFields fields, YamlVariants keys)
    {
        string[] types = [.. keys.Cases.Select(c => c.Words[0])];
        var typeEntry = fields.Entry("type");
        var expression = fields.Entry("expression");
        bool fromSignal = FromSignal(fields.Entry("measured_from"));
        if (typeEntry is null == expression is null)
        {
            diagnostics.Report(YamlDiagnostics.OneOf, fields.Place, [section, "`type`", "`expression`"],
                $"give it a `type:`: {List(types)}");
            return null;
        }

        if (expression is not null)
        {
            var read = expressions.Read(expression, "an expression");
            if (keys.Absent is { } shape) fields.Narrow(shape);
            fields.ReportUnknown();
            return (read, fromSignal);
        }

        if (typeEntry?.Value is not YamlScalar { IsNull: false } type)
        {
            if (typeEntry is not null) YamlFields.ReportWrong(diagnostics, typeEntry, List(types));
            return null;
        }

        if (keys.Find(type.Value) is not { } known)
        {
            // The binder knows the kinds, and says what was meant; the keys are those of the kind that was meant.
            parameters.Excuse(section);
            return (new CallSyntax(new(type.Value, type.Span), [], type.Span), fromSignal);
        }

        fields.Narrow(known);
        var distance = Distance(section, type, fields);
        fields.ReportUnknown();
        return (distance, fromSignal);
    }

    private ExpressionSyntax Distance(string section, YamlScalar type, YamlFields fields)
    {
        var function = new Identifier(type.Value, type.Span);
        switch (type.Value)
        {
            case "fixed_pct":
                return Number("percent", LiteralUnit.Percent);
            case "pct_trailing":
                return new CallSyntax(function, [Number("percent", LiteralUnit.Percent)], type.Span);
            case "risk_reward":
                return new CallSyntax(function, [Number("ratio", LiteralUnit.None)], type.Span);
            default:
                var indicator = fields.Required("indicator") is { } entry ? expressions.Read(entry, "an indicator") : new MissingSyntax(type.Span);
                return new CallSyntax(function, [indicator, Number("atr_multiplier", LiteralUnit.None)], type.Span);
        }

        ExpressionSyntax Number(string key, LiteralUnit unit) =>
            parameters.Value($"{section}.{key}", fields.Required(key), null, unit, type.Span) ?? new MissingSyntax(type.Span);
    }

    private bool FromSignal(YamlEntry? entry)
    {
        if (entry is null) return false;
        string text = entry.Value is YamlScalar scalar ? scalar.Value : "";
        if (text is not ("fill" or "signal")) YamlFields.ReportWrong(diagnostics, entry, "`fill` or `signal`");
        return text == "signal";
    }

    private static string List(string[] words) => $"{string.Join(", ", words[..^1].Select(w => $"`{w}`"))} or `{words[^1]}`";
}
