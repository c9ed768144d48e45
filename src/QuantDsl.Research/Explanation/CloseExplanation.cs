using System.Collections.Immutable;
using QuantDsl.Compiler.Columns;
using QuantDsl.Market;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Research.Explanation;

/// <summary>Everything that made one close of a run what it was.</summary>
public sealed record CloseExplanation
{
    public required RunDescription Description { get; init; }

    public required RunParameters Parameters { get; init; }

    /// <summary>The instant that was asked about.</summary>
    public required long AskedUtcMs { get; init; }

    /// <summary>0-based from the first bar read; the last that had closed at <see cref="AskedUtcMs"/>.</summary>
    public required int Bar { get; init; }

    /// <summary>Of <see cref="Bar"/>.</summary>
    public required long CloseUtcMs { get; init; }

    /// <summary>The close after; null at the last.</summary>
    public required long? NextCloseUtcMs { get; init; }

    public required BarPrices Prices { get; init; }

    public required WarmthReading Warmth { get; init; }

    /// <summary>Null where the strategy has no regimes; empty where none holds.</summary>
    public required string? Regime { get; init; }

    /// <summary>Regimes first, then entries, then exits.</summary>
    public required ImmutableArray<RuleReading> Rules { get; init; }

    /// <summary>The names that rules, stops and targets read, each after those it reads.</summary>
    public required ImmutableArray<NamedValue> Names { get; init; }

    /// <summary>Those the strategy has.</summary>
    public required ImmutableArray<FilterReading> Filters { get; init; }

    /// <summary>Null before the account starts.</summary>
    public required AccountAtClose? Account { get; init; }

    /// <summary>What was looked at before an order was sent after this close.</summary>
    public required ImmutableArray<RiskReading> RiskChecks { get; init; }

    /// <summary>In order: what happened inside the bar, then what was decided at its close.</summary>
    public required ImmutableArray<Happening> Happened { get; init; }
}

public sealed record BarPrices(double Open, double High, double Low, double Close, double Volume);

/// <summary>What a name of the file stands for.</summary>
/// <param name="Definition">With the parameters of the run as numbers.</param>
public sealed record NamedValue(string Name, string Definition);

/// <summary>Whether the strategy could decide.</summary>
/// <param name="IsWarm">All values are (RULES L9).</param>
/// <param name="FirstWarmUtcMs">The first close at which they are.</param>
/// <param name="FirstDecisionUtcMs">The same or, under <c>--trade-from</c>, later.</param>
/// <param name="Cold">What is not warm yet.</param>
public sealed record WarmthReading(bool IsWarm, long FirstWarmUtcMs, long FirstDecisionUtcMs, ImmutableArray<ColdValue> Cold);

/// <summary>A value that is not warm at a close.</summary>
/// <param name="WarmUtcMs">The first close at which it is; null where the data ends before.</param>
public sealed record ColdValue(string Text, string? Definition, long? WarmUtcMs);

/// <summary>A rule at a close.</summary>
/// <param name="Name"><c>enter long</c>, <c>exit short</c>, <c>regime calm</c>, …</param>
/// <param name="Applies">Whether the account asked it at this close; regimes are always asked.</param>
/// <param name="Instead">Why it did not apply; empty where it did.</param>
public sealed record RuleReading(string Name, ClauseReading Reading, bool Applies, string Instead);

/// <summary>One of the time filters at a close (RULES T3, T4).</summary>
/// <param name="Name"><c>session</c>, <c>weekday</c> or <c>funding</c>.</param>
/// <param name="Seen">What it looked at.</param>
/// <param name="Wanted">What the strategy says.</param>
public sealed record FilterReading(string Name, bool Passed, string Seen, string Wanted);

/// <summary>A limit that was looked at for an order.</summary>
/// <param name="Name">Of the refusal it gives.</param>
/// <param name="Current">Null where it is no number.</param>
/// <param name="Limit">In the same unit.</param>
public sealed record RiskReading(string Name, bool Passed, double? Current, double? Limit);

/// <summary>Something that was done, or was kept from being done.</summary>
/// <param name="Kind">For programs: <c>entered</c>, <c>refused</c>, <c>blocked</c>, …; <c>docs/why.md</c> lists them.</param>
/// <param name="Text">A sentence without a full stop.</param>
/// <param name="Side">Of the position it is about; null where it is about none.</param>
/// <param name="Reason">Of an exit, a refusal or a block, by its name in results.</param>
/// <param name="UtcMs">When; null where nothing was done.</param>
/// <param name="Price">Null where nothing was filled.</param>
public sealed record Happening(string Kind, string Text, Side? Side = null, string? Reason = null, long? UtcMs = null, double? Price = null);
