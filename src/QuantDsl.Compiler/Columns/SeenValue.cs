using System.Collections.Immutable;
using QuantDsl.Language.Syntax;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>A column of a higher timeframe at primary closes, some bars ago. It is brought there a run at a time and never stands as a whole column.</summary>
/// <param name="seen">The column at primary closes, for who asks at one bar.</param>
internal sealed class SeenValue(SeenRequest seen, BarDistance ago, ImmutableArray<int> reads) : BarValue($"c{seen.Number}{ago.Key}", reads)
{
    private readonly SeenBars _bars = seen.Source.Frame.Seen;

    public override void Collect(List<ColumnRequest> columns, List<int> slots)
    {
        columns.Add(seen);
        slots.AddRange(ago.Slots);
    }

    public override string Shape(ColumnShape shape) => ago.Shape(shape.PlaceOf(seen), shape);

    public override void Prepare(Evaluation evaluation) => evaluation.ColumnOf(seen.Source);

    public override RunOperand Run(Evaluation evaluation, int first, int count, int buffer)
    {
        var run = evaluation.Buffer(buffer, count);
        _bars.Write(evaluation.ColumnOf(seen.Source).Values, first - ago.Of(evaluation), run);
        return new(run);
    }

    public override double At(Evaluation evaluation, int bar, in PositionView position)
    {
        double[] values = evaluation.ColumnOf(seen).Values;
        int at = bar - ago.Of(evaluation);
        return (uint)at < (uint)values.Length ? values[at] : double.NaN;
    }

    /// <summary>Whether a comparison with another number can be decided on the higher bars: it changes only where they do.</summary>
    public bool IsComparedThere(BarValue other) => other is ScalarValue || (other is SeenValue right && right._bars == _bars && right.Ago.Key == ago.Key);

    /// <summary>Writes where a comparison with such a number holds.</summary>
    /// <param name="isLeft">Whether this is the left side of the two.</param>
    public void Compare(Evaluation evaluation, ComparisonOperator operation, BarValue other, bool isLeft, Span<ulong> words)
    {
        double[] values = evaluation.ColumnOf(seen.Source).Values;
        RunOperand own = new(values), against = other is SeenValue right ? new(evaluation.ColumnOf(right.Source).Values) : other.Run(evaluation, 0, 1, 0);
        ulong[] there = evaluation.RentWords();
        WordComparison.Compare(values.Length, isLeft ? own : against, operation, isLeft ? against : own, there, WordComparison.Fastest);
        _bars.Write(there, ago.Of(evaluation), words);
        evaluation.Return(there);
    }

    private BarDistance Ago => ago;

    private ColumnRequest Source => seen.Source;
}
