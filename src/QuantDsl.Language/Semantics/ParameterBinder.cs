using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>Parameters with their swept values; whether a rule reads them is decided later.</summary>
internal sealed class ParameterBinder(BindingContext context, IReadOnlyDictionary<string, double> held)
{
    public ImmutableArray<BoundParameter> Bind(IEnumerable<ParameterSyntax> parameters) => [.. parameters.Select(Bind)];

    private BoundParameter Bind(ParameterSyntax syntax)
    {
        bool unitsAgree = syntax.Sweep is null || Literals(syntax.Sweep).All(n => HasUnitOf(syntax, n));
        ImmutableArray<double> sweep = [];
        if (unitsAgree && syntax.Sweep is not null)
            sweep = new SweepValues(context, syntax.Name.Text).Of(syntax.Sweep);
        var bound = new BoundParameter(syntax.Name.Text, syntax.Default.ToDouble(), syntax.Default.Unit, sweep, syntax.Doc, IsLive: false, syntax.Name.Span);
        return syntax.Range is null ? bound : WithRange(bound, syntax, syntax.Range);
    }

    /// <summary>The numbers of a sweep that are values or distances of values; a count is neither.</summary>
    private static IEnumerable<NumberSyntax> Literals(SweepSyntax sweep) => sweep switch
    {
        ListSweepSyntax list => list.Values,
        StepSweepSyntax step => [step.From, step.To, step.Step],
        CountSweepSyntax count => [count.From, count.To],
        _ => [],
    };

    private bool HasUnitOf(ParameterSyntax parameter, NumberSyntax number)
    {
        if (number.Unit == parameter.Default.Unit) return true;
        string written = SyntaxPrinter.Print(number with { Unit = parameter.Default.Unit });
        context.Report(BindingDiagnostics.SweepUnit, number.Span,
            [SyntaxPrinter.Print(number), Describe(number.Unit), parameter.Name.Text, Describe(parameter.Default.Unit)],
            $"write `{written}`", new($"write `{written}`", number.Span, written), (parameter.Default.Span, "the default"));
        return false;
    }

    private BoundParameter WithRange(BoundParameter bound, ParameterSyntax syntax, RangeSyntax range)
    {
        if (!HasUnitOf(syntax, range.From) || !HasUnitOf(syntax, range.To)) return bound;
        double min = range.From.ToDouble(), max = range.To.ToDouble();
        if (min > max)
        {
            context.Report(BindingDiagnostics.SweepShape, range.Span, ["a range runs from its smaller end to its larger one"],
                $"write `{SyntaxPrinter.Print(range.To)}..{SyntaxPrinter.Print(range.From)}`", SweepValues.Turned(range.From, range.To, context));
            return bound;
        }

        string text = $"{SyntaxPrinter.Print(range.From)}..{SyntaxPrinter.Print(range.To)}";
        List<(double Value, TextSpan Span)> outside = [];
        if (!IsLegal(bound.Default)) outside.Add((bound.Default, syntax.Default.Span));
        if (held.TryGetValue(bound.Name, out double value) && !IsLegal(value)) outside.Add((value, syntax.Name.Span));
        for (int i = 0; i < bound.Sweep.Length; i++)
            if (!IsLegal(bound.Sweep[i])) outside.Add((bound.Sweep[i], syntax.Sweep is ListSweepSyntax list ? list.Values[i].Span : syntax.Sweep?.Span ?? syntax.Span));
        // Many values outside are one mistake, and it is in the range.
        if (outside.Count > 0) Outside(outside[0].Value, outside[0].Span, outside.Select(o => o.Value).Distinct().Count() - 1);
        return bound with { Range = (min, max) };

        bool IsLegal(double value) => value >= min && value <= max;
        void Outside(double value, TextSpan span, int others) => context.Report(BindingDiagnostics.OutsideDeclaredRange, span,
            [ParameterValue.Print(bound, value), text, bound.Name],
            others == 0 ? "change the value, or widen the range" : $"widen the range, or change this value and the {(others == 1 ? "other that lies" : $"{others} others that lie")} outside", secondary: (range.Span, "the declared range"));
    }

    private static string Describe(LiteralUnit unit) => UnitRules.Describe(unit == LiteralUnit.Percent ? SeriesUnit.Percent : SeriesUnit.Number);
}
