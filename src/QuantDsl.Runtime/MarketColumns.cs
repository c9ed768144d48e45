using System.Collections.Concurrent;
using QuantDsl.Market;

namespace QuantDsl.Runtime;

/// <summary>All columns of one market: primary bars, higher bars, and every series computed from them, each once.</summary>
/// <remarks>Safe for any number of threads: a column asked for twice at the same time is computed once. What a column holds
/// depends only on its formula and the bars, never on who asks first.</remarks>
public sealed class MarketColumns
{
    /// <summary>About 150 columns of a year of five-minute bars.</summary>
    public const long DefaultBudgetBytes = 256L << 20;

    private readonly BarSeries _base;
    private readonly ConcurrentDictionary<Timeframe, TimeframeColumns> _byTimeframe = new();
    private readonly Lock _gate = new();
    private readonly ColumnCache _cache;

    /// <param name="baseBars">The finest bars; every timeframe is aggregated from them (RULES T2).</param>
    /// <param name="primary">A whole multiple of the base timeframe.</param>
    /// <param name="budgetBytes">Computed columns beyond this are let go, least recently used first; results never depend on it.</param>
    public MarketColumns(BarSeries baseBars, Timeframe primary, long budgetBytes = DefaultBudgetBytes)
    {
        _base = baseBars;
        _cache = new(budgetBytes);
        Primary = new TimeframeColumns(baseBars.Aggregate(primary), null, _cache);
        _byTimeframe[primary] = Primary;
    }

    /// <summary>Columns at the strategy's own timeframe.</summary>
    public TimeframeColumns Primary { get; }

    public BarSeries Base => _base;

    /// <summary>Bytes of computed columns held now; the bars themselves are not counted.</summary>
    public long HeldBytes => _cache.HeldBytes;

    /// <summary>How many formulas were computed so far; one let go and computed again counts again.</summary>
    public long ComputedCount => _cache.Computed;

    /// <summary>Columns at a higher timeframe; <see cref="TimeframeColumns.AtPrimary"/> brings them to primary closes.</summary>
    public TimeframeColumns On(Timeframe timeframe)
    {
        if (_byTimeframe.TryGetValue(timeframe, out var columns)) return columns;
        lock (_gate) return _byTimeframe.GetOrAdd(timeframe, tf => new TimeframeColumns(_base.Aggregate(tf), Primary, _cache));
    }
}
