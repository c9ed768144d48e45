using QuantDsl.Backtest;
using QuantDsl.Research.Metrics;

namespace QuantDsl.Research.Jobs;

/// <summary>Everything one run has to say.</summary>
/// <param name="RunId">In the store; null when it was not kept.</param>
public sealed record BacktestReport(RunDescription Description, RunParameters Parameters, RunMetrics Metrics, RunResult Result, Timing Timing, long? RunId);
