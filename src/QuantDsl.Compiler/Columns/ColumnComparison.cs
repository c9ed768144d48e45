using QuantDsl.Language.Syntax;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>Compares whole columns to the set of bars at which the comparison holds; an undefined side never does (RULES L6).</summary>
internal static class ColumnComparison
{
    /// <summary>Where <c>left operator right</c> holds.</summary>
    /// <param name="barCount">How many values both have.</param>
    public static BarSet Of(int barCount, Operand left, ComparisonOperator operation, Operand right)
    {
        var words = new ulong[BarSet.WordsFor(barCount)];
        WordComparison.Compare(barCount, left.Run, operation, right.Run, words, WordComparison.Fastest);
        return new(barCount, words);
    }

    /// <summary>Where a value is defined.</summary>
    public static BarSet Defined(int barCount, Operand value) => Of(barCount, value, ComparisonOperator.Equal, value);

    /// <summary>Where a series rose, or fell, since the bar before; never at the first.</summary>
    public static BarSet Steps(double[] values, bool rising)
    {
        if (values.Length < 2) return BarSet.None(values.Length);
        // Compared against itself a bar on; the answer of a step belongs to its second bar.
        var steps = new ulong[BarSet.WordsFor(values.Length)];
        WordComparison.Compare(values.Length - 1, new(values.AsSpan(1)), rising ? ComparisonOperator.Greater : ComparisonOperator.Less, new(values.AsSpan(0, values.Length - 1)),
            steps, WordComparison.Fastest);
        return new BarSet(values.Length, steps).Later(1);
    }

    /// <summary>One side: a value per bar, or one for all of them.</summary>
    public readonly record struct Operand(double[]? Values, double Value)
    {
        internal RunOperand Run => Values is null ? new(Value) : new(Values);
    }
}
