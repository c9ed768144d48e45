using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>Turns the rules of a bound strategy into conditions over the columns of one market, each distinct one once.</summary>
/// <remarks>It makes a whole column exactly where the emitted class does, a <c>let</c>, an indicator's source, inside <c>on</c>, a stop, and reads
/// everything else at the bar, so that both give the same bits.</remarks>
internal sealed class StrategyLowering(MarketColumns market)
{
    private readonly Dictionary<string, ColumnRequest> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<ColumnRequest, ImmutableArray<int>> _readsOfColumns = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundLet, ColumnRequest> _lets = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundLet, bool> _timeless = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, BarCondition> _conditions = new(StringComparer.Ordinal);
    private readonly Dictionary<BoundCondition, BarCondition> _known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private ImmutableArray<BoundRegime> _regimes = [];
    private bool _inColumn;

    /// <summary>The numbers read so far.</summary>
    public ScalarSlots Slots { get; } = new();

    public int ColumnCount => _columns.Count;

    public int ConditionCount => _conditions.Count;

    /// <summary>Says what a regime named by an entry is; before any rule is lowered.</summary>
    public void Declare(ImmutableArray<BoundRegime> regimes) => _regimes = regimes;

    /// <summary>A condition of a rule.</summary>
    public BarCondition Condition(BoundCondition condition)
    {
        if (_known.TryGetValue(condition, out var known)) return known;
        return _known[condition] = condition switch
        {
            BoundComparison c => Interned(new ComparisonCondition(Value(c.Left), c.Operator, Value(c.Right))),
            BoundCross c => Cross(c),
            BoundWithin w => Window(Condition(w.Condition), w.Bars, w.Every),
            BoundTrend t => Trend(t),
            BoundAnd and => Joined(and.Operands, all: true),
            BoundOr or => Joined(or.Operands, all: false),
            BoundAtLeast a => AtLeast(a),
            BoundInRegime regime => Regime(regime.Index),
            _ => throw new ArgumentException($"{condition.GetType().Name} is not a known condition", nameof(condition)),
        };
    }

    /// <summary>The bars of a regime: where its condition is the first of all that hold.</summary>
    public BarCondition Regime(int index)
    {
        var own = Condition(_regimes[index].Condition);
        ImmutableArray<BarCondition> earlier = [.. _regimes.Take(index).Select(r => Condition(r.Condition))];
        return earlier.IsEmpty ? own : Interned(new FirstCondition(own, earlier), [own, .. earlier]);
    }

    /// <summary>The column of a series at primary closes.</summary>
    public ColumnRequest Column(BoundExpression series) => Column(series, market.Primary);

    private BarCondition Cross(BoundCross cross)
    {
        var crosses = Interned(new Crosses(Value(cross.Left), Value(cross.Right)));
        return Interned(new CrossCondition(crosses, cross.Direction, cross.Negated), [crosses]);
    }

    private BarCondition Window(BarCondition condition, BoundExpression bars, bool every)
    {
        int slot = Slots.Of(bars);
        return Interned(new WindowCondition(condition, slot, Slots.ReadsOf(slot), every), [condition]);
    }

    /// <summary>So many steps in a row: at each bar of the window the value is beyond that of the bar before.</summary>
    private BarCondition Trend(BoundTrend trend)
    {
        var column = Column(trend.Operand);
        int slot = Slots.Of(trend.Bars), one = Slots.Of(new BoundConstant(1, Market.SeriesUnit.Number));
        BarValue now = Element(column, BarDistance.None), before = Element(column, BarDistance.None.Back(one));
        var step = Interned(new ComparisonCondition(now, trend.Rising ? ComparisonOperator.Greater : ComparisonOperator.Less, before));
        var defined = Interned(new ComparisonCondition(now, ComparisonOperator.Equal, now));
        return Interned(new TrendCondition(step, defined, slot, Slots.ReadsOf(slot), trend.Negated), trend.Negated ? [step, defined] : [step]);
    }

    private BarCondition Joined(ImmutableArray<BoundCondition> operands, bool all)
    {
        ImmutableArray<BarCondition> parts = [.. operands.Select(Condition)];
        return parts.Length == 1 ? parts[0] : Interned(new JoinedCondition(parts, all), parts);
    }

    private BarCondition AtLeast(BoundAtLeast atLeast)
    {
        int slot = Slots.Of(atLeast.Count);
        ImmutableArray<BarCondition> parts = [.. atLeast.Operands.Select(Condition)];
        return Interned(new AtLeastCondition(slot, Slots.ReadsOf(slot), parts), parts);
    }

    /// <summary>A condition for the first time tells its parts that it uses them; an equal one takes its place.</summary>
    private TCondition Interned<TCondition>(TCondition condition, params IEnumerable<BarCondition> parts)
        where TCondition : BarCondition
    {
        if (_conditions.TryGetValue(condition.Key, out var known) && known is TCondition same) return same;
        condition.Number = _conditions.Count;
        _conditions.Add(condition.Key, condition);
        foreach (var part in parts)
        {
            // Asked bar by bar, its bars must be at hand.
            if (condition.ReadsPosition) part.Keep();
            else part.Use(condition.Reads);
        }

        return condition;
    }

    private BarValue Value(BoundExpression expression) => Value(expression, market.Primary, BarDistance.None);

    /// <summary>A number as it is read at a bar.</summary>
    /// <param name="frame">Whose bars are counted.</param>
    private BarValue Value(BoundExpression expression, TimeframeColumns frame, BarDistance ago)
    {
        switch (expression)
        {
            case { IsScalar: true }:
                return Scalar(expression);
            case BoundLetValue { Let: var let }:
                // On other bars a name is what it stands for; but what reads a bar has a column of its own, or names of names would double at every level.
                return frame != market.Primary && IsTimeless(let.Value) ? Value(let.Value, frame, ago) : Element(Column(expression, frame), ago);
            case BoundHistory history:
                return Value(history.Operand, frame, ago.Back(Slots.Of(history.Bars)));
            case BoundArithmetic sum:
                return new ArithmeticValue(Value(sum.Left, frame, ago), sum.Operator, Value(sum.Right, frame, ago));
            case BoundNegation negation:
                return new NegatedValue(Value(negation.Operand, frame, ago));
            case BoundFunction function:
                var first = Value(function.Arguments[0], frame, ago);
                return new FunctionValue(function.Function, first, function.Arguments.Length > 1 ? Value(function.Arguments[1], frame, ago) : first);
            case BoundPositionValue position:
                // A column is the same for every position, so inside one there is nothing to read.
                return _inColumn ? Scalar(new BoundConstant(double.NaN, expression.Unit)) : new PositionNumber(position.Value);
            default:
                return Element(Column(expression, frame), ago);
        }
    }

    private ScalarValue Scalar(BoundExpression expression)
    {
        int slot = Slots.Of(expression);
        return new(slot, Slots.ReadsOf(slot));
    }

    private BarValue Element(ColumnRequest column, BarDistance ago)
    {
        var reads = ParameterSet.Union(ago.Slots.Select(Slots.ReadsOf).Prepend(_readsOfColumns[column]));
        // Where the other bars may stop, what is seen of them depends on more than the last one.
        return !_inColumn && column is SeenRequest seen && !seen.Source.Frame.MayStop ? new SeenValue(seen, ago, reads) : new ElementValue(column, ago, reads);
    }

    private ColumnRequest Column(BoundExpression expression, TimeframeColumns frame)
    {
        switch (expression)
        {
            case BoundLetValue { IsScalar: false, Let: var let }:
                if (frame != market.Primary) return Column(let.Value, frame);
                return _lets.TryGetValue(let, out var known) ? known : _lets[let] = Column(let.Value, frame);
            case BoundPrice price:
                return Request($"{price.Field}", frame, [], [], n => new PriceRequest(n, frame, PriceOf(price.Field)));
            case BoundIndicator indicator:
                ImmutableArray<ColumnRequest> sources = [.. indicator.Sources.Select(s => Column(s, frame))];
                ImmutableArray<int> arguments = [.. indicator.Arguments.Select(Slots.Of)];
                return Request($"indicator {NumberOf(indicator.Definition)}.{indicator.OutputIndex}", frame, sources, arguments,
                    n => new IndicatorRequest(n, frame, indicator.Definition, sources, arguments, indicator.OutputIndex));
            case BoundHistory { Operand: BoundPrice or BoundIndicator or BoundExtreme or BoundOn or BoundOf or BoundLetValue { IsScalar: false } } history:
                var operand = Column(history.Operand, frame);
                int ago = Slots.Of(history.Bars);
                return Request("lag", frame, [operand], [ago], n => new LagRequest(n, frame, operand, ago));
            case BoundExtreme extreme:
                var source = Column(extreme.Operand, frame);
                int bars = Slots.Of(extreme.Bars);
                return Request(extreme.Highest ? "highest" : "lowest", frame, [source], [bars], n => new ExtremeRequest(n, frame, source, bars, extreme.Highest));
            case BoundOn on when on.Timeframe == frame.Timeframe:
                return Column(on.Operand, frame);
            case BoundOn on:
                return Seen(on.Operand, market.On(on.Timeframe), frame);
            case BoundOf { Operand: BoundOn on } of:
                return Seen(on.Operand, market.Of(of.Index, on.Timeframe, frame.Timeframe), frame);
            case BoundOf of:
                return Seen(of.Operand, market.Of(of.Index, frame.Timeframe, frame.Timeframe), frame);
            default:
                return Derived(expression, frame);
        }
    }

    private ColumnRequest Seen(BoundExpression operand, TimeframeColumns other, TimeframeColumns frame)
    {
        var source = Column(operand, other);
        return Request("seen", frame, [source], [], n => new SeenRequest(n, frame, source));
    }

    private ColumnRequest Derived(BoundExpression expression, TimeframeColumns frame)
    {
        bool outer = _inColumn;
        _inColumn = true;
        var value = Value(expression, frame, BarDistance.None);
        _inColumn = outer;
        var shape = new ColumnShape(value);
        return Request($"derived {shape.Text}", frame, shape.Columns, shape.Slots, n => new DerivedRequest(n, frame, value, shape.Text, shape.Columns, shape.Slots));
    }

    private ColumnRequest Request(string kind, TimeframeColumns frame, ImmutableArray<ColumnRequest> sources, ImmutableArray<int> slots, Func<int, ColumnRequest> make)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"{NumberOf(frame)}|{kind}|{string.Join(',', sources.Select(s => s.Number))}|{string.Join(',', slots)}");
        if (_columns.TryGetValue(key, out var known)) return known;
        var request = make(_columns.Count);
        _columns.Add(key, request);
        _readsOfColumns.Add(request, ParameterSet.Union(sources.Select(s => _readsOfColumns[s]).Concat(slots.Select(Slots.ReadsOf))));
        return request;
    }

    /// <summary>True for what no bar is read for, behind names too.</summary>
    private bool IsTimeless(BoundExpression expression) => expression switch
    {
        { IsScalar: true } or BoundPositionValue => true,
        BoundLetValue { Let: var let } => _timeless.TryGetValue(let, out bool known) ? known : _timeless[let] = IsTimeless(let.Value),
        BoundHistory history => IsTimeless(history.Operand),
        BoundArithmetic sum => IsTimeless(sum.Left) && IsTimeless(sum.Right),
        BoundNegation negation => IsTimeless(negation.Operand),
        BoundFunction function => function.Arguments.All(IsTimeless),
        _ => false,
    };

    private int NumberOf(object item)
    {
        if (!_numbers.TryGetValue(item, out int number)) _numbers.Add(item, number = _numbers.Count);
        return number;
    }

    private static Func<TimeframeColumns, Column> PriceOf(PriceField field) => field switch
    {
        PriceField.Open => static bars => bars.Open,
        PriceField.High => static bars => bars.High,
        PriceField.Low => static bars => bars.Low,
        PriceField.Close => static bars => bars.Close,
        PriceField.Volume => static bars => bars.Volume,
        PriceField.Hl2 => static bars => bars.Hl2,
        PriceField.Hlc3 => static bars => bars.Hlc3,
        _ => static bars => bars.Ohlc4,
    };
}
