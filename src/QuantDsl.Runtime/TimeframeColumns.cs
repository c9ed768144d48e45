using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using QuantDsl.Indicators;
using QuantDsl.Market;

namespace QuantDsl.Runtime;

/// <summary>The columns of one timeframe. Every method gives the same column for the same formula, computed once.</summary>
public sealed class TimeframeColumns
{
    private readonly ColumnCache _cache;
    private readonly TimeframeColumns? _primary;
    private readonly BarSeries? _pulse;
    private readonly long _word;
    private readonly ImmutableArray<long> _times;
    private readonly Lazy<BarSeries> _bars;
    private readonly Lazy<SeenBars> _seen;
    private readonly Lazy<int[]> _closed;
    private readonly Lazy<double[]> _openTimes;
    private readonly Lazy<Column> _open, _high, _low, _close, _volume, _hl2, _hlc3, _ohlc4;

    /// <param name="source">What the bars are made of; of a coarser timeframe only what is asked for is computed.</param>
    /// <param name="timeframe">A whole multiple of the source's.</param>
    /// <param name="primary">At whose closes they are seen; null for the primary ones themselves.</param>
    /// <param name="cache">Shared by all columns of a market.</param>
    /// <param name="pulse">For another symbol, its primary bars: where they stop for more than one bar, nothing of it is defined.</param>
    internal TimeframeColumns(BarSeries source, Timeframe timeframe, TimeframeColumns? primary, ColumnCache cache, BarSeries? pulse = null)
    {
        _pulse = pulse;
        _primary = primary;
        _cache = cache;
        _word = cache.WordOf(this);
        Symbol = source.Symbol;
        Timeframe = timeframe;
        var buckets = timeframe == source.Timeframe ? null : new BarBuckets(source, timeframe);
        _times = buckets?.OpenTimes ?? source.OpenTimes;
        _open = Price("open", source.Open, buckets is null ? null : buckets.Opens);
        _high = Price("high", source.High, buckets is null ? null : buckets.Highs);
        _low = Price("low", source.Low, buckets is null ? null : buckets.Lows);
        _close = Price("close", source.Close, buckets is null ? null : buckets.Closes);
        _volume = Price("volume", source.Volume, buckets is null ? null : buckets.Volumes);
        _bars = new(() => buckets is null ? source : new(Symbol, timeframe, _times, ToBars(Open), ToBars(High), ToBars(Low), ToBars(Close), ToBars(Volume)));
        _seen = new(() => new SeenBars(_times.AsSpan(), timeframe, (primary ?? this).Bars));
        _closed = new(() => Seen.CountClosed());
        _openTimes = new(() => [.. _times.Select(t => (double)t)]);
        _hl2 = new(() => new("hl2", Fill(bar => (High.Values[bar] + Low.Values[bar]) / 2)));
        _hlc3 = new(() => new("hlc3", Fill(bar => (High.Values[bar] + Low.Values[bar] + Close.Values[bar]) / 3)));
        _ohlc4 = new(() => new("ohlc4", Fill(bar => (Open.Values[bar] + High.Values[bar] + Low.Values[bar] + Close.Values[bar]) / 4)));
    }

    /// <summary>What a cache key is about; its second word. The first is the timeframe.</summary>
    private enum Kind : long
    {
        Indicator,
        Text,
        Formula,
        AtPrimary,
        Lag,
        Highest,
        Lowest,
    }

    /// <summary>Of the bars.</summary>
    public string Symbol { get; }

    /// <summary>Of the bars.</summary>
    public Timeframe Timeframe { get; }

    /// <summary>How many bars there are.</summary>
    public int Count => _times.Length;

    /// <summary>All of them; what no column needed before is computed now.</summary>
    public BarSeries Bars => _bars.Value;

    public Column Open => _open.Value;

    public Column High => _high.Value;

    public Column Low => _low.Value;

    public Column Close => _close.Value;

    public Column Volume => _volume.Value;

    /// <summary>(high + low) ÷ 2.</summary>
    public Column Hl2 => _hl2.Value;

    /// <summary>(high + low + close) ÷ 3.</summary>
    public Column Hlc3 => _hlc3.Value;

    /// <summary>(open + high + low + close) ÷ 4.</summary>
    public Column Ohlc4 => _ohlc4.Value;

    /// <summary>How many bars of this timeframe are closed at each primary close.</summary>
    public ReadOnlySpan<int> ClosedAtPrimary => _closed.Value;

    /// <summary>From which primary close on each of them is the last one seen.</summary>
    public SeenBars Seen => _seen.Value;

    /// <summary>The first primary bar at whose close so many are closed; -1 where there never are.</summary>
    public int FirstWithClosed(int bars)
    {
        if (_primary is not null) return Seen.FirstWithClosed(bars);
        // A primary bar is seen from its own close on.
        int first = Math.Max(0, bars - 1);
        return first < Count ? first : -1;
    }

    /// <summary>True where the last bar seen is not always defined at a primary close: a symbol that may stop (RULES L11).</summary>
    public bool MayStop => _pulse is not null;

    /// <summary>One output of an indicator over these bars.</summary>
    /// <param name="definition">The indicator.</param>
    /// <param name="sources">The series arguments of the call, of this timeframe.</param>
    /// <param name="arguments">One per parameter. Whole-number parameters are rounded, halves away from zero; outside its
    /// range an argument leaves the indicator undefined, so all values are NaN.</param>
    /// <param name="output">Index into the definition's outputs; all are computed at once.</param>
    /// <exception cref="ArgumentException">The counts do not fit the definition, or a source is not one value per bar.</exception>
    public Column Indicator(IndicatorDefinition definition, ReadOnlySpan<Column> sources, ReadOnlySpan<double> arguments, int output = 0)
    {
        var parameters = definition.Parameters;
        if (sources.Length != definition.SourceCount || arguments.Length != parameters.Length)
            throw new ArgumentException($"{definition.Name} takes {definition.SourceCount} series and {parameters.Length} numbers, not {sources.Length} and {arguments.Length}");

        Span<long> key = stackalloc long[3 + sources.Length + arguments.Length];
        Span<double> whole = stackalloc double[arguments.Length];
        int word = Start(key, Kind.Indicator, _cache.WordOf(definition));
        foreach (var source in sources) key[word++] = Checked(source).Identity;
        for (int i = 0; i < arguments.Length; i++)
        {
            whole[i] = parameters[i].IsInteger ? Math.Round(arguments[i], MidpointRounding.AwayFromZero) : arguments[i];
            key[word++] = BitConverter.DoubleToInt64Bits(whole[i]);
        }

        var cell = _cache.CellOf(key, definition.Outputs.Length);
        return (cell.Columns ?? Compute(cell, definition, sources, whole))[output];
    }

    /// <summary>Wilder's average true range of these bars, for what outside a strategy is measured in it: the size of a position.</summary>
    /// <param name="period">1 to 500; outside all values are NaN.</param>
    public Column AverageTrueRange(int period) => Indicator(Atr.Definition, [], [period]);

    /// <summary>A series computed bar by bar from other columns, such as <c>high - low</c>.</summary>
    /// <param name="formula">The formula with every parameter substituted; its identity.</param>
    /// <param name="valueAt">The value at a bar; called once per bar, in order.</param>
    public Column Derive(string formula, Func<int, double> valueAt)
    {
        Span<long> key = stackalloc long[3];
        Start(key, Kind.Text, _cache.WordOf(formula));
        var cell = _cache.CellOf(key, 1);
        return (cell.Columns ?? ComputeText(cell, formula, valueAt))[0];
    }

    /// <summary>The same, with an identity that costs no text: the shape of the formula and what fills its places.</summary>
    /// <param name="shape">The formula with a place <c>{0}</c>, <c>{1}</c>, … for each source and then each number.</param>
    /// <param name="sources">The columns read, of this timeframe.</param>
    /// <param name="numbers">The parameter values read.</param>
    /// <param name="valueAt">The value at a bar; called once per bar, in order, before this method returns.</param>
    public Column Derive(string shape, ReadOnlySpan<Column> sources, ReadOnlySpan<double> numbers, Func<int, double> valueAt)
    {
        Span<long> key = stackalloc long[4 + sources.Length + numbers.Length];
        int word = Start(key, Kind.Formula, _cache.WordOf(shape));
        key[word++] = sources.Length;
        foreach (var source in sources) key[word++] = Checked(source).Identity;
        foreach (double number in numbers) key[word++] = BitConverter.DoubleToInt64Bits(number);
        var cell = _cache.CellOf(key, 1);
        return (cell.Columns ?? ComputeFormula(cell, shape, sources, numbers, valueAt))[0];
    }

    /// <summary>The same, by a formula that fills the whole column at once.</summary>
    /// <param name="shape">As above: whoever gives an equal shape, equal sources and equal numbers means an equal column.</param>
    public Column Derive<TFormula>(string shape, ReadOnlySpan<Column> sources, ReadOnlySpan<double> numbers, TFormula formula)
        where TFormula : IColumnFormula, allows ref struct
    {
        Span<long> key = stackalloc long[4 + sources.Length + numbers.Length];
        int word = Start(key, Kind.Formula, _cache.WordOf(shape));
        key[word++] = sources.Length;
        foreach (var source in sources) key[word++] = Checked(source).Identity;
        foreach (double number in numbers) key[word++] = BitConverter.DoubleToInt64Bits(number);
        var cell = _cache.CellOf(key, 1);
        if (cell.Columns is { } known) return known[0];
        lock (cell.Gate)
        {
            if (cell.Columns is { } ready) return ready[0];
            var places = Places(sources, numbers);
            double[] values = ColumnMemory.Take(Count);
            formula.Fill(values);
            Column[] columns = [new(string.Format(CultureInfo.InvariantCulture, shape, places), values, cell.Identity)];
            _cache.Hold(cell, columns);
            return columns[0];
        }
    }

    /// <summary>The value some bars of this timeframe ago; NaN for the first <paramref name="bars"/> bars, and everywhere when it is negative:
    /// the future is never defined.</summary>
    public Column Lag(Column source, int bars)
    {
        if (bars == 0) return source;
        Span<long> key = stackalloc long[4];
        key[Start(key, Kind.Lag, Checked(source).Identity)] = bars;
        var cell = _cache.CellOf(key, 1);
        return (cell.Columns ?? ComputeLag(cell, source, bars))[0];
    }

    /// <summary>The highest of the last <paramref name="bars"/> values, the current bar included; NaN while one of them is NaN or missing.</summary>
    public Column Highest(Column source, int bars) => Extreme(source, bars, Kind.Highest);

    /// <summary>The lowest of the last <paramref name="bars"/> values, the current bar included; NaN while one of them is NaN or missing.</summary>
    public Column Lowest(Column source, int bars) => Extreme(source, bars, Kind.Lowest);

    /// <summary>At each primary close, the value of the last bar of this timeframe whose end is at or before it; NaN before the first.</summary>
    /// <param name="column">Of this timeframe.</param>
    public Column AtPrimary(Column column)
    {
        if (_primary is null) return Checked(column);
        Span<long> key = stackalloc long[3];
        Start(key, Kind.AtPrimary, Checked(column).Identity);
        var cell = _cache.CellOf(key, 1);
        return (cell.Columns ?? ComputeAtPrimary(cell, column))[0];
    }

    private Column Extreme(Column source, int bars, Kind kind)
    {
        Span<long> key = stackalloc long[4];
        key[Start(key, kind, Checked(source).Identity)] = bars;
        var cell = _cache.CellOf(key, 1);
        return (cell.Columns ?? ComputeExtreme(cell, source, bars, kind == Kind.Highest))[0];
    }

    private int Start(Span<long> key, Kind kind, long subject)
    {
        key[0] = _word;
        key[1] = (long)kind;
        key[2] = subject;
        return 3;
    }

    private Column[] Compute(ColumnCell cell, IndicatorDefinition definition, ReadOnlySpan<Column> sources, ReadOnlySpan<double> arguments)
    {
        lock (cell.Gate)
        {
            if (cell.Columns is { } ready) return ready;
            var texts = new List<string>();
            foreach (var source in sources) texts.Add(source.Formula);
            foreach (double argument in arguments) texts.Add(Text(argument));
            string call = $"{definition.Name}({string.Join(", ", texts)})";
            var values = new double[definition.Outputs.Length][];
            for (int i = 0; i < values.Length; i++) values[i] = ColumnMemory.Take(Count);
            if (InRange(definition, arguments)) definition.Compute(InputsOf(definition, sources), arguments, values);
            else foreach (double[] output in values) Array.Fill(output, double.NaN);
            var columns = new Column[values.Length];
            for (int i = 0; i < columns.Length; i++)
                columns[i] = new(i == 0 ? call : $"{call}.{definition.Outputs[i].Name}", values[i], cell.Identity + i);
            _cache.Hold(cell, columns);
            return columns;
        }
    }

    // The lambdas stand in methods of their own: a closure is allocated on entry, and a hit must allocate nothing.
    private Column[] ComputeText(ColumnCell cell, string formula, Func<int, double> valueAt) =>
        Compute(cell, () => formula, () => Fill(valueAt));

    private Column[] ComputeFormula(ColumnCell cell, string shape, ReadOnlySpan<Column> sources, ReadOnlySpan<double> numbers, Func<int, double> valueAt)
    {
        object[] places = Places(sources, numbers);
        return Compute(cell, () => string.Format(CultureInfo.InvariantCulture, shape, places), () => Fill(valueAt));
    }

    private static object[] Places(ReadOnlySpan<Column> sources, ReadOnlySpan<double> numbers)
    {
        var places = new object[sources.Length + numbers.Length];
        for (int i = 0; i < sources.Length; i++) places[i] = sources[i].Formula;
        for (int i = 0; i < numbers.Length; i++) places[sources.Length + i] = Text(numbers[i]);
        return places;
    }

    private Column[] ComputeLag(ColumnCell cell, Column source, int bars) =>
        Compute(cell, () => $"{source.Formula}[{Text(bars)}]", () => Shifted(source.Values, bars));

    private Column[] ComputeExtreme(ColumnCell cell, Column source, int bars, bool highest) =>
        Compute(cell, () => $"{(highest ? "highest" : "lowest")}({source.Formula}, {Text(bars)})", () => RollingExtreme.Of(source.Values, bars, highest));

    private Column[] ComputeAtPrimary(ColumnCell cell, Column column) =>
        Compute(cell, () => $"({column.Formula} on {Timeframe}{(_pulse is null ? "" : $" of {Symbol}")})", () => AtCloses(column.Values));

    private Column[] Compute(ColumnCell cell, Func<string> formula, Func<double[]> values)
    {
        lock (cell.Gate)
        {
            if (cell.Columns is { } ready) return ready;
            Column[] columns = [new(formula(), values(), cell.Identity)];
            _cache.Hold(cell, columns);
            return columns;
        }
    }

    private static bool InRange(IndicatorDefinition definition, ReadOnlySpan<double> arguments)
    {
        for (int i = 0; i < arguments.Length; i++)
            if (!(arguments[i] >= definition.Parameters[i].Min && arguments[i] <= definition.Parameters[i].Max)) return false;
        return true;
    }

    private double[][] InputsOf(IndicatorDefinition definition, ReadOnlySpan<Column> sources)
    {
        var inputs = new double[definition.Inputs.Length][];
        int source = 0;
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = definition.Inputs[i] switch
            {
                IndicatorInput.Open => Open.Values,
                IndicatorInput.High => High.Values,
                IndicatorInput.Low => Low.Values,
                IndicatorInput.Close => Close.Values,
                IndicatorInput.Volume => Volume.Values,
                IndicatorInput.OpenTime => _openTimes.Value,
                _ => sources[source++].Values,
            };
        return inputs;
    }

    private Column Checked(Column column) => column.Values.Length == Count
        ? column
        : throw new ArgumentException($"`{column.Formula}` has {column.Values.Length} values, but there are {Count} bars of {Timeframe}", nameof(column));

    private double[] Fill(Func<int, double> valueAt)
    {
        double[] values = ColumnMemory.Take(Count);
        for (int bar = 0; bar < values.Length; bar++) values[bar] = valueAt(bar);
        return values;
    }

    private static double[] Shifted(double[] source, int bars)
    {
        double[] values = ColumnMemory.Take(source.Length);
        int undefined = bars < 0 ? values.Length : Math.Min(bars, values.Length);
        values.AsSpan(0, undefined).Fill(double.NaN);
        if (bars >= 0) source.AsSpan(0, values.Length - undefined).CopyTo(values.AsSpan(undefined));
        return values;
    }

    private double[] AtCloses(double[] source)
    {
        double[] values = ColumnMemory.Take(Seen.BarCount);
        Seen.Write(source, 0, values);
        if (_pulse is not null && _primary is not null) Silence(values, _pulse, _primary.Bars);
        return values;
    }

    /// <summary>Undefines what is seen where the other symbol has had no bar for more than one primary bar (RULES L11).</summary>
    private static void Silence(double[] values, BarSeries pulse, BarSeries viewer)
    {
        int closed = 0;
        for (int bar = 0; bar < values.Length; bar++)
        {
            long now = viewer.CloseTime(bar);
            while (closed < pulse.Count && pulse.CloseTime(closed) <= now) closed++;
            if (closed == 0 || now - pulse.CloseTime(closed - 1) > pulse.Timeframe.Milliseconds) values[bar] = double.NaN;
        }
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A column of the bars as they are, or one that is put together when it is asked for.</summary>
    private static Lazy<Column> Price(string name, ImmutableArray<double> values, Func<double[]>? aggregate) =>
        new(() => new(name, aggregate is null ? ImmutableCollectionsMarshal.AsArray(values) ?? [] : aggregate()));

    private static ImmutableArray<double> ToBars(Column column) => ImmutableCollectionsMarshal.AsImmutableArray(column.Values);
}
