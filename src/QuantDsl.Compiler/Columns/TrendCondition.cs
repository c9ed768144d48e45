using System.Collections.Immutable;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>So many steps of a series in a row, or where all its values are there and they were not.</summary>
/// <param name="step">Where the series made a step its way.</param>
/// <param name="defined">Where it has a value.</param>
/// <param name="bars">A slot.</param>
internal sealed class TrendCondition(BarCondition step, BarCondition defined, int bars, ImmutableArray<int> readsOfBars, bool negated)
    : BarCondition($"{(negated ? "not " : "")}trend({step.Name}, s{bars})", ParameterSet.Union(step.Reads, readsOfBars))
{
    public override void Fill(Evaluation evaluation, Span<ulong> words)
    {
        int steps = NumberOfBars.Of(evaluation.Scalar(bars));
        if (steps < 1)
        {
            words.Clear();
            return;
        }

        evaluation.Sets.Write(step, evaluation, words);
        BarWords.HoldThroughout(words, steps);
        if (!negated) return;
        ulong[] there = evaluation.RentWords();
        evaluation.Sets.Write(defined, evaluation, there);
        BarWords.HoldThroughout(there, steps + 1);
        BarWords.Except(there, words);
        there.CopyTo(words);
        evaluation.Return(there);
    }
}
