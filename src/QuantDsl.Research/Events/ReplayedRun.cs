using System.Collections.Immutable;
using QuantDsl.Backtest;

namespace QuantDsl.Research.Events;

/// <summary>The equity that follows from an event log and the bars of its members.</summary>
/// <param name="Days">The last mark of each UTC day, oldest first (RULES R3).</param>
/// <param name="FinalEquity">The last mark, quote currency.</param>
/// <param name="MaxDrawdown">Over all marks including the first; a fraction in [0, 1].</param>
/// <param name="MaxDrawdownDurationMs">Longest time below a former peak, milliseconds.</param>
/// <param name="IsComplete">False for a log that ends before its run did: then the marks end with its last line.</param>
public sealed record ReplayedRun(ImmutableArray<DailyMark> Days, double FinalEquity, double MaxDrawdown, long MaxDrawdownDurationMs, bool IsComplete);
