using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>The distances of stops and targets (RULES X3): a percent, or one of the named kinds.</summary>
internal sealed class DistanceBinder(BindingContext context, ExpressionBinder numbers, SettingCheck settings, LetBinder lets)
{
    private static readonly ImmutableArray<Kind> Kinds =
    [
        new("fixed_pct", StopKind.FixedPercent, TargetKind.FixedPercent),
        new("atr_fixed", StopKind.AtrFixed, TargetKind.AtrFixed),
        new("atr_trailing", StopKind.AtrTrailing, null),
        new("pct_trailing", StopKind.PercentTrailing, null),
        new("risk_reward", null, TargetKind.RiskReward),
    ];

    /// <summary>Every kind by name, and whether a stop and a target may be of it.</summary>
    public static IEnumerable<(string Name, bool IsStop, bool IsTarget)> Known => Kinds.Select(k => (k.Name, k.Stop is not null, k.Target is not null));

    /// <summary>Whether a called name is a kind of stop or target.</summary>
    public static bool IsKind(string name) => Kinds.Any(k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public BoundStop? Stop(StopSyntax syntax)
    {
        if (Find(syntax.Distance, "stop", k => k.Stop is not null) is not { } kind) return null;
        return Bind(syntax.Distance, kind, "stop") is { } distance && kind.Stop is { } stop
            ? new(stop, distance.Series, distance.Amount, syntax.FromSignal) : null;
    }

    public BoundTarget? Target(TargetSyntax syntax, bool hasStop)
    {
        if (Find(syntax.Distance, "target", k => k.Target is not null) is not { } kind) return null;
        var distance = Bind(syntax.Distance, kind, "target");
        if (kind.Target == TargetKind.RiskReward && !hasStop)
        {
            context.Report(BindingDiagnostics.RiskRewardNeedsStop, syntax.Distance.Span, [], "add a `stop`, such as `stop 2%`", context.Insertion(syntax.Span, "stop 2%"));
            return null;
        }

        return distance is { } bound && kind.Target is { } target ? new(target, bound.Series, bound.Amount, syntax.FromSignal) : null;
    }

    /// <summary>The kind a call names; a distance without a name is a fixed percent.</summary>
    private Kind? Find(ExpressionSyntax distance, string statement, Func<Kind, bool> fits)
    {
        if (distance is not CallSyntax call) return Kinds[0];
        string name = call.Function.Text;
        var kind = Kinds.FirstOrDefault(k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (kind is not null && fits(kind)) return kind;
        if (context.Catalog.Find(name) is not null && numbers.Bind(call, BindingPlace.Entry) is { } value)
        {
            NeedsPercent(distance, value, statement);
            return null;
        }

        string? nearest = NearestName.Of(name, Kinds.Where(fits).Select(k => k.Name));
        string known = string.Join(", ", Kinds.Where(fits).Select(k => $"`{k.Name}`"));
        if (context.Catalog.Find(name) is null)
        {
            context.Report(BindingDiagnostics.UnknownDistance, call.Function.Span, [name, statement],
                nearest is null ? $"use a percent, or one of {known}" : $"did you mean `{nearest}`?",
                nearest is null ? null : new($"change to `{nearest}`", call.Function.Span, nearest));
        }

        return null;
    }

    private (BoundExpression? Series, BoundExpression Amount)? Bind(ExpressionSyntax syntax, Kind kind, string statement)
    {
        if (syntax is not CallSyntax call) return Percent(syntax, statement, statement) is { } percent ? (null, percent) : null;
        bool takesSeries = kind.Name.StartsWith("atr", StringComparison.Ordinal);
        if (call.Arguments.Length != (takesSeries ? 2 : 1))
        {
            numbers.WrongCount(call, takesSeries ? "a series and a multiple" : kind.Target == TargetKind.RiskReward ? "1 multiple" : "1 percent", takesSeries ? 2 : 1);
            return null;
        }

        if (!takesSeries)
        {
            var amount = kind.Target == TargetKind.RiskReward ? Multiple(call.Arguments[0], kind.Name) : Percent(call.Arguments[0], kind.Name, statement);
            return amount is null ? null : (null, amount);
        }

        if (IsSwapped(call, kind.Name)) return null;
        var series = Series(call, kind.Name);
        var multiple = Multiple(call.Arguments[1], kind.Name);
        return series is null || multiple is null ? null : (series, multiple);
    }

    /// <summary><c>atr_fixed(2, atr)</c> is one slip, not two.</summary>
    private bool IsSwapped(CallSyntax call, string kind)
    {
        if (call.Arguments[0] is not NumberSyntax first) return false;
        if (numbers.Bind(call.Arguments[1], BindingPlace.Entry) is not { IsScalar: false }) return false;
        string help = $"write `{kind}({BindingContext.Quote(call.Arguments[1])}, {BindingContext.Quote(first)})`";
        context.Report(BindingDiagnostics.SeriesNeeded, first.Span, [kind, BindingContext.Quote(first)], help);
        return true;
    }

    private BoundExpression? Series(CallSyntax call, string kind)
    {
        var syntax = call.Arguments[0];
        if (numbers.BindSeries(syntax, kind, BindingPlace.Entry) is not { } series) return null;
        if (UnitRules.IsDistance(series)) return series;
        context.Report(BindingDiagnostics.UnitMismatch, syntax.Span,
            [kind, "a price distance", BindingContext.Quote(syntax), UnitRules.Describe(series.Unit)], "name a series such as `ATR(14)`", secondary: lets.PlaceOf(syntax, $"{UnitRules.Describe(series.Unit)}, defined here"));
        return null;
    }

    private BoundExpression? Multiple(ExpressionSyntax syntax, string kind)
    {
        string what = $"the multiple of `{kind}`";
        return numbers.BindScalar(syntax, what, BindingPlace.Entry) is { } multiple
            && numbers.HasNoUnit(multiple, syntax, kind)
            && settings.IsWithin(multiple, syntax, what, SettingRange.AnyPositive) ? multiple : null;
    }

    private BoundExpression? Percent(ExpressionSyntax syntax, string reader, string statement) =>
        // A long's stop 100 % below its entry is a price of 0: no market reaches it.
        Percent(syntax, reader, new SettingRange(0, statement == "stop" ? 1 : double.PositiveInfinity) { EndsExcluded = true, Unit = LiteralUnit.Percent });

    /// <summary>A percent that is the same at every bar: a literal or a parameter written in percent, or a multiple of one.</summary>
    public BoundExpression? Percent(ExpressionSyntax syntax, string reader, SettingRange legal)
    {
        if (syntax is not NameSyntax && lets.IsCondition(syntax))
        {
            numbers.Bind(syntax, BindingPlace.Entry);
            return null;
        }

        if (numbers.Bind(syntax, BindingPlace.Entry) is not { } amount) return null;
        if (amount.Unit.Kind != UnitKind.Percent || !amount.IsScalar)
        {
            NeedsPercent(syntax, amount, reader);
            return null;
        }

        string what = $"the percent of `{reader}`";
        return settings.IsWithin(amount, syntax, what, legal) ? amount : null;
    }

    private void NeedsPercent(ExpressionSyntax syntax, BoundExpression amount, string reader)
    {
        string quoted = BindingContext.Quote(syntax);
        string? replacement = syntax is NumberSyntax number ? SyntaxPrinter.Print(number with { Unit = LiteralUnit.Percent }) : null;
        string? help = replacement is not null ? $"write `{replacement}`"
            : amount is BoundParameterValue parameter ? $"write the values of `{parameter.Name}` in percent, as in `2%`"
            : !amount.IsScalar && UnitRules.IsDistance(amount) ? AtrForm(syntax, amount)
            : "write a percent such as `2%`";
        context.Report(BindingDiagnostics.UnitMismatch, syntax.Span, [reader, "a percent", quoted, UnitRules.Describe(amount.Unit)], help,
            replacement is null ? null : new($"write `{replacement}`", syntax.Span, replacement), lets.PlaceOf(syntax, $"{UnitRules.Describe(amount.Unit)}, defined here"));
    }

    /// <summary><c>2 * atr</c> is how other languages say <c>atr_fixed(atr, 2)</c>.</summary>
    private static string AtrForm(ExpressionSyntax syntax, BoundExpression amount) => (syntax, amount) switch
    {
        (ArithmeticSyntax { Operator: ArithmeticOperator.Multiply } a, BoundArithmetic { Left.IsScalar: true }) =>
            $"write `atr_fixed({BindingContext.Quote(a.Right)}, {BindingContext.Quote(a.Left)})`",
        (ArithmeticSyntax { Operator: ArithmeticOperator.Multiply } a, BoundArithmetic { Right.IsScalar: true }) =>
            $"write `atr_fixed({BindingContext.Quote(a.Left)}, {BindingContext.Quote(a.Right)})`",
        _ => $"write `atr_fixed({BindingContext.Quote(syntax)}, 2)`",
    };

    private sealed record Kind(string Name, StopKind? Stop, TargetKind? Target);
}
