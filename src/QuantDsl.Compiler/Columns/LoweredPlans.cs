using System.Collections.Immutable;
using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>What of a strategy is not a rule, as slots and columns: stop, target, time exit, scaling, and what regimes have of their own.</summary>
internal sealed class LoweredPlans
{
    private readonly StopSlots? _stop;
    private readonly (TargetRule Rule, int Amount, ColumnRequest? Series, bool FromSignal)? _target;
    private readonly int? _exitAfter;
    private readonly (int Step, int Times)? _scale;
    private readonly (int Share, int Distance)? _take;
    private readonly ImmutableArray<StopSlots?> _regimeStops;
    private readonly ImmutableArray<int?> _regimeSizes;

    public LoweredPlans(BoundStrategy strategy, StrategyLowering lowering)
    {
        var slots = lowering.Slots;
        _stop = Of(strategy.Stop);
        if (strategy.Target is { } target) _target = (RuleOf(target.Kind), slots.Of(target.Amount), SeriesOf(target.Series), target.FromSignal);
        if (strategy.ExitAfterBars is { } bars) _exitAfter = slots.Of(bars);
        if (strategy.ScaleIn is { } scale) _scale = (slots.Of(scale.Step), slots.Of(scale.Times));
        if (strategy.Take is { } take) _take = (slots.Of(take.Share), slots.Of(take.Distance));
        _regimeStops = [.. strategy.Regimes.Select(r => Of(r.Stop))];
        _regimeSizes = [.. strategy.Regimes.Select(r => r.Size is { } size ? slots.Of(size) : (int?)null)];

        StopSlots? Of(BoundStop? stop) => stop is null ? null : new(RuleOf(stop.Kind), slots.Of(stop.Amount), SeriesOf(stop.Series), stop.FromSignal);

        ColumnRequest? SeriesOf(BoundExpression? series) => series is null ? null : lowering.Column(series);
    }

    public StopPlan Stop(Evaluation evaluation) => _stop?.Plan(evaluation) ?? default;

    public TargetPlan Target(Evaluation evaluation) => _target is { } target
        ? new(target.Rule, evaluation.Scalar(target.Amount), target.Series is null ? null : evaluation.ColumnOf(target.Series).Values, target.FromSignal)
        : default;

    public int ExitAfterBars(Evaluation evaluation) => _exitAfter is { } bars ? NumberOfBars.Of(evaluation.Scalar(bars)) : 0;

    public ScalePlan Scale(Evaluation evaluation) => _scale is { } scale ? new(evaluation.Scalar(scale.Step), NumberOfBars.Of(evaluation.Scalar(scale.Times))) : default;

    public TakePlan Take(Evaluation evaluation) => _take is { } take ? new(evaluation.Scalar(take.Share), evaluation.Scalar(take.Distance)) : default;

    /// <summary>The stop of a regime, or null where it is as usual.</summary>
    public StopPlan? StopIn(int regime, Evaluation evaluation) => _regimeStops[regime]?.Plan(evaluation);

    /// <summary>The size of a regime, 1 where it is as usual.</summary>
    public double SizeIn(int regime, Evaluation evaluation) => _regimeSizes[regime] is { } size ? evaluation.Scalar(size) : 1;

    private static StopRule RuleOf(StopKind kind) => kind switch
    {
        StopKind.FixedPercent => StopRule.FixedFraction,
        StopKind.AtrFixed => StopRule.SeriesFixed,
        StopKind.AtrTrailing => StopRule.SeriesTrailing,
        _ => StopRule.FractionTrailing,
    };

    private static TargetRule RuleOf(TargetKind kind) => kind switch
    {
        TargetKind.FixedPercent => TargetRule.FixedFraction,
        TargetKind.AtrFixed => TargetRule.SeriesFixed,
        _ => TargetRule.RiskReward,
    };

    private sealed record StopSlots(StopRule Rule, int Amount, ColumnRequest? Series, bool FromSignal)
    {
        public StopPlan Plan(Evaluation evaluation) => new(Rule, evaluation.Scalar(Amount), Series is null ? null : evaluation.ColumnOf(Series).Values, FromSignal);
    }
}
