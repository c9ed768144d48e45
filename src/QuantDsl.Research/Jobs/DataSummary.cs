using System.Collections.Immutable;
using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Jobs;

/// <summary>What data a run read, and from where on it could trade.</summary>
/// <param name="FromUtcMs">Open of the first bar.</param>
/// <param name="ToUtcMs">End of the last bar.</param>
/// <param name="FirstDecisionBar">0-based from the first bar read; the account starts at its close.</param>
public sealed record DataSummary(string Symbol, Timeframe Timeframe, Timeframe BaseTimeframe, int Bars, int BaseBars, long FromUtcMs, long ToUtcMs,
    int FirstDecisionBar, long FirstDecisionUtcMs, int Holes, long MissingBars, bool IsSimulated, string ContentHash,
    ImmutableArray<string> Sources, ImmutableArray<string> Notes)
{
    /// <summary>The symbols that are read and not traded, in the order the strategy names them.</summary>
    public ImmutableArray<ReadSymbol> Others { get; init; } = [];

    public static DataSummary Of(MarketHistory history, MarketColumns columns, RunContext context)
    {
        var bars = columns.Primary.Bars;
        var holes = history.Holes;
        return new(history.Base.Symbol, bars.Timeframe, history.Base.Timeframe, bars.Count, history.Base.Count,
            history.Base.OpenTimes[0], history.Base.CloseTime(history.Base.Count - 1),
            context.FirstDecisionBar, bars.CloseTime(context.FirstDecisionBar), holes.Length, holes.Sum(h => (long)h.MissingBars),
            history.IsSimulated, history.ContentHash, history.Sources, history.Notes)
        {
            Others = [.. history.Others.Select(o => new ReadSymbol(o.Symbol, o.Timeframe, o.Count, BarGaps.Find(o).Length))],
        };
    }
}

/// <summary>A symbol that a strategy reads beside the one it trades.</summary>
/// <param name="BaseTimeframe">Spacing of the bars it is built from.</param>
/// <param name="BaseBars">How many of them were read.</param>
/// <param name="Holes">Stretches without a bar; what is read there is undefined after one primary bar.</param>
public sealed record ReadSymbol(string Symbol, Timeframe BaseTimeframe, int BaseBars, int Holes);
