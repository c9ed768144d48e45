using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;

namespace QuantDsl.Language.Tests.Semantics;

/// <summary>Computes what a strategy reads over real bars, column by column, to see when it is defined; knows nothing of look-backs.</summary>
internal sealed class DefinedBars(BoundStrategy strategy, BarSeries bars)
{
    private readonly double[] _parameters = [.. strategy.Parameters.Select(p => p.Default)];
    private readonly Dictionary<(Timeframe, string), double[]> _lets = [];
    private readonly Dictionary<Timeframe, (BarSeries Bars, int[] Closed)> _higher = [];

    /// <summary>The first bar at whose close everything the rules, stops and targets read has a value; −1 if there is none.</summary>
    public int First()
    {
        int first = 0;
        foreach (var rule in Rules()) first = Later(first, FirstOf(rule, 0));
        foreach (var series in strategy.Regimes.Select(r => r.Stop?.Series).Concat([strategy.Stop?.Series, strategy.Target?.Series]).OfType<BoundExpression>()) first = Later(first, FirstOf(series, 0));
        return first;
    }

    /// <summary>The first bar at which the warm-up requirements hold; −1 if there is none.</summary>
    public int FirstWarm()
    {
        for (int i = 0; i < bars.Count; i++)
            if (strategy.Warmup.All(r => i >= r.PrimaryShift && ClosedAt(r.Timeframe, i - r.PrimaryShift) >= r.Bars)) return i;
        return -1;
    }

    private IEnumerable<BoundCondition> Rules() =>
        strategy.Regimes.Select(r => (BoundCondition?)r.Condition).Concat([strategy.EnterLong, strategy.EnterShort, strategy.ExitLong, strategy.ExitShort]).OfType<BoundCondition>();

    private static int Later(int left, int right) => left < 0 || right < 0 ? -1 : Math.Max(left, right);

    private int FirstOf(BoundCondition condition, int back) => condition switch
    {
        BoundComparison c => Later(FirstOf(c.Left, back), FirstOf(c.Right, back)),
        BoundCross c => Later(FirstOf(c.Left, back + 1), FirstOf(c.Right, back + 1)),
        BoundWithin w => FirstOf(w.Condition, back + Whole(w.Bars) - 1),
        BoundTrend t => FirstOf(t.Operand, back + Whole(t.Bars)),
        BoundAnd a => a.Operands.Aggregate(0, (first, o) => Later(first, FirstOf(o, back))),
        BoundOr o => o.Operands.Aggregate(0, (first, p) => Later(first, FirstOf(p, back))),
        BoundAtLeast a => a.Operands.Aggregate(0, (first, o) => Later(first, FirstOf(o, back))),
        // What the regimes read is counted with them.
        BoundInRegime => 0,
        _ => throw new InvalidOperationException(),
    };

    private int FirstOf(BoundExpression expression, int back)
    {
        if (expression.IsScalar || ReadsPosition(expression)) return 0;
        int index = Array.FindIndex(Column(expression, bars), v => !double.IsNaN(v));
        return index < 0 || index + back >= bars.Count ? -1 : index + back;
    }

    private static bool ReadsPosition(BoundExpression expression) => expression switch
    {
        BoundPositionValue => true,
        BoundArithmetic a => ReadsPosition(a.Left) || ReadsPosition(a.Right),
        _ => false,
    };

    private int ClosedAt(Timeframe timeframe, int bar) => Higher(timeframe).Closed[bar];

    /// <summary>The bars of a timeframe, and how many of them are closed at each primary close.</summary>
    private (BarSeries Bars, int[] Closed) Higher(Timeframe timeframe)
    {
        if (_higher.TryGetValue(timeframe, out var known)) return known;
        var higher = bars.Aggregate(timeframe);
        int[] closed = [.. Enumerable.Range(0, bars.Count).Select(i => Enumerable.Range(0, higher.Count).Count(h => higher.CloseTime(h) <= bars.CloseTime(i)))];
        return _higher[timeframe] = (higher, closed);
    }

    private int Whole(BoundExpression scalar) => (int)ScalarProgram.Evaluate(scalar, _parameters);

    private double[] Column(BoundExpression expression, BarSeries on)
    {
        if (expression.IsScalar) return [.. Enumerable.Repeat(ScalarProgram.Evaluate(expression, _parameters), on.Count)];
        return expression switch
        {
            BoundPrice price => Price(price.Field, on),
            BoundLetValue use => _lets.TryGetValue((on.Timeframe, use.Let.Name), out double[]? known) ? known : _lets[(on.Timeframe, use.Let.Name)] = Column(use.Let.Value, on),
            BoundIndicator indicator => Indicator(indicator, on),
            BoundHistory h => Shifted(Column(h.Operand, on), Whole(h.Bars)),
            BoundExtreme e => Windowed(Column(e.Operand, on), Whole(e.Bars)),
            BoundOn higher => AtPrimary(Column(higher.Operand, Higher(higher.Timeframe).Bars), higher.Timeframe),
            BoundArithmetic a => [.. Column(a.Left, on).Zip(Column(a.Right, on), (x, y) => x + y)],
            BoundNegation n => Column(n.Operand, on),
            BoundFunction f => f.Arguments.Select(a => Column(a, on)).Aggregate((x, y) => [.. x.Zip(y, (p, q) => p + q)]),
            _ => throw new InvalidOperationException(),
        };
    }

    private double[] Indicator(BoundIndicator indicator, BarSeries on)
    {
        int source = 0;
        double[][] inputs = [.. indicator.Definition.Inputs.Select(i => i switch
        {
            IndicatorInput.Source => Column(indicator.Sources[source++], on),
            IndicatorInput.OpenTime => [.. on.OpenTimes.Select(t => (double)t)],
            _ => Price(Enum.Parse<PriceField>(i.ToString()), on),
        })];
        double[] arguments = [.. indicator.Arguments.Select(a => ScalarProgram.Evaluate(a, _parameters))];
        return indicator.Definition.Compute(inputs, arguments)[indicator.OutputIndex];
    }

    private static double[] Price(PriceField field, BarSeries on) => field switch
    {
        PriceField.Open => [.. on.Open],
        PriceField.High => [.. on.High],
        PriceField.Low => [.. on.Low],
        PriceField.Volume => [.. on.Volume],
        _ => [.. on.Close],
    };

    private static double[] Shifted(double[] column, int bars) =>
        [.. Enumerable.Repeat(double.NaN, Math.Min(bars, column.Length)).Concat(column).Take(column.Length)];

    private static double[] Windowed(double[] column, int bars) =>
        [.. column.Select((_, i) => i < bars - 1 ? double.NaN : column[(i - bars + 1)..(i + 1)].Sum())];

    private double[] AtPrimary(double[] column, Timeframe timeframe) =>
        [.. Higher(timeframe).Closed.Select(closed => closed == 0 ? double.NaN : column[closed - 1])];
}
