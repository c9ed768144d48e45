using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>The columnar back end for series: a bound expression straight to a column, without a class. Same answers as the class, bit for bit.</summary>
/// <param name="market">Where columns are computed and shared.</param>
/// <param name="parameters">One value per parameter of the strategy, in declared order.</param>
public sealed class SeriesEvaluator(MarketColumns market, double[] parameters)
{
    // By node: nothing else asks for these, so they need no place in the market's cache.
    private readonly Dictionary<(BoundExpression, TimeframeColumns), Column> _derived = new(new ByReference());

    /// <summary>The values of an expression at primary closes.</summary>
    public Column ColumnOf(BoundExpression expression) => ColumnOf(expression, market.Primary);

    private Column ColumnOf(BoundExpression expression, TimeframeColumns bars) => expression switch
    {
        BoundLetValue { Let: var let } => ColumnOf(let.Value, bars),
        BoundPrice { Field: var field } => PriceOf(field, bars),
        BoundIndicator indicator => bars.Indicator(indicator.Definition, [.. indicator.Sources.Select(s => ColumnOf(s, bars))],
            [.. indicator.Arguments.Select(Scalar)], indicator.OutputIndex),
        BoundHistory history => Lag(history.Operand, NumberOfBars.Ago(Scalar(history.Bars)), bars),
        BoundExtreme { Highest: true } highest => bars.Highest(ColumnOf(highest.Operand, bars), NumberOfBars.Of(Scalar(highest.Bars))),
        BoundExtreme lowest => bars.Lowest(ColumnOf(lowest.Operand, bars), NumberOfBars.Of(Scalar(lowest.Bars))),
        BoundOn on when on.Timeframe == bars.Timeframe => ColumnOf(on.Operand, bars),
        BoundOn on => Seen(on.Operand, market.On(on.Timeframe)),
        BoundOf { Operand: BoundOn on } of => Seen(on.Operand, market.Of(of.Index, on.Timeframe, bars.Timeframe)),
        BoundOf of => Seen(of.Operand, market.Of(of.Index, bars.Timeframe, bars.Timeframe)),
        _ => Derived(expression, bars),
    };

    private Column Seen(BoundExpression operand, TimeframeColumns higher) => higher.AtPrimary(ColumnOf(operand, higher));

    private Column Derived(BoundExpression expression, TimeframeColumns bars)
    {
        if (_derived.TryGetValue((expression, bars), out var known)) return known;
        var values = new double[bars.Count];
        switch (expression)
        {
            case { IsScalar: true }:
                Array.Fill(values, Scalar(expression));
                break;
            case BoundArithmetic sum:
                double[] left = ColumnOf(sum.Left, bars).Values, right = ColumnOf(sum.Right, bars).Values;
                for (int i = 0; i < values.Length; i++) values[i] = Of(sum.Operator, left[i], right[i]);
                break;
            case BoundNegation negation:
                double[] operand = ColumnOf(negation.Operand, bars).Values;
                for (int i = 0; i < values.Length; i++) values[i] = -operand[i];
                break;
            case BoundFunction function:
                double[][] arguments = [.. function.Arguments.Select(a => ColumnOf(a, bars).Values)];
                for (int i = 0; i < values.Length; i++) values[i] = Of(function.Function, arguments[0][i], arguments[^1][i]);
                break;
            default:
                // Values of the position: a column is the same for every position.
                Array.Fill(values, double.NaN);
                break;
        }

        return _derived[(expression, bars)] = new("derived", values);
    }

    /// <summary>The value of an expression that is the same at every bar.</summary>
    public double Scalar(BoundExpression scalar) => ScalarProgram.Evaluate(scalar, parameters);

    // What is the same at every bar was so before the first one too.
    private Column Lag(BoundExpression operand, int ago, TimeframeColumns bars) =>
        IsTimeless(operand) ? ColumnOf(operand, bars) : bars.Lag(ColumnOf(operand, bars), ago);

    private static Column PriceOf(PriceField field, TimeframeColumns bars) => field switch
    {
        PriceField.Open => bars.Open,
        PriceField.High => bars.High,
        PriceField.Low => bars.Low,
        PriceField.Close => bars.Close,
        PriceField.Volume => bars.Volume,
        PriceField.Hl2 => bars.Hl2,
        PriceField.Hlc3 => bars.Hlc3,
        _ => bars.Ohlc4,
    };

    /// <summary>True for what no bar is read for: at every bar it is what it is at any other.</summary>
    internal static bool IsTimeless(BoundExpression expression) => expression switch
    {
        { IsScalar: true } or BoundPositionValue => true,
        BoundHistory history => IsTimeless(history.Operand),
        BoundArithmetic sum => IsTimeless(sum.Left) && IsTimeless(sum.Right),
        BoundNegation negation => IsTimeless(negation.Operand),
        BoundFunction function => function.Arguments.All(IsTimeless),
        _ => false,
    };

    internal static double Of(BoundOperator operation, double left, double right) => operation switch
    {
        BoundOperator.Add => left + right,
        BoundOperator.Subtract => left - right,
        BoundOperator.Multiply => left * right,
        _ => left / right,
    };

    internal static double Of(MathFunction function, double first, double second) => function switch
    {
        MathFunction.Abs => Math.Abs(first),
        MathFunction.Min => Math.Min(first, second),
        MathFunction.Max => Math.Max(first, second),
        MathFunction.Log => Math.Log(first),
        MathFunction.Exp => Math.Exp(first),
        MathFunction.Sqrt => Math.Sqrt(first),
        MathFunction.Round => Math.Round(first, MidpointRounding.AwayFromZero),
        _ => first > 0 ? 1 : first < 0 ? -1 : first,
    };

    private sealed class ByReference : IEqualityComparer<(BoundExpression Node, TimeframeColumns Bars)>
    {
        public bool Equals((BoundExpression Node, TimeframeColumns Bars) x, (BoundExpression Node, TimeframeColumns Bars) y) =>
            ReferenceEquals(x.Node, y.Node) && ReferenceEquals(x.Bars, y.Bars);

        public int GetHashCode((BoundExpression Node, TimeframeColumns Bars) key) => HashCode.Combine(
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Node), System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Bars));
    }
}
