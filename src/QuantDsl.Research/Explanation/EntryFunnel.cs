using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Market;

namespace QuantDsl.Research.Explanation;

/// <summary>What let entries through and what kept them out: a gate of the funnel. Counted over the closes at which anything is decided.</summary>
/// <param name="Name">The text of a clause, or what a filter is.</param>
/// <param name="Passed">Closes at which it let entries through.</param>
/// <param name="AloneBlocked">Closes at which everything else would have: the other clauses of its alternative, no other alternative holding, and the filters.</param>
/// <param name="EntriesLost">Those of <paramref name="AloneBlocked"/> at which the account could enter: signals it cost.</param>
public sealed record FunnelGate(string Name, int Passed, int AloneBlocked, int EntriesLost);

/// <summary>Clauses that must all hold for an entry; a rule is one or more of these.</summary>
/// <param name="Held">Closes at which all of them did.</param>
public sealed record FunnelAlternative(ImmutableArray<FunnelGate> Clauses, int Held);

/// <summary>Entries that were signalled and not opened.</summary>
public sealed record FunnelRefusal(Refusal Reason, int Count);

/// <summary>How the closes of a run narrow down to the entries of one side. Each count is of closes, and a part of the one before.</summary>
public sealed record EntryFunnel(Side Side)
{
    /// <summary>Primary bars read.</summary>
    public required int Closes { get; init; }

    /// <summary>Not before the first decision: warm, and not before <c>--trade-from</c>.</summary>
    public required int Warm { get; init; }

    /// <summary>A decision is taken: not the last close, and not before a hole under <c>--gaps flat</c>.</summary>
    public required int Decided { get; init; }

    /// <summary>The account looks at entries of this side: flat, or on the other side and reversing.</summary>
    public required int CanEnter { get; init; }

    /// <summary>The filters let entries through.</summary>
    public required int Allowed { get; init; }

    /// <summary>The rule held too.</summary>
    public required int Signals { get; init; }

    /// <summary>Signals at a close at which the other side was taken: long comes first (RULES X2).</summary>
    public required int OtherSideTaken { get; init; }

    /// <summary>Signals that were refused, by reason, in the order of the reasons.</summary>
    public required ImmutableArray<FunnelRefusal> Refused { get; init; }

    /// <summary>Positions that were opened: <see cref="Signals"/> − <see cref="OtherSideTaken"/> − all refused.</summary>
    public required int Entered { get; init; }

    /// <summary>Positions that the run left open; the others are its trades.</summary>
    public required int LeftOpen { get; init; }

    /// <summary>Closes at which the rule held and the filters let it through, and the account could not enter.</summary>
    public required int WhileOccupied { get; init; }

    /// <summary>The filters the strategy has, each alone.</summary>
    public required ImmutableArray<FunnelGate> Filters { get; init; }

    /// <summary>The rule, clause by clause.</summary>
    public required ImmutableArray<FunnelAlternative> Alternatives { get; init; }
}
