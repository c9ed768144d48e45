using System.Collections.Immutable;

namespace QuantDsl.Research.Store;

/// <summary>How far a run came.</summary>
public enum RunStatus
{
    Running,

    /// <summary>Cancelled, failed or killed; the same command continues it.</summary>
    Interrupted,
    Completed,
}

/// <summary>One line of the list of runs. Times are ISO 8601 UTC as stored.</summary>
/// <param name="Done">Combinations stored so far.</param>
public sealed record RunSummary(long Id, string Mode, string Strategy, string Symbol, string Timeframe, string StartDate, string EndDate,
    long Combinations, long Done, RunStatus Status, string StartedAt, string? CompletedAt, string? Error)
{
    /// <summary>Which strategy on which symbol, in declared order.</summary>
    public ImmutableArray<StoredMember> Members { get; init; } = [];

    /// <summary>The one strategy, or how many there are.</summary>
    public string Strategies => Members.Select(m => m.StrategyId).Distinct().Count() is > 1 and var count ? FormattableString.Invariant($"{count} strategies") : Strategy;

    /// <summary>The first symbol that is traded, and how many more there are.</summary>
    public string Symbols => AndMore(Symbol, Members.Select(m => m.Symbol));

    /// <summary>The same of timeframes.</summary>
    public string Timeframes => AndMore(Timeframe, Members.Select(m => m.Timeframe));

    private static string AndMore(string own, IEnumerable<string> ofMembers)
    {
        string[] all = [.. ofMembers.Distinct(StringComparer.Ordinal)];
        return all.Length > 1 ? FormattableString.Invariant($"{all[0]} +{all.Length - 1}") : own;
    }
}
