using System.Collections.Immutable;

namespace QuantDsl.Research.Jobs;

/// <summary>What is known of a run before it starts.</summary>
/// <param name="ProgramHash">Of the strategy with its sweeps for a sweep, with its parameters substituted for a backtest.</param>
/// <param name="Warnings">Sentences that a reader of the result must know.</param>
public sealed record RunDescription(string StrategyName, int StrategyVersion, string StrategyDescription, string DocumentHash, string ProgramHash,
    DataSummary Data, Assumptions Assumptions, BuyAndHold BuyAndHold, ImmutableArray<string> Warnings);
