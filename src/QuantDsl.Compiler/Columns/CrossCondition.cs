using System.Collections.Immutable;
using QuantDsl.Language.Syntax;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>Where one number overtakes another and where it falls below it: both directions come of one reading of the numbers.</summary>
internal sealed class Crosses(BarValue left, BarValue right) : BarCondition($"{left.Key} crosses {right.Key}", ParameterSet.Union(left.Reads, right.Reads))
{
    public BarValue Left => left;

    public BarValue Right => right;

    /// <summary>The bars of a cross above.</summary>
    public override void Fill(Evaluation evaluation, Span<ulong> words)
    {
        ulong[] below = evaluation.RentWords();
        Fill(evaluation, words, below);
        evaluation.Return(below);
    }

    /// <summary>The bars of a cross above, and those of one below.</summary>
    public void Fill(Evaluation evaluation, Span<ulong> above, Span<ulong> below)
    {
        left.Prepare(evaluation);
        right.Prepare(evaluation);
        // Nothing is defined before the first bar, and what is the same at every bar crosses nothing.
        var before = new WordComparison.CrossState(false, false);
        for (int first = 0, count; first < evaluation.BarCount; first += count)
        {
            count = evaluation.RunFrom(first, left, right);
            WordComparison.Cross(count, left.Run(evaluation, first, count, 0), right.Run(evaluation, first, count, 1), ref before, above[(first >> 6)..], below[(first >> 6)..], WordComparison.Fastest);
        }
    }
}

/// <summary>A cross, or where it did not happen although all four values of it are there.</summary>
internal sealed class CrossCondition(Crosses crosses, CrossDirection direction, bool negated)
    : BarCondition($"{(negated ? "no " : "")}{direction} {crosses.Name}", crosses.Reads)
{
    private readonly ComparisonCondition _leftIsDefined = new(crosses.Left, ComparisonOperator.Equal, crosses.Left), _rightIsDefined = new(crosses.Right, ComparisonOperator.Equal, crosses.Right);

    /// <summary>Of which it is one direction.</summary>
    public Crosses Crosses => crosses;

    public CrossDirection Direction => direction;

    public bool IsNegated => negated;

    public override bool ReadsPosition { get; } = crosses.Left.ReadsPosition || crosses.Right.ReadsPosition;

    public override void Fill(Evaluation evaluation, Span<ulong> words)
    {
        evaluation.Sets.Write(crosses, direction, evaluation, words);
        if (!negated) return;
        ulong[] defined = evaluation.RentWords();
        Defined(evaluation, defined);
        BarWords.Except(defined, words);
        defined.CopyTo(words);
        evaluation.Return(defined);
    }

    public override bool Holds(Evaluation evaluation, int bar, in PositionView position)
    {
        if (!ReadsPosition) return base.Holds(evaluation, bar, position);
        double leftBefore = crosses.Left.At(evaluation, bar - 1, position), rightBefore = crosses.Right.At(evaluation, bar - 1, position);
        double left = crosses.Left.At(evaluation, bar, position), right = crosses.Right.At(evaluation, bar, position);
        if (double.IsNaN(leftBefore) || double.IsNaN(rightBefore) || double.IsNaN(left) || double.IsNaN(right)) return false;
        return negated != (direction == CrossDirection.Above ? leftBefore <= rightBefore && left > right : leftBefore >= rightBefore && left < right);
    }

    /// <summary>Where both numbers are defined, and were at the bar before.</summary>
    private void Defined(Evaluation evaluation, ulong[] words)
    {
        ulong[] other = evaluation.RentWords();
        _leftIsDefined.Fill(evaluation, words);
        _rightIsDefined.Fill(evaluation, other);
        BarWords.And(words, other);
        evaluation.Return(other);
        if (!crosses.Left.IsTimeless || !crosses.Right.IsTimeless) BarWords.AndLater(words, 1);
    }
}
