using System.Collections.Immutable;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>Everything that says when to trade: rules, distances, time exit and reversal.</summary>
internal sealed class StatementBinder(BindingContext context, LetBinder lets, SettingCheck settings)
{
    private static readonly SettingRange Positive = new(0, double.PositiveInfinity) { EndsExcluded = true, Unit = LiteralUnit.Percent };

    /// <summary>A share of the whole would leave no position for the rest of the rules.</summary>
    private static readonly SettingRange PartOfAll = new(0, 1) { EndsExcluded = true, Unit = LiteralUnit.Percent };

    public DistanceBinder Distances { get; } = new(context, lets.Numbers, settings, lets);

    /// <summary>Several <c>enter long</c> are alternatives; null without one, or when one fails.</summary>
    public BoundCondition? Entries(StrategySyntax strategy, Side side, RegimeBinder regimes) =>
        Alternatives(strategy.OfKind<EnterSyntax>().Where(e => e.Side == side).Select(e => (e.Condition, regimes.Needed(e))), BindingPlace.Entry);

    public BoundCondition? Exits(StrategySyntax strategy, Side side)
    {
        var exits = strategy.OfKind<ExitSyntax>().Where(e => e.Side == side).ToArray();
        if (exits.Length > 0 && !context.MayHaveLostStatements && strategy.OfKind<EnterSyntax>().Any() && !strategy.OfKind<EnterSyntax>().Any(e => e.Side == side))
        {
            string word = side == Side.Long ? "long" : "short";
            context.Report(LintDiagnostics.ExitWithoutEntry, exits[0].Span, [word], $"remove it, or add an `enter {word}`", exits.Length == 1 ? context.Removal(exits[0].Span) : null);
        }

        return Alternatives(exits.Select(e => (e.Condition, (BoundInRegime?)null)), BindingPlace.Exit);
    }

    public BoundExpression? ExitAfter(StrategySyntax strategy) =>
        Single<ExitAfterSyntax>(strategy, "exit after") is { } after ? lets.Numbers.BindBars(after.Bars, "exit after", 1, BindingPlace.Entry) : null;

    public BoundStop? Stop(StrategySyntax strategy) => Single<StopSyntax>(strategy, "stop") is { } stop ? Distances.Stop(stop) : null;

    public BoundTarget? Target(StrategySyntax strategy, bool hasStop) =>
        Single<TargetSyntax>(strategy, "target") is { } target ? Distances.Target(target, context.MayHaveLostStatements || hasStop) : null;

    public BoundScaleIn? ScaleIn(StrategySyntax strategy)
    {
        if (Single<ScaleInSyntax>(strategy, "scale in") is not { } scale) return null;
        var step = Distances.Percent(scale.Step, "scale in", Positive);
        var times = lets.Numbers.BindCount(scale.Times, "the times of `scale in`", "scale in");
        return step is null || times is null ? null : new(step, times);
    }

    public BoundTake? Take(StrategySyntax strategy)
    {
        if (Single<TakeSyntax>(strategy, "take") is not { } take) return null;
        var share = Distances.Percent(take.Share, "take", PartOfAll);
        var distance = Distances.Percent(take.Distance, "take", Positive);
        return share is null || distance is null ? null : new(share, distance);
    }

    public bool Reverse(StrategySyntax strategy) => Single<ReverseSyntax>(strategy, "reverse")?.Value ?? false;

    /// <summary>The constraints, and into the domain: a setting they refuse is never checked or run.</summary>
    public ImmutableArray<BoundCondition> Constraints(StrategySyntax strategy, ScalarDomain domain)
    {
        var constraints = ImmutableArray.CreateBuilder<BoundCondition>();
        double[] defaults = [.. domain.Parameters.Select(p => p.Default)];
        foreach (var require in strategy.OfKind<RequireSyntax>())
        {
            if (lets.Conditions.Bind(require.Condition, BindingPlace.Require) is not { } condition
                || lets.IsTooComplex(condition, require.Condition)
                || !IsScalar(condition, require)) continue;
            constraints.Add(condition);
            domain.Require(condition);
            if (!new ConstraintEvaluator([condition]).Satisfied(defaults))
                context.Report(LintDiagnostics.DefaultsRefused, require.Condition.Span, [BindingContext.Quote(require.Condition)], "choose defaults that satisfy it");
        }

        return constraints.ToImmutable();
    }

    /// <summary>The first of a statement that stands once; the others are reported.</summary>
    public T? Single<T>(StrategySyntax strategy, string word) where T : StatementSyntax
    {
        T? first = null;
        foreach (var statement in strategy.OfKind<T>())
        {
            if (first is null) first = statement;
            else context.Report(BindingDiagnostics.DuplicateStatement, statement.Span, [word], "keep one", context.Removal(statement.Span), (first.Span, "first given here"));
        }

        return first;
    }

    /// <summary>A let of a condition is bound where it is defined, so what it reads is seen only here.</summary>
    private bool IsScalar(BoundCondition condition, RequireSyntax require)
    {
        bool scalar = BoundTree.AllExpressions(condition).All(e => e.IsScalar) && !LooksBack(condition);
        if (!scalar) context.Report(BindingDiagnostics.RequireReadsSeries, require.Condition.Span, [BindingContext.Quote(require.Condition)], "compare parameters with each other");
        return scalar;
    }

    private static bool LooksBack(BoundCondition condition) =>
        condition is BoundCross or BoundWithin or BoundTrend || BoundTree.Children(condition).Any(LooksBack);

    private BoundCondition? Alternatives(IEnumerable<(ExpressionSyntax Condition, BoundInRegime? Regime)> conditions, BindingPlace place)
    {
        var bound = ImmutableArray.CreateBuilder<BoundCondition>();
        foreach (var (syntax, regime) in conditions)
        {
            if (lets.Conditions.Bind(syntax, place) is not { } condition || lets.IsTooComplex(condition, syntax)) continue;
            if (regime is not null) bound.Add(new BoundAnd(condition is BoundAnd and ? and.Operands.Insert(0, regime) : [regime, condition]));
            else if (condition is BoundOr or) bound.AddRange(or.Operands);
            else bound.Add(condition);
        }

        return bound.Count switch
        {
            0 => null,
            1 => bound[0],
            _ => new BoundOr(bound.ToImmutable()),
        };
    }
}
