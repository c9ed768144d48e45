using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Market;

namespace QuantDsl.Language.Syntax;

/// <summary>The key <c>confirmations</c> as what the language says in its place: a named condition that every entry of the file also needs.</summary>
internal sealed class YamlConfirmations(YamlExpressionReader expressions, DiagnosticBag diagnostics, Timeframe? primary, bool hasBase)
{
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);

    /// <summary>The lets with one more for each confirmation, and the entries that read them.</summary>
    /// <param name="list">The value of the key.</param>
    /// <param name="parameters">Names of the parameters, which mean the same on every timeframe.</param>
    /// <param name="lets">What a condition may name.</param>
    /// <param name="enters">The entries of both sides.</param>
    /// <param name="others">Every other statement that may read a let.</param>
    public (List<StatementSyntax> Lets, List<StatementSyntax> Enters) Apply(YamlSequence list, IEnumerable<string> parameters,
        List<StatementSyntax> lets, List<StatementSyntax> enters, IEnumerable<StatementSyntax> others)
    {
        HashSet<string> scalars = [.. parameters];
        var values = lets.OfType<LetSyntax>().DistinctBy(l => l.Name.Text).ToDictionary(l => l.Name.Text, l => l.Value, StringComparer.Ordinal);
        HashSet<string> taken = new(scalars.Concat(values.Keys), StringComparer.OrdinalIgnoreCase);
        List<LetSyntax> confirmed = [];
        List<ExpressionSyntax> needed = [];
        foreach (var item in list.Items)
        {
            if (Read(item, values, scalars) is not var (condition, timeframe)) continue;
            // A number is the binder's to report, by what the author wrote.
            if (condition is NumberSyntax or OnSyntax or ArithmeticSyntax or NegateSyntax)
            {
                needed.Add(condition);
                continue;
            }

            string name = $"confirmed_{timeframe}";
            for (int i = 2; !taken.Add(name); i++) name = $"confirmed_{timeframe}_{i}";
            confirmed.Add(new(new(name, condition.Span), condition, condition.Span));
            needed.Add(new NameSyntax(name, condition.Span));
        }

        // Without a base the missing entry is the binder's to report.
        if (enters.Count == 0 && list.Items.Length > 0 && hasBase)
            diagnostics.Report(OldDocumentDiagnostics.NothingToConfirm, new(list.Span.Start, 1), [], "write `entry_conditions:` in this file, or the confirmation in the base");
        // What only confirmations read stands in them already: left where it is, it would be reported as read by nobody.
        var named = Names(lets.Concat(enters).Concat(others));
        lets.RemoveAll(s => s is LetSyntax let && _replaced.Contains(let.Name.Text) && !named.Contains(let.Name.Text));
        return ([.. lets, .. confirmed], [.. enters.Select(e => e is EnterSyntax enter && needed.Count > 0 ? Confirmed(enter, needed) : e)]);
    }

    private static HashSet<string> Names(IEnumerable<StatementSyntax> statements) =>
        [.. statements.SelectMany(SyntaxWalk.ExpressionsOf).SelectMany(SyntaxWalk.SelfAndDescendants).OfType<NameSyntax>().Select(n => n.Name)];

    private static EnterSyntax Confirmed(EnterSyntax enter, IEnumerable<ExpressionSyntax> needed)
    {
        IEnumerable<ExpressionSyntax> own = enter.Condition is AndSyntax and ? and.Operands : [enter.Condition];
        return enter with { Condition = new AndSyntax([.. own, .. needed], enter.Condition.Span) };
    }

    private (ExpressionSyntax Condition, Timeframe Timeframe)? Read(YamlNode item, IReadOnlyDictionary<string, ExpressionSyntax> named, IReadOnlySet<string> scalars)
    {
        if (item is not YamlMapping mapping)
        {
            diagnostics.Report(DocumentDiagnostics.WrongValue, item.Span, ["confirmations", "a list of `{timeframe, condition}`", item.Describe()],
                "write a confirmation such as `{timeframe: 1h, condition: close > open}`");
            return null;
        }

        var fields = new YamlFields(mapping, diagnostics, shape: YamlKeys.Confirmation);
        var on = fields.Required("timeframe");
        var written = fields.Required("condition");
        fields.ReportUnknown();
        var condition = written is null ? null : expressions.Read(written, "a condition");
        if (on is null || condition is null or MissingSyntax) return null;
        if (on.Value is not YamlScalar scalar || !Timeframe.TryParse(scalar.Value, out var timeframe))
        {
            YamlStrategyReader.ReportBadTimeframe(diagnostics, on);
            return null;
        }

        if (primary is { } own && !timeframe.IsMultipleOf(own))
        {
            diagnostics.Report(OldDocumentDiagnostics.ConfirmationTimeframe, scalar.Span, [timeframe, own], $"choose a multiple such as `{new Timeframe(3 * own.Milliseconds)}`",
                new CodeFix($"Change to `{new Timeframe(3 * own.Milliseconds)}`", scalar.Span, new Timeframe(3 * own.Milliseconds).ToString()));
            return null;
        }

        // On the primary timeframe there is nothing to translate.
        if (timeframe == primary) return (condition, timeframe);
        var reading = new TimeframeReading(timeframe, scalar.Span, named, scalars, diagnostics);
        var read = reading.Condition(condition);
        _replaced.UnionWith(reading.Replaced);
        return read is null ? null : (read, timeframe);
    }
}
