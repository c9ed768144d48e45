using QuantDsl.Diagnostics;
using QuantDsl.Documents;

namespace QuantDsl.Language.Syntax;

/// <summary>The key <c>position_management</c>: reversing, adding to a position and taking a part of it off.</summary>
internal sealed class YamlManagementReader(YamlParameters parameters)
{
    public List<StatementSyntax> Read(YamlFields? fields)
    {
        List<StatementSyntax> statements = [];
        if (fields is null) return statements;
        if (fields.Boolean("reverse") is { } reverse) statements.Add(new ReverseSyntax(reverse, fields.Mapping.Find("reverse")?.Value.Span ?? fields.Place));
        if (Feature(fields, "scale_in", YamlKeys.ScaleIn, ("at", LiteralUnit.Percent), ("times", LiteralUnit.None)) is var (step, times, scalePlace))
            statements.Add(new ScaleInSyntax(step, times, scalePlace));
        if (Feature(fields, "partial_exit", YamlKeys.PartialExit, ("share", LiteralUnit.Percent), ("at", LiteralUnit.Percent)) is var (share, distance, takePlace))
            statements.Add(new TakeSyntax(share, distance, takePlace));
        fields.ReportUnknown();
        return statements;
    }

    /// <summary>The two numbers of a feature; null where it is absent or off. What it would do is not looked at while it is off.</summary>
    private (ExpressionSyntax First, ExpressionSyntax Second, TextSpan Place)? Feature(YamlFields fields, string key, YamlShape shape,
        (string Key, LiteralUnit Unit) first, (string Key, LiteralUnit Unit) second)
    {
        string path = $"position_management.{key}";
        if (fields.FieldsOf(key) is not { } feature) return null;
        if (feature.Boolean("enabled") == false)
        {
            parameters.Excuse(path);
            return null;
        }

        feature.Narrow(shape);
        var (a, b) = (Number(first), Number(second));
        feature.ReportUnknown();
        return (a, b, feature.Place);

        ExpressionSyntax Number((string Key, LiteralUnit Unit) number) =>
            parameters.Value($"{path}.{number.Key}", feature.Required(number.Key), null, number.Unit, feature.Place) ?? new MissingSyntax(feature.Place);
    }
}
