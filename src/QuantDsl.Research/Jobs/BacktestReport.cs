using System.Collections.Immutable;
using System.Runtime.InteropServices;
using QuantDsl.Backtest;
using QuantDsl.Diagnostics;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Research.Jobs;

/// <summary>Everything one run has to say.</summary>
/// <param name="RunId">In the store; null when it was not kept.</param>
public sealed record BacktestReport(RunDescription Description, RunParameters Parameters, RunMetrics Metrics, RunStatistics Statistics, RunResult Result, Timing Timing, long? RunId)
{
    /// <summary>Who traded on the account, by the index that trades carry; one for a run of one.</summary>
    public required ImmutableArray<RunMember> Members { get; init; }

    /// <summary>Null for a run of one strategy on one symbol.</summary>
    public PortfolioReport? Portfolio { get; init; }

    /// <summary>Why the event log holds less than the run; null where it holds all of it, or none was asked for.</summary>
    public Diagnostic? LogWarning { get; init; }

    /// <summary>Names of the strategy's regimes, by the index that its trades carry.</summary>
    public ImmutableArray<string> Regimes => Members[0].Regimes;

    /// <summary>The trades by everything they can be told apart by.</summary>
    public ImmutableArray<Breakdown> Breakdowns => Breakdown.All(CollectionsMarshal.AsSpan(Result.Trades), Members);
}
