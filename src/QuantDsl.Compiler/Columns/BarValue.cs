using System.Collections.Immutable;
using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>A number with a value at every bar, as a rule reads it: a run of bars at a time, or at one bar beside an open position.</summary>
/// <param name="key">Equal keys are equal values.</param>
/// <param name="reads">The parameters it depends on, ascending.</param>
internal abstract class BarValue(string key, ImmutableArray<int> reads)
{
    public string Key { get; } = key;

    public ImmutableArray<int> Reads { get; } = reads;

    /// <summary>Whether the position decides it, beside the bars; then it is only asked at one bar.</summary>
    public virtual bool ReadsPosition => false;

    /// <summary>True for what no bar is read for: it was the same before the first one.</summary>
    public virtual bool IsTimeless => false;

    /// <summary>Adds the columns and the numbers it reads.</summary>
    public abstract void Collect(List<ColumnRequest> columns, List<int> slots);

    /// <summary>Its formula with a place for each of them.</summary>
    public abstract string Shape(ColumnShape shape);

    /// <summary>Fetches its columns. Before a loop over runs, since what computes a column needs the same buffers.</summary>
    public abstract void Prepare(Evaluation evaluation);

    /// <summary>How many bars from one on can be given at once: all of them where they stand in a column, else what fits a buffer.</summary>
    public virtual int LongestRun(Evaluation evaluation, int first) => Evaluation.RunBars;

    /// <summary>The values of the bars <c>[first, first + count)</c>.</summary>
    /// <param name="count">At most the longest run.</param>
    /// <param name="buffer">The first buffer it may write to; those before are in use.</param>
    public abstract RunOperand Run(Evaluation evaluation, int first, int count, int buffer);

    /// <summary>The value at the close of a bar; NaN before the first.</summary>
    public abstract double At(Evaluation evaluation, int bar, in PositionView position);
}

/// <summary>The same at every bar.</summary>
internal sealed class ScalarValue(int slot, ImmutableArray<int> reads) : BarValue($"s{slot}", reads)
{
    public override bool IsTimeless => true;

    public override void Collect(List<ColumnRequest> columns, List<int> slots) => slots.Add(slot);

    public override string Shape(ColumnShape shape) => shape.PlaceOf(slot);

    public override void Prepare(Evaluation evaluation)
    {
    }

    public override int LongestRun(Evaluation evaluation, int first) => int.MaxValue;

    public override RunOperand Run(Evaluation evaluation, int first, int count, int buffer) => new(evaluation.Scalar(slot));

    public override double At(Evaluation evaluation, int bar, in PositionView position) => evaluation.Scalar(slot);
}

/// <summary>A column, some bars ago.</summary>
internal sealed class ElementValue(ColumnRequest column, BarDistance ago, ImmutableArray<int> reads) : BarValue($"c{column.Number}{ago.Key}", reads)
{
    public override void Collect(List<ColumnRequest> columns, List<int> slots)
    {
        columns.Add(column);
        slots.AddRange(ago.Slots);
    }

    public override string Shape(ColumnShape shape) => ago.Shape(shape.PlaceOf(column), shape);

    public override void Prepare(Evaluation evaluation) => evaluation.ColumnOf(column);

    public override int LongestRun(Evaluation evaluation, int first) => first >= ago.Of(evaluation) ? int.MaxValue : Evaluation.RunBars;

    public override RunOperand Run(Evaluation evaluation, int first, int count, int buffer)
    {
        double[] values = evaluation.ColumnOf(column).Values;
        int from = first - ago.Of(evaluation);
        if (from >= 0) return new(values.AsSpan(from, count));
        var run = evaluation.Buffer(buffer, count);
        int undefined = Math.Min(count, -from);
        run[..undefined].Fill(double.NaN);
        if (undefined < count) values.AsSpan(0, count - undefined).CopyTo(run[undefined..]);
        return new(run);
    }

    public override double At(Evaluation evaluation, int bar, in PositionView position)
    {
        double[] values = evaluation.ColumnOf(column).Values;
        int at = bar - ago.Of(evaluation);
        return (uint)at < (uint)values.Length ? values[at] : double.NaN;
    }
}

/// <summary>Of the open position.</summary>
internal sealed class PositionNumber(PositionValue value) : BarValue($"p{value}", [])
{
    public override bool ReadsPosition => true;

    public override bool IsTimeless => true;

    public override void Collect(List<ColumnRequest> columns, List<int> slots)
    {
    }

    public override string Shape(ColumnShape shape) => "nan";

    public override void Prepare(Evaluation evaluation)
    {
    }

    public override RunOperand Run(Evaluation evaluation, int first, int count, int buffer) =>
        throw new InvalidOperationException("a value of the position is asked bar by bar");

    public override double At(Evaluation evaluation, int bar, in PositionView position) => value switch
    {
        PositionValue.BarsInTrade => position.BarsInTrade,
        PositionValue.Profit => position.Profit,
        _ => position.EntryPrice,
    };
}

/// <summary>Two numbers by an operator.</summary>
internal sealed class ArithmeticValue(BarValue left, BoundOperator operation, BarValue right)
    : BarValue($"({left.Key} {operation} {right.Key})", ParameterSet.Union(left.Reads, right.Reads))
{
    public override bool ReadsPosition { get; } = left.ReadsPosition || right.ReadsPosition;

    public override bool IsTimeless { get; } = left.IsTimeless && right.IsTimeless;

    public override void Collect(List<ColumnRequest> columns, List<int> slots)
    {
        left.Collect(columns, slots);
        right.Collect(columns, slots);
    }

    public override string Shape(ColumnShape shape) => $"({left.Shape(shape)} {Sign} {right.Shape(shape)})";

    private char Sign => operation switch { BoundOperator.Add => '+', BoundOperator.Subtract => '-', BoundOperator.Multiply => '*', _ => '/' };

    public override void Prepare(Evaluation evaluation)
    {
        left.Prepare(evaluation);
        right.Prepare(evaluation);
    }

    public override RunOperand Run(Evaluation evaluation, int first, int count, int buffer)
    {
        // The left run may stand in the buffer of the result: each value is read before it is written over.
        RunOperand l = left.Run(evaluation, first, count, buffer), r = right.Run(evaluation, first, count, buffer + 1);
        if (l.IsSame && r.IsSame) return new(SeriesEvaluator.Of(operation, l.Same, r.Same));
        var run = evaluation.Buffer(buffer, count);
        RunArithmetic.Of(operation, l, r, run);
        return new(run);
    }

    public override double At(Evaluation evaluation, int bar, in PositionView position) =>
        SeriesEvaluator.Of(operation, left.At(evaluation, bar, position), right.At(evaluation, bar, position));
}

/// <summary>A number with the other sign.</summary>
internal sealed class NegatedValue(BarValue operand) : BarValue($"-{operand.Key}", operand.Reads)
{
    public override bool ReadsPosition { get; } = operand.ReadsPosition;

    public override bool IsTimeless { get; } = operand.IsTimeless;

    public override void Collect(List<ColumnRequest> columns, List<int> slots) => operand.Collect(columns, slots);

    public override string Shape(ColumnShape shape) => $"-{operand.Shape(shape)}";

    public override void Prepare(Evaluation evaluation) => operand.Prepare(evaluation);

    public override RunOperand Run(Evaluation evaluation, int first, int count, int buffer)
    {
        var values = operand.Run(evaluation, first, count, buffer);
        if (values.IsSame) return new(-values.Same);
        var run = evaluation.Buffer(buffer, count);
        for (int i = 0; i < run.Length; i++) run[i] = -values.Values[i];
        return new(run);
    }

    public override double At(Evaluation evaluation, int bar, in PositionView position) => -operand.At(evaluation, bar, position);
}

/// <summary>A function of one or two numbers.</summary>
/// <param name="second">The first again where there is one.</param>
internal sealed class FunctionValue(MathFunction function, BarValue first, BarValue second)
    : BarValue($"{function}({first.Key}, {second.Key})", ParameterSet.Union(first.Reads, second.Reads))
{
    public override bool ReadsPosition { get; } = first.ReadsPosition || second.ReadsPosition;

    public override bool IsTimeless { get; } = first.IsTimeless && second.IsTimeless;

    public override void Collect(List<ColumnRequest> columns, List<int> slots)
    {
        first.Collect(columns, slots);
        if (second != first) second.Collect(columns, slots);
    }

    public override string Shape(ColumnShape shape) =>
        $"{function.ToString().ToLowerInvariant()}({first.Shape(shape)}{(second == first ? "" : ", " + second.Shape(shape))})";

    public override void Prepare(Evaluation evaluation)
    {
        first.Prepare(evaluation);
        if (second != first) second.Prepare(evaluation);
    }

    public override RunOperand Run(Evaluation evaluation, int firstBar, int count, int buffer)
    {
        var l = first.Run(evaluation, firstBar, count, buffer);
        var r = second == first ? l : second.Run(evaluation, firstBar, count, buffer + 1);
        if (l.IsSame && r.IsSame) return new(SeriesEvaluator.Of(function, l.Same, r.Same));
        var run = evaluation.Buffer(buffer, count);
        for (int i = 0; i < run.Length; i++) run[i] = SeriesEvaluator.Of(function, l.At(i), r.At(i));
        return new(run);
    }

    public override double At(Evaluation evaluation, int bar, in PositionView position)
    {
        double l = first.At(evaluation, bar, position);
        return SeriesEvaluator.Of(function, l, second == first ? l : second.At(evaluation, bar, position));
    }
}
