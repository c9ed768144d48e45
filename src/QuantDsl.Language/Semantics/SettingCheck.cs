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

    /// <summary>True when every value is whole.</summary>
    /// <param name="what">How a message names the setting: <c>`period` of `EMA`</c>.</param>
    public bool IsWhole(BoundExpression scalar, ExpressionSyntax syntax, string what) =>
        Holds(scalar, syntax, v => v == Math.Truncate(v) && double.IsFinite(v), (span, found, help, secondary) =>
            context.Report(BindingDiagnostics.WholeNumberNeeded, span, [what, found], help, secondary: secondary));

    /// <summary>True when every value satisfies a range the message describes by <paramref name="range"/>: <c>from 2 to 500</c>.</summary>
    public bool IsWithin(BoundExpression scalar, ExpressionSyntax syntax, string what, Func<double, bool> legal, string range) =>
        Holds(scalar, syntax, legal, (span, found, _, secondary) =>
            context.Report(BindingDiagnostics.OutOfRange, span, [what, range, found], secondary: secondary));

    /// <summary>True when every value is a whole number of bars of at least <paramref name="least"/>.</summary>
    public bool IsBars(BoundExpression scalar, ExpressionSyntax syntax, string what, int least) =>
        IsWhole(scalar, syntax, what)
        && IsWithin(scalar, syntax, what, v => v >= least && v <= MostBars, $"at least {least} and at most {(int)MostBars}");

    /// <summary>The first value that is negative, or null: an index into the future.</summary>
    public double? FirstNegative(BoundExpression scalar)
    {
        foreach (double value in domain.ValuesOf(scalar))
            if (value < 0) return value;
        return null;
    }

    private bool Holds(BoundExpression scalar, ExpressionSyntax syntax, Func<double, bool> legal,
        Action<TextSpan, string, string?, (TextSpan, string)?> report)
    {
        foreach (var (values, parameters) in domain.Settings([scalar]))
        {
            if (legal(values[0])) continue;
            Show(scalar, syntax, values[0], parameters, report);
            return false;
        }

        return true;
    }

    private void Show(BoundExpression scalar, ExpressionSyntax syntax, double value, double[] parameters,
        Action<TextSpan, string, string?, (TextSpan, string)?> report)
    {
        string written = ParameterValue.Print(value, scalar.Unit.Kind == UnitKind.Percent ? LiteralUnit.Percent : LiteralUnit.None);
        if (scalar is BoundParameterValue parameter)
        {
            var (span, help) = PlaceOf(names.Parameters[parameter.Index], domain.Parameters[parameter.Index], value);
            report(span, $"`{parameter.Name}` is {written}", help, (syntax.Span, "used here"));
            return;
        }

        var settings = ScalarDomain.ParametersOf([scalar]).Order()
            .Select(i => $"`{domain.Parameters[i].Name}` = {ParameterValue.Print(domain.Parameters[i], parameters[i])}").ToArray();
        report(syntax.Span, settings.Length == 0
            ? $"it is {written}"
            : $"`{BindingContext.Quote(syntax)}` is {written} at {string.Join(", ", settings)}", null, null);
    }

    /// <summary>The literal that gives a parameter one of its values, or its whole sweep when it is stepped.</summary>
    private static (TextSpan Span, string? Help) PlaceOf(ParameterSyntax syntax, BoundParameter bound, double value)
    {
        if (bound.Default == value || syntax.Sweep is null) return (syntax.Default.Span, null);
        int index = bound.Sweep.IndexOf(value);
        if (syntax.Sweep is ListSweepSyntax list && index >= 0) return (list.Values[index].Span, null);
        if (value == Math.Truncate(value)) return (syntax.Sweep.Span, null);
        var whole = bound.Sweep.Select(v => Math.Round(v, MidpointRounding.AwayFromZero).ToString("R", CultureInfo.InvariantCulture)).Distinct().Take(12);
        return (syntax.Sweep.Span, $"write the values out: `in [{string.Join(", ", whole)}]`");
    }
}
