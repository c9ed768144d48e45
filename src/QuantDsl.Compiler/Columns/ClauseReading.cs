using System.Collections.Immutable;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;

namespace QuantDsl.Compiler.Columns;

/// <summary>What a condition says at a bar. Only <see cref="Holds"/> is true; the other two are both false to the rule (RULES L6).</summary>
public enum Verdict
{
    Holds,
    Fails,

    /// <summary>It does not hold, and values that are not defined could have made it hold.</summary>
    Undefined,
}

/// <summary>How a condition is made of its parts.</summary>
public enum ClauseKind
{
    /// <summary>Of numbers: a comparison, a cross, a trend.</summary>
    Values,

    /// <summary>All parts hold.</summary>
    All,

    /// <summary>One of the parts holds.</summary>
    Any,

    /// <summary>So many of the parts hold.</summary>
    AtLeast,

    /// <summary>The part held at one of the last closes.</summary>
    Within,

    /// <summary>The part held at all of the last closes.</summary>
    Throughout,

    /// <summary>The regime of the bar is a certain one.</summary>
    Regime,
}

/// <summary>A number that a condition read.</summary>
/// <param name="Text">As the author named or wrote it.</param>
/// <param name="Value">NaN where it is not defined.</param>
/// <param name="Definition">What the name stands for, parameters as numbers; null where the text says it all.</param>
/// <param name="Ago">Bars before the close it is of; 0 for the close itself.</param>
public sealed record ValueReading(BoundExpression Expression, string Text, double Value, SeriesUnit Unit, string? Definition, int Ago);

/// <summary>One condition of a rule at the close of a bar, with what it read there.</summary>
/// <param name="Text">As the author would write it.</param>
/// <param name="Values">Constants are left out: the text shows them. Of a cross, those of the bar before follow.</param>
/// <param name="Parts">The conditions it is made of; of a window the one condition, at the close that decided.</param>
/// <param name="Note">What the verdict rests on where values and parts do not show it; empty where they do.</param>
public sealed record ClauseReading(BoundCondition Condition, string Text, ClauseKind Kind, Verdict Verdict,
    ImmutableArray<ValueReading> Values, ImmutableArray<ClauseReading> Parts, string Note)
{
    /// <summary>This one and all within it.</summary>
    public IEnumerable<ClauseReading> All => Parts.SelectMany(part => part.All).Prepend(this);
}
