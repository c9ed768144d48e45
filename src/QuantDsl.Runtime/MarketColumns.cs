using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using QuantDsl.Indicators;
using QuantDsl.Market;

namespace QuantDsl.Runtime;

/// <summary>All columns of one market: primary bars, higher bars, and every series computed from them, each once.</summary>
/// <remarks>Safe for any number of threads: a column asked for twice at the same time is computed once. What a column holds
/// depends only on its formula and the bars, never on who asks first.</remarks>
public sealed class MarketColumns
{
    private readonly BarSeries _base;
    private readonly ConcurrentDictionary<Timeframe, TimeframeColumns> _byTimeframe = new();

    /// <param name="baseBars">The finest bars; every timeframe is aggregated from them (RULES T2).</param>
    /// <param name="primary">A whole multiple of the base timeframe.</param>
    public MarketColumns(BarSeries baseBars, Timeframe primary)
    {
        _base = baseBars;
        Primary = new TimeframeColumns(baseBars.Aggregate(primary), null);
        _byTimeframe[primary] = Primary;
    }

    /// <summary>Columns at the strategy's own timeframe.</summary>
    public TimeframeColumns Primary { get; }

    public BarSeries Base => _base;

    /// <summary>Columns at a higher timeframe; <see cref="TimeframeColumns.AtPrimary"/> brings them to primary closes.</summary>
    public TimeframeColumns On(Timeframe timeframe) =>
        _byTimeframe.GetOrAdd(timeframe, tf => new TimeframeColumns(_base.Aggregate(tf), Primary));
}

/// <summary>The columns of one timeframe.</summary>
public sealed class TimeframeColumns
{
    private readonly ConcurrentDictionary<string, Lazy<double[][]>> _computed = new();
    private readonly TimeframeColumns? _primary;
    private readonly Lazy<int[]> _visible;

    internal TimeframeColumns(BarSeries bars, TimeframeColumns? primary)
    {
        Bars = bars;
        _primary = primary;
        _visible = new(FindVisible);
        Open = new("open", Raw(bars.Open));
        High = new("high", Raw(bars.High));
        Low = new("low", Raw(bars.Low));
        Close = new("close", Raw(bars.Close));
        Volume = new("volume", Raw(bars.Volume));
    }

    public BarSeries Bars { get; }

    public Column Open { get; }

    public Column High { get; }

    public Column Low { get; }

    public Column Close { get; }

    public Column Volume { get; }

    /// <summary>One output of an indicator over these bars.</summary>
    public Column Indicator(IndicatorDefinition definition, ReadOnlySpan<Column> sources, ReadOnlySpan<double> arguments, int output = 0) =>
        throw new NotImplementedException();

    /// <summary>A series computed bar by bar from other columns, such as <c>high - low</c>.</summary>
    /// <param name="formula">The formula with every parameter substituted; its identity.</param>
    /// <param name="valueAt">The value at a bar; called once per bar, in order.</param>
    public Column Derive(string formula, Func<int, double> valueAt) => throw new NotImplementedException();

    /// <summary>At each primary close, the value of the last bar of this timeframe whose end is at or before it; NaN before the first.</summary>
    public Column AtPrimary(Column column) => throw new NotImplementedException();

    /// <summary>How many bars of this timeframe are closed at each primary close.</summary>
    public ReadOnlySpan<int> ClosedAtPrimary => _visible.Value;

    private int[] FindVisible() => throw new NotImplementedException();

    private static double[] Raw(ImmutableArray<double> values) => ImmutableCollectionsMarshal.AsArray(values) ?? [];
}
