using System.Globalization;
using System.Runtime.InteropServices;
using QuantDsl.Backtest;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Research.Planning;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Tests.OneSemantics;

/// <summary>What was compared, counted from what was walked.</summary>
internal sealed class SweepTally
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Enum, long> _kinds = [];
    private readonly Dictionary<string, long> _counts = [];

    public long this[string what] => _counts.GetValueOrDefault(what);

    /// <summary>Trades of the fast path that ended so, or had such a stop or target; entries it refused so.</summary>
    public long this[Enum kind] => _kinds.GetValueOrDefault(kind);

    /// <summary>A strategy that was run.</summary>
    public void Add(FastSweep sweep)
    {
        Count("strategies");
        if (!sweep.Plan.WalksGroups) return;
        Count("strategies on the fast path");
        if (sweep.Plan.Parts.All(part => part.Path is not (PlannedPath.BarByBar or PlannedPath.Class))) Count("strategies on the fast path, nothing bar by bar");
        Count("strategies with groups of several lanes", sweep.Walked.Shared > 0 ? 1 : 0);
        Count("groups of several lanes", sweep.Walked.Shared);
        Count("lanes", sweep.Walked.Lanes);
    }

    /// <summary>A combination that was run.</summary>
    /// <param name="lane">What was walked in a group; null where the plain walk took it.</param>
    public void Add(RunResult result, CompiledStrategy? lane)
    {
        Count("combinations");
        if (lane is null) return;
        Count("trades", result.Trades.Count);
        Count("ruined", result.Ruined ? 1 : 0);
        Count("left open", result.OpenPosition is null ? 0 : 1);
        for (int i = 0; i < result.Refusals.Length; i++)
            if (result.Refusals[i] > 0) Count(_kinds, (Refusal)i, result.Refusals[i]);
        foreach (var group in result.Trades.GroupBy(trade => (trade.ExitReason, trade.Regime, trade.Side, IsFunded: trade.Funding != 0)))
        {
            int count = group.Count();
            Count(_kinds, group.Key.ExitReason, count);
            Count(_kinds, group.Key.Side, count);
            Count(_kinds, (group.Key.Regime is { } regime ? lane.StopIn(regime) : lane.Stop).Rule, count);
            Count(_kinds, lane.Target.Rule, count);
            Count("in a regime", group.Key.Regime is null ? 0 : count);
            Count("funded", group.Key.IsFunded ? count : 0);
        }
    }

    public void Refused(Diagnostic reason) => Count($"refused {reason.Code}");

    public void Add(SweepTally other)
    {
        lock (_gate)
        {
            foreach (var (what, count) in other._counts) Count(what, count);
            foreach (var (kind, count) in other._kinds) Count(_kinds, kind, count);
        }
    }

    public override string ToString() => string.Join('\n', _counts.Concat(_kinds.Select(k => KeyValuePair.Create($"{k.Key.GetType().Name} {k.Key}", k.Value)))
        .OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value,9:N0} {c.Key}")));

    private void Count(string what, long by = 1) => Count(_counts, what, by);

    private static void Count<T>(Dictionary<T, long> counts, T key, long by) where T : notnull => CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _) += by;
}
