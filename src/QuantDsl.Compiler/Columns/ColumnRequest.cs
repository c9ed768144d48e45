using System.Collections.Immutable;
using QuantDsl.Indicators;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>One column that a strategy asks of its market, for whatever combination.</summary>
/// <param name="number">Its place among the requests of the strategy; stands for it in keys.</param>
/// <param name="frame">Whose bars it has a value for.</param>
internal abstract class ColumnRequest(int number, TimeframeColumns frame)
{
    public int Number { get; } = number;

    public TimeframeColumns Frame { get; } = frame;

    /// <summary>The column for the combination of an evaluation; asked once in it.</summary>
    public abstract Column Ask(Evaluation evaluation);
}

/// <summary>A price or volume series.</summary>
internal sealed class PriceRequest(int number, TimeframeColumns frame, Func<TimeframeColumns, Column> price) : ColumnRequest(number, frame)
{
    public override Column Ask(Evaluation evaluation) => price(Frame);
}

/// <summary>One output of an indicator.</summary>
/// <param name="arguments">Slots.</param>
internal sealed class IndicatorRequest(int number, TimeframeColumns frame, IndicatorDefinition definition, ImmutableArray<ColumnRequest> sources, ImmutableArray<int> arguments, int output)
    : ColumnRequest(number, frame)
{
    public override Column Ask(Evaluation evaluation)
    {
        Span<double> numbers = stackalloc double[arguments.Length];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = evaluation.Scalar(arguments[i]);
        return Frame.Indicator(definition, evaluation.ColumnsOf(this, sources), numbers, output);
    }
}

/// <summary>A column some bars ago.</summary>
/// <param name="ago">A slot.</param>
internal sealed class LagRequest(int number, TimeframeColumns frame, ColumnRequest source, int ago) : ColumnRequest(number, frame)
{
    public override Column Ask(Evaluation evaluation) => Frame.Lag(evaluation.ColumnOf(source), NumberOfBars.Ago(evaluation.Scalar(ago)));
}

/// <summary>The highest or lowest of the last bars of a column.</summary>
/// <param name="bars">A slot.</param>
internal sealed class ExtremeRequest(int number, TimeframeColumns frame, ColumnRequest source, int bars, bool highest) : ColumnRequest(number, frame)
{
    public override Column Ask(Evaluation evaluation)
    {
        var column = evaluation.ColumnOf(source);
        int window = NumberOfBars.Of(evaluation.Scalar(bars));
        return highest ? Frame.Highest(column, window) : Frame.Lowest(column, window);
    }
}

/// <summary>A column of other bars at the closes of these.</summary>
internal sealed class SeenRequest(int number, TimeframeColumns frame, ColumnRequest source) : ColumnRequest(number, frame)
{
    /// <summary>The column on its own bars.</summary>
    public ColumnRequest Source => source;

    public override Column Ask(Evaluation evaluation) => source.Frame.AtPrimary(evaluation.ColumnOf(source));
}

/// <summary>A column computed from others, a run of bars at a time.</summary>
/// <param name="shape">The formula with a place for each of <paramref name="sources"/>, then for each of <paramref name="numbers"/>.</param>
/// <param name="numbers">Slots.</param>
internal sealed class DerivedRequest(int number, TimeframeColumns frame, BarValue value, string shape, ImmutableArray<ColumnRequest> sources, ImmutableArray<int> numbers) : ColumnRequest(number, frame)
{
    public override Column Ask(Evaluation evaluation)
    {
        Span<double> filled = numbers.Length <= 64 ? stackalloc double[numbers.Length] : new double[numbers.Length];
        for (int i = 0; i < filled.Length; i++) filled[i] = evaluation.Scalar(numbers[i]);
        // All of them before the formula runs: computing one of them would use the same buffers.
        value.Prepare(evaluation);
        return Frame.Derive(shape, evaluation.ColumnsOf(this, sources), filled, new Formula(value, evaluation));
    }

    private readonly ref struct Formula(BarValue value, Evaluation evaluation) : IColumnFormula
    {
        public void Fill(Span<double> values)
        {
            for (int first = 0; first < values.Length; first += Evaluation.RunBars)
            {
                var run = values.Slice(first, Math.Min(Evaluation.RunBars, values.Length - first));
                var operand = value.Run(evaluation, first, run.Length, 0);
                if (operand.IsSame) run.Fill(operand.Same);
                else operand.Values.CopyTo(run);
            }
        }
    }
}
