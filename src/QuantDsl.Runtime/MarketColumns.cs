using System.Collections.Concurrent;
using System.Collections.Immutable;
using QuantDsl.Market;

namespace QuantDsl.Runtime;

/// <summary>All columns of one market: primary bars, higher bars, and every series computed from them, each once.</summary>
/// <remarks>Safe for any number of threads: a column asked for twice at the same time is computed once. What a column holds
/// depends only on its formula and the bars, never on who asks first.</remarks>
public sealed class MarketColumns
{
    /// <summary>About 105 columns of two years of five-minute bars. With the program, sets of bars, what is let go but not collected yet and the rows of a
    /// million combinations, a sweep stays below 500 MB.</summary>
    public const long DefaultBudgetBytes = 176L << 20;

    private readonly BarSeries _base;
    private readonly ConcurrentDictionary<Timeframe, TimeframeColumns> _byTimeframe = new();
    private readonly ImmutableArray<BarSeries> _others;
    private readonly ConcurrentDictionary<(int Symbol, Timeframe Timeframe, Timeframe SeenAt), TimeframeColumns> _bySymbol = new();
    private readonly Lock _gate = new();
    private readonly ColumnCache _cache;

    /// <param name="baseBars">The finest bars; every timeframe is aggregated from them (RULES T2).</param>
    /// <param name="primary">A whole multiple of the base timeframe.</param>
    /// <param name="budgetBytes">Computed columns beyond this are let go, least recently used first; results never depend on it.</param>
    /// <param name="others">Base bars of the symbols a strategy reads beside the traded one, in the order it names them.</param>
    public MarketColumns(BarSeries baseBars, Timeframe primary, long budgetBytes = DefaultBudgetBytes, ImmutableArray<BarSeries> others = default)
    {
        _base = baseBars;
        _others = others.IsDefault ? [] : others;
        _cache = new(budgetBytes);
        Primary = new TimeframeColumns(baseBars, primary, null, _cache);
        _byTimeframe[primary] = Primary;
    }

    /// <summary>Columns at the strategy's own timeframe.</summary>
    public TimeframeColumns Primary { get; }

    public BarSeries Base => _base;

    /// <summary>Bytes of computed columns held now; the bars themselves are not counted.</summary>
    public long HeldBytes => _cache.HeldBytes;

    /// <summary>How many formulas are known now, held or let go; bounded too.</summary>
    public int FormulaCount => _cache.Remembered;

    /// <summary>How many formulas were computed so far; one let go and computed again counts again.</summary>
    public long ComputedCount => _cache.Computed;

    /// <summary>Has memory ready for columns that will be computed; nothing is computed yet. Results never depend on it.</summary>
    /// <param name="columns">How many of them.</param>
    public void Ready(long columns) => ColumnMemory.Ready(Primary.Count, Math.Min(columns, _cache.BudgetBytes / ((long)sizeof(double) * Math.Max(1, Primary.Count))));

    /// <summary>Lets go of every computed column, when something else needs the room; whoever asks again has it computed again, with the same bits.</summary>
    public void LetGo() => _cache.Clear();

    /// <summary>Columns at a higher timeframe; <see cref="TimeframeColumns.AtPrimary"/> brings them to primary closes.</summary>
    public TimeframeColumns On(Timeframe timeframe)
    {
        if (_byTimeframe.TryGetValue(timeframe, out var columns)) return columns;
        lock (_gate) return _byTimeframe.GetOrAdd(timeframe, tf => new TimeframeColumns(_base, tf, Primary, _cache));
    }

    /// <summary>Columns of another symbol; <see cref="TimeframeColumns.AtPrimary"/> brings them to the closes of the traded one (RULES L11).</summary>
    /// <param name="symbol">1 for the first of the other symbols.</param>
    /// <param name="timeframe">Of its bars.</param>
    /// <param name="seenAt">The timeframe of the traded symbol at whose closes they are seen.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such symbol in this market.</exception>
    public TimeframeColumns Of(int symbol, Timeframe timeframe, Timeframe seenAt)
    {
        if (_bySymbol.TryGetValue((symbol, timeframe, seenAt), out var columns)) return columns;
        ArgumentOutOfRangeException.ThrowIfNotEqual(symbol >= 1 && symbol <= _others.Length, true, nameof(symbol));
        var viewer = On(seenAt);
        lock (_gate)
            return _bySymbol.GetOrAdd((symbol, timeframe, seenAt), _ =>
                new TimeframeColumns(_others[symbol - 1], timeframe, viewer, _cache, _others[symbol - 1].Aggregate(Primary.Timeframe)));
    }
}
