using QuantDsl.Diagnostics;
using QuantDsl.Documents;

namespace QuantDsl.Language.Syntax;

/// <summary>Conditions as YAML holds them: one text, a list that must all hold, or alternatives.</summary>
internal sealed class YamlConditionReader(YamlExpressionReader expressions, DiagnosticBag diagnostics)
{
    /// <summary>A condition, a list of conditions that must all hold, or <c>any:</c> with a list of either.</summary>
    public IEnumerable<ExpressionSyntax> Alternatives(YamlEntry? entry) => entry?.Value is YamlMapping mapping
        ? AnyOf(mapping, entry, YamlKeys.Any).Select(Conjunction).OfType<ExpressionSyntax>()
        : One(entry);

    /// <summary>The same for an entry, each alternative of which may need a regime: <c>{in: trending, when: [...]}</c>.</summary>
    public IEnumerable<(Identifier? Regime, ExpressionSyntax Condition)> Entries(YamlEntry? entry) => entry?.Value switch
    {
        YamlMapping mapping when mapping.Find("in") is not null || mapping.Find("when") is not null => InRegime(mapping, entry),
        YamlMapping mapping => AnyOf(mapping, entry, YamlKeys.AnyEntry)
            .SelectMany(item => item.Value is YamlMapping inner ? InRegime(inner, item) : One(item).Select(c => ((Identifier?)null, c))),
        _ => One(entry).Select(c => ((Identifier?)null, c)),
    };

    /// <summary>One condition or the conjunction of a list; null where there is none. A list keeps no trace of how it is split.</summary>
    public ExpressionSyntax? Conjunction(YamlEntry? entry)
    {
        if (entry?.Value is YamlScalar { IsNull: false } single) return expressions.Read(single);
        var conditions = List(entry);
        return conditions.Count switch
        {
            0 => null,
            1 => conditions[0],
            _ => new AndSyntax([.. conditions.SelectMany(c => c is AndSyntax and ? and.Operands.AsEnumerable() : [c])],
                conditions[0].Span.Union(conditions[^1].Span)),
        };
    }

    /// <summary>The same where there must be one; null after a report.</summary>
    public ExpressionSyntax? Needed(YamlEntry entry)
    {
        var condition = Conjunction(entry);
        if (condition is null && entry.Value is YamlScalar { IsNull: true } or YamlSequence { Items.IsEmpty: true }) YamlFields.ReportWrong(diagnostics, entry, "a condition");
        return condition;
    }

    /// <summary>A list of conditions; empty where there is none.</summary>
    public List<ExpressionSyntax> List(YamlEntry? entry)
    {
        List<ExpressionSyntax> conditions = [];
        if (entry is null or { Value: YamlScalar { IsNull: true } }) return conditions;
        if (entry.Value is not YamlSequence list)
        {
            YamlFields.ReportWrong(diagnostics, entry, "a list of conditions");
            return conditions;
        }

        foreach (var item in list.Items)
            conditions.Add(expressions.Read(entry with { Value = item }, "conditions", "write each as one text, such as `rsi < 30`"));
        return conditions;
    }

    private IEnumerable<ExpressionSyntax> One(YamlEntry? entry) => Conjunction(entry) is { } condition ? [condition] : [];

    private IEnumerable<(Identifier? Regime, ExpressionSyntax Condition)> InRegime(YamlMapping mapping, YamlEntry owner)
    {
        var fields = new YamlFields(mapping, diagnostics, owner.KeySpan, YamlKeys.InRegime);
        var name = fields.Required("in");
        var condition = fields.Required("when") is { } when ? Needed(when) : null;
        fields.ReportUnknown();
        if (condition is null) return [];
        if (name is null) return [(null, condition)];
        if (name.Value is YamlScalar { IsNull: false } text) return [(expressions.Name(text.Value, text.Span), condition)];
        YamlFields.ReportWrong(diagnostics, name, "the name of a regime");
        return [(null, condition)];
    }

    private List<YamlEntry> AnyOf(YamlMapping mapping, YamlEntry owner, YamlShape shape)
    {
        var fields = new YamlFields(mapping, diagnostics, owner.KeySpan, shape);
        var any = fields.Required("any");
        fields.ReportUnknown();
        if (any is null) return [];
        if (any.Value is YamlSequence list) return [.. list.Items.Select(item => any with { Value = item })];
        YamlFields.ReportWrong(diagnostics, any, "a list of conditions");
        return [];
    }
}
