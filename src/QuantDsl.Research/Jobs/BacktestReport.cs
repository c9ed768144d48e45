using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Research.Jobs;

/// <summary>Everything one run has to say.</summary>
/// <param name="RunId">In the store; null when it was not kept.</param>
public sealed record BacktestReport(RunDescription Description, RunParameters Parameters, RunMetrics Metrics, RunResult Result, Timing Timing, long? RunId)
{
    /// <summary>Names of the strategy's regimes, by the index that its trades carry.</summary>
    public ImmutableArray<string> Regimes { get; init; } = [];

    /// <summary>The trades by regime; empty for a strategy without regimes.</summary>
    public ImmutableArray<RegimeResult> ByRegime => RegimeResult.Of(Result.Trades, Regimes);
}
