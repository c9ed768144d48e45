using System.Collections.Immutable;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Tests;

/// <summary>What a bound strategy means, evaluated node by node at one bar from the rules: no columns, no caches, no shared code with the compiler.</summary>
internal sealed class TreeEvaluator(BarSeries baseBars, Timeframe primary, double[] parameters, ImmutableArray<BoundRegime> regimes = default)
{
    private readonly Dictionary<Timeframe, BarSeries> _bars = [];
    private readonly Dictionary<(BoundIndicator, Timeframe), double[][]> _indicators = new(new ByReference());

    public BarSeries Primary => BarsOf(primary);

    /// <summary>The value of an expression at a bar of a timeframe; NaN before the first bar.</summary>
    public double Value(BoundExpression expression, Timeframe timeframe, int bar, PositionView position = default)
    {
        switch (expression)
        {
            case BoundConstant constant: return constant.Value;
            case BoundParameterValue parameter: return parameters[parameter.Index];
            case BoundLetValue let: return Value(let.Let.Value, timeframe, bar, position);
            case BoundPrice price: return bar < 0 ? double.NaN : PriceOf(price.Field, BarsOf(timeframe), bar);
            case BoundIndicator indicator: return bar < 0 ? double.NaN : Outputs(indicator, timeframe)[indicator.OutputIndex][bar];
            case BoundHistory history:
                int ago = Whole(history.Bars);
                return ago < 0 ? double.NaN : Value(history.Operand, timeframe, bar - ago, position);
            case BoundOn on: return bar < 0 ? double.NaN : Seen(on, bar);
            case BoundArithmetic sum:
                double left = Value(sum.Left, timeframe, bar, position), right = Value(sum.Right, timeframe, bar, position);
                return sum.Operator switch
                {
                    BoundOperator.Add => left + right,
                    BoundOperator.Subtract => left - right,
                    BoundOperator.Multiply => left * right,
                    _ => left / right,
                };
            case BoundNegation negation: return -Value(negation.Operand, timeframe, bar, position);
            case BoundFunction function: return Function(function.Function, [.. function.Arguments.Select(a => Value(a, timeframe, bar, position))]);
            case BoundExtreme extreme: return Extreme(extreme, timeframe, bar);
            case BoundPositionValue value:
                return value.Value switch
                {
                    PositionValue.BarsInTrade => position.BarsInTrade,
                    PositionValue.Profit => position.Profit,
                    _ => position.EntryPrice,
                };
            default: throw new NotSupportedException(expression.GetType().Name);
        }
    }

    /// <summary>Index of the first regime whose condition holds at a bar; −1 without one.</summary>
    public int RegimeAt(ImmutableArray<BoundRegime> all, int bar)
    {
        for (int i = 0; i < all.Length; i++)
            if (Holds(all[i].Condition, bar)) return i;
        return -1;
    }

    /// <summary>Whether a condition holds at a primary bar.</summary>
    public bool Holds(BoundCondition condition, int bar, PositionView position = default)
    {
        switch (condition)
        {
            case BoundComparison c:
                return Compare(Value(c.Left, primary, bar, position), c.Operator, Value(c.Right, primary, bar, position));
            case BoundCross cross:
                double a = Value(cross.Left, primary, bar, position), b = Value(cross.Right, primary, bar, position);
                double aBefore = Value(cross.Left, primary, bar - 1, position), bBefore = Value(cross.Right, primary, bar - 1, position);
                if (double.IsNaN(a) || double.IsNaN(b) || double.IsNaN(aBefore) || double.IsNaN(bBefore)) return false;
                bool crossed = cross.Direction == CrossDirection.Above ? aBefore <= bBefore && a > b : aBefore >= bBefore && a < b;
                return crossed != cross.Negated;
            case BoundWithin within:
                int window = Whole(within.Bars);
                var held = Enumerable.Range(0, Math.Max(window, 0)).Select(ago => bar - ago >= 0 && Holds(within.Condition, bar - ago, position));
                return within.Every ? held.All(h => h) : held.Any(h => h);
            case BoundTrend trend:
                double[] path = [.. Enumerable.Range(0, Whole(trend.Bars) + 1).Select(ago => Value(trend.Operand, primary, bar - ago))];
                bool steps = Enumerable.Range(1, path.Length - 1).All(i => trend.Rising ? path[i - 1] > path[i] : path[i - 1] < path[i]);
                return trend.Negated ? !steps && !path.Any(double.IsNaN) : steps;
            case BoundInRegime regime: return RegimeAt(regimes, bar) == regime.Index;
            case BoundAnd and: return and.Operands.All(o => Holds(o, bar, position));
            case BoundOr or: return or.Operands.Any(o => Holds(o, bar, position));
            case BoundAtLeast atLeast: return atLeast.Operands.Count(o => Holds(o, bar, position)) >= Whole(atLeast.Count);
            default: throw new NotSupportedException(condition.GetType().Name);
        }
    }

    /// <summary>A comparison; false where a side is undefined (RULES L6).</summary>
    public static bool Compare(double left, ComparisonOperator operation, double right)
    {
        if (double.IsNaN(left) || double.IsNaN(right)) return false;
        return operation switch
        {
            ComparisonOperator.Greater => left > right,
            ComparisonOperator.Less => left < right,
            ComparisonOperator.GreaterOrEqual => left >= right,
            ComparisonOperator.LessOrEqual => left <= right,
            ComparisonOperator.Equal => left == right,
            _ => left != right,
        };
    }

    private int Whole(BoundExpression scalar) => (int)Math.Round(Value(scalar, primary, 0), MidpointRounding.AwayFromZero);

    private double Extreme(BoundExtreme extreme, Timeframe timeframe, int bar)
    {
        int window = Whole(extreme.Bars);
        if (bar - window + 1 < 0) return double.NaN;
        double[] values = [.. Enumerable.Range(0, window).Select(ago => Value(extreme.Operand, timeframe, bar - ago))];
        if (values.Any(double.IsNaN)) return double.NaN;
        return extreme.Highest ? values.Max() : values.Min();
    }

    /// <summary>The last bar of the higher timeframe whose end is at or before the close of the primary bar.</summary>
    private double Seen(BoundOn on, int bar)
    {
        var higher = BarsOf(on.Timeframe);
        long now = Primary.OpenTimes[bar] + primary.Milliseconds;
        for (int i = higher.Count - 1; i >= 0; i--)
            if (higher.OpenTimes[i] + on.Timeframe.Milliseconds <= now) return Value(on.Operand, on.Timeframe, i);
        return double.NaN;
    }

    private double[][] Outputs(BoundIndicator indicator, Timeframe timeframe)
    {
        if (_indicators.TryGetValue((indicator, timeframe), out var known)) return known;
        var bars = BarsOf(timeframe);
        var definition = indicator.Definition;
        double[] arguments = [.. indicator.Arguments.Select((a, i) => definition.Parameters[i].IsInteger ? Whole(a) : Value(a, primary, 0))];
        var running = definition.Create(new IndicatorArguments(definition, arguments));
        double[] inputs = new double[definition.Inputs.Length], outputs = new double[definition.Outputs.Length];
        double[][] columns = [.. outputs.Select(_ => new double[bars.Count])];
        for (int bar = 0; bar < bars.Count; bar++)
        {
            int source = 0;
            for (int i = 0; i < inputs.Length; i++)
                inputs[i] = definition.Inputs[i] switch
                {
                    IndicatorInput.Open => bars.Open[bar],
                    IndicatorInput.High => bars.High[bar],
                    IndicatorInput.Low => bars.Low[bar],
                    IndicatorInput.Close => bars.Close[bar],
                    IndicatorInput.Volume => bars.Volume[bar],
                    IndicatorInput.OpenTime => bars.OpenTimes[bar],
                    _ => Value(indicator.Sources[source++], timeframe, bar),
                };
            running.Update(inputs, outputs);
            for (int i = 0; i < outputs.Length; i++) columns[i][bar] = outputs[i];
        }

        return _indicators[(indicator, timeframe)] = columns;
    }

    private static double PriceOf(PriceField field, BarSeries bars, int bar) => field switch
    {
        PriceField.Open => bars.Open[bar],
        PriceField.High => bars.High[bar],
        PriceField.Low => bars.Low[bar],
        PriceField.Close => bars.Close[bar],
        PriceField.Volume => bars.Volume[bar],
        PriceField.Hl2 => (bars.High[bar] + bars.Low[bar]) / 2,
        PriceField.Hlc3 => (bars.High[bar] + bars.Low[bar] + bars.Close[bar]) / 3,
        _ => (bars.Open[bar] + bars.High[bar] + bars.Low[bar] + bars.Close[bar]) / 4,
    };

    private static double Function(MathFunction function, double[] a) => function switch
    {
        MathFunction.Abs => Math.Abs(a[0]),
        MathFunction.Min => Math.Min(a[0], a[1]),
        MathFunction.Max => Math.Max(a[0], a[1]),
        MathFunction.Log => Math.Log(a[0]),
        MathFunction.Exp => Math.Exp(a[0]),
        MathFunction.Sqrt => Math.Sqrt(a[0]),
        MathFunction.Round => Math.Round(a[0], MidpointRounding.AwayFromZero),
        _ => double.IsNaN(a[0]) ? double.NaN : Math.Sign(a[0]),
    };

    /// <summary>Buckets by the clock, each from the base bars that stand in it.</summary>
    private BarSeries BarsOf(Timeframe timeframe)
    {
        if (_bars.TryGetValue(timeframe, out var known)) return known;
        var buckets = Enumerable.Range(0, baseBars.Count).GroupBy(i => timeframe.BucketStart(baseBars.OpenTimes[i])).ToArray();
        var bars = new BarSeries(baseBars.Symbol, timeframe,
            [.. buckets.Select(b => b.Key)],
            [.. buckets.Select(b => baseBars.Open[b.First()])],
            [.. buckets.Select(b => b.Select(i => baseBars.High[i]).Aggregate(Math.Max))],
            [.. buckets.Select(b => b.Select(i => baseBars.Low[i]).Aggregate(Math.Min))],
            [.. buckets.Select(b => baseBars.Close[b.Last()])],
            [.. buckets.Select(b => b.Sum(i => baseBars.Volume[i]))]);
        return _bars[timeframe] = bars;
    }

    private sealed class ByReference : IEqualityComparer<(BoundIndicator Node, Timeframe Timeframe)>
    {
        public bool Equals((BoundIndicator Node, Timeframe Timeframe) x, (BoundIndicator Node, Timeframe Timeframe) y) =>
            ReferenceEquals(x.Node, y.Node) && x.Timeframe == y.Timeframe;

        public int GetHashCode((BoundIndicator Node, Timeframe Timeframe) key) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Node), key.Timeframe);
    }
}
