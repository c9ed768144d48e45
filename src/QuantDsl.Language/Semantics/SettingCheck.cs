using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>Checks a scalar setting at the default and at every swept value, and shows the value that fails.</summary>
internal sealed class SettingCheck(BindingContext context, NameTable names, ScalarDomain domain)
{
    /// <summary>Settings count bars with 32-bit integers; no file holds more.</summary>
    public const double MostBars = 1_000_000;

    private const int LongestList = 12;

    /// <summary>True when every value is whole.</summary>
    /// <param name="what">How a message names the setting: <c>`period` of `EMA`</c>.</param>
    public bool IsWhole(BoundExpression scalar, ExpressionSyntax syntax, string what) =>
        Holds(scalar, syntax, IsWhole, (span, value, found, secondary) =>
            context.Report(BindingDiagnostics.WholeNumberNeeded, span, [what, found], WholeAdvice(scalar, value),
                syntax is NumberSyntax number && double.IsFinite(value) ? ExpressionBinder.ReplacementBy(number with { Value = decimal.Parse(Rounded(value), NumberStyles.Float, CultureInfo.InvariantCulture) }) : null, secondary));

    /// <summary>True when every value lies in the range.</summary>
    public bool IsWithin(BoundExpression scalar, ExpressionSyntax syntax, string what, SettingRange range) =>
        Holds(scalar, syntax, range.Contains, (span, value, found, secondary) =>
            context.Report(BindingDiagnostics.OutOfRange, span, [what, range, found], range.Advice(value),
                syntax is NumberSyntax { Unit: LiteralUnit.None } number && range.Nearest(value) is { } legal ? ExpressionBinder.ReplacementBy(number with { Value = legal }) : null, secondary));

    /// <summary>True for a number that was written and lies in the range; nothing is reported.</summary>
    public bool IsFixedWithin(BoundExpression scalar, SettingRange range, bool isWhole) =>
        domain.IsFixed(scalar, out double value) && range.Contains(value) && (!isWhole || IsWhole(value));

    /// <summary>True when every value is a whole number of bars of at least <paramref name="least"/>.</summary>
    public bool IsBars(BoundExpression scalar, ExpressionSyntax syntax, string what, int least) =>
        IsWhole(scalar, syntax, what)
        && IsWithin(scalar, syntax, what, new(least, MostBars));

    /// <summary>The first value that is negative, or null: an index into the future.</summary>
    public double? FirstNegative(BoundExpression scalar)
    {
        foreach (double value in domain.ValuesOf(scalar))
            if (value < 0) return value;
        return null;
    }

    private static bool IsWhole(double value) => value == Math.Truncate(value) && double.IsFinite(value);

    private bool Holds(BoundExpression scalar, ExpressionSyntax syntax, Func<double, bool> legal,
        Action<TextSpan, double, string, (TextSpan, string)?> report)
    {
        if (domain.IsFixed(scalar, out double value) && legal(value)) return true;
        foreach (var (values, parameters) in domain.Settings([scalar]))
        {
            if (legal(values[0])) continue;
            Show(scalar, syntax, values[0], parameters, report);
            return false;
        }

        return true;
    }

    private void Show(BoundExpression scalar, ExpressionSyntax syntax, double value, double[] parameters,
        Action<TextSpan, double, string, (TextSpan, string)?> report)
    {
        string written = ParameterValue.Print(value, scalar.Unit.Kind == UnitKind.Percent ? LiteralUnit.Percent : LiteralUnit.None);
        if (scalar is BoundParameterValue parameter)
        {
            var span = PlaceOf(names.Parameters[parameter.Index], domain.Parameters[parameter.Index], value);
            report(span, value, $"`{parameter.Name}` is {written}", (syntax.Span, "used here"));
            return;
        }

        var settings = ScalarDomain.ParametersOf([scalar]).Order()
            .Select(i => $"`{domain.Parameters[i].Name}` = {ParameterValue.Print(domain.Parameters[i], parameters[i])}").ToArray();
        report(syntax.Span, value, settings.Length == 0
            ? $"it is {written}"
            : $"`{BindingContext.Quote(syntax)}` is {written} at {string.Join(", ", settings)}", null);
    }

    /// <summary>The literal that gives a parameter one of its values, or its whole sweep when it is stepped.</summary>
    private static TextSpan PlaceOf(ParameterSyntax syntax, BoundParameter bound, double value)
    {
        if (bound.Default == value || syntax.Sweep is null) return syntax.Default.Span;
        int index = bound.Sweep.IndexOf(value);
        return syntax.Sweep is ListSweepSyntax list && index >= 0 ? list.Values[index].Span : syntax.Sweep.Span;
    }

    /// <summary>For a parameter whose steps fall between whole numbers, the whole list; otherwise the nearest whole number.</summary>
    private string WholeAdvice(BoundExpression scalar, double value)
    {
        if (scalar is BoundParameterValue { Index: var index } && names.Parameters[index].Sweep is StepSweepSyntax or CountSweepSyntax
            && domain.Parameters[index].Default != value)
        {
            var whole = domain.Parameters[index].Sweep.Select(v => Rounded(v)).Distinct().Take(LongestList + 1).ToArray();
            if (whole.Length <= LongestList) return $"write the values out: `in [{string.Join(", ", whole)}]`";
        }

        return double.IsFinite(value) ? $"use a whole number such as `{Rounded(value)}`" : "use a whole number";
    }

    private static string Rounded(double value) => ParameterValue.Print(Math.Round(value, MidpointRounding.AwayFromZero), LiteralUnit.None);
}
