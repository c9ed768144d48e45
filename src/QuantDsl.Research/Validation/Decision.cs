using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Market;

namespace QuantDsl.Research.Validation;

/// <summary>What was decided at a close and acted on.</summary>
public enum DecisionKind
{
    EnterLong,
    EnterShort,

    /// <summary>By an exit rule or after a number of bars; stops and targets decide nothing at a close.</summary>
    Exit,
}

/// <summary>One decision of a run.</summary>
/// <param name="Bar">The primary bar at whose close it was taken.</param>
public readonly record struct Decision(int Bar, DecisionKind Kind);

/// <summary>The decisions of two runs of one program on one market, side by side.</summary>
/// <remarks>The rules read the same columns in both, so what is decided in one alone is the account's doing: it was in a position or in none, was refused,
/// or had nothing left.</remarks>
public sealed record DecisionComparison
{
    /// <summary>Below this share the runs are two strategies rather than one.</summary>
    public const double Alike = 0.9;

    /// <summary>Decisions both runs took.</summary>
    public required int Same { get; init; }

    /// <summary>Decisions either took.</summary>
    public required int All { get; init; }

    /// <summary>Decisions of one run alone, by what kept the other from it.</summary>
    public required ImmutableSortedDictionary<string, int> Causes { get; init; }

    /// <summary>In [0, 1]; 1 where nothing was decided.</summary>
    public double Share => All == 0 ? 1 : Same / (double)All;

    public static DecisionComparison Of(RunDecisions first, RunDecisions second)
    {
        var causes = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        Count(first, second);
        Count(second, first);
        int same = first.Taken.Count(second.Taken.Contains);
        return new() { Same = same, All = first.Taken.Count + second.Taken.Count - same, Causes = causes.ToImmutable() };

        void Count(RunDecisions run, RunDecisions other)
        {
            foreach (var decision in run.Taken)
            {
                if (other.Taken.Contains(decision)) continue;
                string cause = other.WhyNot(decision);
                causes[cause] = causes.GetValueOrDefault(cause) + 1;
            }
        }
    }
}

/// <summary>What one run decided, and what its account was doing at any close.</summary>
public sealed class RunDecisions
{
    private readonly (int Entry, int Exit)[] _positions;
    private readonly Dictionary<int, Refusal> _refused;
    private readonly bool _ruined;

    /// <param name="result">Read, not kept.</param>
    public RunDecisions(RunResult result)
    {
        List<(int Entry, int Exit)> positions = [];
        foreach (var trade in result.Trades)
        {
            positions.Add((trade.EntryBar, trade.ExitBar));
            Taken.Add(Entering(trade.EntryBar, trade.Side));
            if (trade.ExitReason is ExitReason.Signal or ExitReason.TimeStop) Taken.Add(new(trade.ExitBar - 1, DecisionKind.Exit));
        }

        if (result.OpenPosition is { } open)
        {
            positions.Add((open.EntryBar, int.MaxValue));
            Taken.Add(Entering(open.EntryBar, open.Side));
        }

        _positions = [.. positions];
        _refused = result.RefusedEntries.GroupBy(entry => entry.Bar).ToDictionary(group => group.Key, group => group.Last().Reason);
        _ruined = result.Ruined;

        static Decision Entering(int entryBar, Side side) => new(entryBar - 1, side == Side.Long ? DecisionKind.EnterLong : DecisionKind.EnterShort);
    }

    /// <summary>Decisions that were acted on; a refused entry is none.</summary>
    public HashSet<Decision> Taken { get; } = [];

    /// <summary>Why a decision of another run was not taken in this one.</summary>
    public string WhyNot(Decision decision)
    {
        if (decision.Kind != DecisionKind.Exit && _refused.TryGetValue(decision.Bar, out var refusal)) return $"refused: {ResultNames.Of(refusal)}";
        bool holds = IsHeldAt(decision.Bar);
        if (decision.Kind == DecisionKind.Exit) return holds ? "holds another position" : "already out";
        return holds ? "already in a position" : _ruined ? "out of cash" : "not in the market yet";
    }

    /// <summary>Whether a position is open at a close and not ended inside its bar.</summary>
    private bool IsHeldAt(int bar)
    {
        int index = Array.BinarySearch(_positions, (bar, int.MaxValue), Comparer<(int Entry, int Exit)>.Create((a, b) => a.Entry.CompareTo(b.Entry)));
        if (index < 0) index = ~index - 1;
        return index >= 0 && bar < _positions[index].Exit;
    }
}
