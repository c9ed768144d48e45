using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>A parameter with its value, the values it is swept over, and whether any rule depends on it.</summary>
/// <param name="Default">As used inside: 0.03 for <c>3%</c>.</param>
/// <param name="Unit">How the author writes it, for <c>--set</c>, tables and print.</param>
/// <param name="Sweep">Declared order, ends included; empty when it is not swept. Repeats stay (they count as declared).</param>
/// <param name="IsLive">False when no rule, stop, target or exit depends on it: its axis is not run.</param>
public sealed record BoundParameter(string Name, double Default, LiteralUnit Unit, ImmutableArray<double> Sweep,
    string Doc, bool IsLive, TextSpan Span)
{
    /// <summary>The legal values the author declared by <c>range</c>, both ends included; null when none are declared.</summary>
    public (double Min, double Max)? Range { get; init; }
}

/// <summary>A named series or scalar.</summary>
public sealed record BoundLet(string Name, BoundExpression Value);

public enum StopKind
{
    FixedPercent,
    AtrFixed,
    AtrTrailing,
    PercentTrailing,
}

/// <summary>The stop: a scalar percent, or a scalar multiple of a series (null for percent kinds).</summary>
public sealed record BoundStop(StopKind Kind, BoundExpression? Series, BoundExpression Amount, bool FromSignal);

public enum TargetKind
{
    FixedPercent,
    AtrFixed,
    RiskReward,
}

/// <summary>The target: a scalar percent, a scalar multiple of a series, or a multiple of the initial stop distance.</summary>
public sealed record BoundTarget(TargetKind Kind, BoundExpression? Series, BoundExpression Amount, bool FromSignal);

/// <summary>One regime and what is otherwise for positions entered in it.</summary>
/// <param name="Size">A factor of the usual size; scalar, null where it is as usual.</param>
/// <param name="Stop">Null where it is as usual.</param>
public sealed record BoundRegime(string Name, BoundCondition Condition, BoundExpression? Size, BoundStop? Stop);

/// <summary><c>scale in at +1% up to 3 times</c>; both scalar.</summary>
public sealed record BoundScaleIn(BoundExpression Step, BoundExpression Times);

/// <summary><c>take 50% at 2%</c>; both scalar.</summary>
public sealed record BoundTake(BoundExpression Share, BoundExpression Distance);

/// <summary>A strategy whose every name, unit and range is resolved: what the compiler and the sweep read.</summary>
public sealed record BoundStrategy
{
    public required string Name { get; init; }

    public required int Version { get; init; }

    public required string Description { get; init; }

    public required Timeframe Timeframe { get; init; }

    /// <summary>The symbols the file declares, the traded one first; empty where it declares none and trades whatever it is run on.</summary>
    public ImmutableArray<string> Symbols { get; init; } = [];

    /// <summary>In declared order; combination vectors have one value per entry.</summary>
    public required ImmutableArray<BoundParameter> Parameters { get; init; }

    /// <summary>Only those a rule reads, each after the ones it reads.</summary>
    public required ImmutableArray<BoundLet> Lets { get; init; }

    /// <summary>Null when the side is never entered; alternatives are joined by <see cref="BoundOr"/>.</summary>
    public BoundCondition? EnterLong { get; init; }

    public BoundCondition? EnterShort { get; init; }

    public BoundCondition? ExitLong { get; init; }

    public BoundCondition? ExitShort { get; init; }

    /// <summary>Scalar; null without <c>exit after</c>.</summary>
    public BoundExpression? ExitAfterBars { get; init; }

    public BoundStop? Stop { get; init; }

    public BoundTarget? Target { get; init; }

    public bool Reverse { get; init; }

    /// <summary>In file order: the first true one is the regime of a bar, and an undefined condition is false.</summary>
    public ImmutableArray<BoundRegime> Regimes { get; init; } = [];

    public BoundScaleIn? ScaleIn { get; init; }

    public BoundTake? Take { get; init; }

    /// <summary>True when no position can be opened without a stop, the strategy's or its regime's.</summary>
    public bool EveryEntryHasAStop { get; init; }

    public required TimeFilters Filters { get; init; }

    /// <summary>The <c>require</c> conditions, over parameters only.</summary>
    public required ImmutableArray<BoundCondition> Constraints { get; init; }

    /// <summary>Higher timeframes any rule reads, ascending.</summary>
    public required ImmutableArray<Timeframe> HigherTimeframes { get; init; }

    /// <summary>The strategy is warm at the first primary close where all of these hold, at the slowest swept setting (RULES L9).</summary>
    public required ImmutableArray<BarRequirement> Warmup { get; init; }
}
