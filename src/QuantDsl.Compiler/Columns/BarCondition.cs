using System.Collections.Immutable;
using QuantDsl.Language.Syntax;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>A condition of a strategy over the columns of one market: a set of bars, or asked bar by bar where it reads the position.</summary>
/// <param name="key">Equal keys are equal conditions.</param>
/// <param name="reads">The parameters it depends on, ascending.</param>
internal abstract class BarCondition(string key, ImmutableArray<int> reads)
{
    private bool _isUsed;

    public string Key { get; } = key;

    public ImmutableArray<int> Reads { get; } = reads;

    /// <summary>Tells it apart from the others of its strategy, once it is known that no other is equal.</summary>
    public int Number { get; set; }

    /// <summary>Stands for it in the keys of what it is part of: as texts they would double at every level.</summary>
    public string Name => $"#{Number}";

    /// <summary>Whether its bars are kept: when whatever they are computed for is computed more often than they are.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Whether the position decides it, beside the bars.</summary>
    public virtual bool ReadsPosition => false;

    /// <summary>Counts a use of its bars.</summary>
    /// <param name="readsOfUser">The parameters of whatever uses it, a superset of <see cref="Reads"/>.</param>
    public virtual void Use(ImmutableArray<int> readsOfUser)
    {
        if (_isUsed || Reads.Length < readsOfUser.Length) Keep();
        _isUsed = true;
    }

    /// <summary>Has its bars kept.</summary>
    public void Keep() => IsKept = true;

    /// <summary>Writes the bars at whose close it holds; bits beyond the last bar may become anything.</summary>
    /// <param name="words">All words of the market; what is in them is written over.</param>
    public abstract void Fill(Evaluation evaluation, Span<ulong> words);

    /// <summary>Whether it holds at the close of a bar, with the position as it is there.</summary>
    public virtual bool Holds(Evaluation evaluation, int bar, in PositionView position) => evaluation.BarsOf(this).Contains(bar);
}

/// <summary>Of numbers that no position decides, or some that one does.</summary>
internal sealed class ComparisonCondition(BarValue left, ComparisonOperator operation, BarValue right)
    : BarCondition($"{left.Key} {operation} {right.Key}", ParameterSet.Union(left.Reads, right.Reads))
{
    public override bool ReadsPosition { get; } = left.ReadsPosition || right.ReadsPosition;

    public override void Fill(Evaluation evaluation, Span<ulong> words)
    {
        left.Prepare(evaluation);
        right.Prepare(evaluation);
        if (left is SeenValue l && l.IsComparedThere(right))
        {
            l.Compare(evaluation, operation, right, isLeft: true, words);
            return;
        }

        if (right is SeenValue r && r.IsComparedThere(left))
        {
            r.Compare(evaluation, operation, left, isLeft: false, words);
            return;
        }

        for (int first = 0, count; first < evaluation.BarCount; first += count)
        {
            count = evaluation.RunFrom(first, left, right);
            WordComparison.Compare(count, left.Run(evaluation, first, count, 0), operation, right.Run(evaluation, first, count, 1), words[(first >> 6)..], WordComparison.Fastest);
        }
    }

    public override bool Holds(Evaluation evaluation, int bar, in PositionView position)
    {
        if (!ReadsPosition) return base.Holds(evaluation, bar, position);
        double l = left.At(evaluation, bar, position), r = right.At(evaluation, bar, position);
        return operation switch
        {
            ComparisonOperator.Greater => l > r,
            ComparisonOperator.Less => l < r,
            ComparisonOperator.GreaterOrEqual => l >= r,
            ComparisonOperator.LessOrEqual => l <= r,
            ComparisonOperator.Equal => l == r,
            _ => l < r || l > r,
        };
    }
}

/// <summary>The condition held at this close or one of those before it in a window, or at all of them.</summary>
/// <param name="bars">A slot.</param>
internal sealed class WindowCondition(BarCondition condition, int bars, ImmutableArray<int> readsOfBars, bool every)
    : BarCondition($"{condition.Name} {(every ? "throughout" : "within")} s{bars}", ParameterSet.Union(condition.Reads, readsOfBars))
{
    public override bool ReadsPosition => condition.ReadsPosition;

    public override void Fill(Evaluation evaluation, Span<ulong> words)
    {
        evaluation.Sets.Write(condition, evaluation, words);
        int window = NumberOfBars.Of(evaluation.Scalar(bars));
        if (every) BarWords.HoldThroughout(words, window);
        else BarWords.HoldWithin(words, window);
    }

    public override bool Holds(Evaluation evaluation, int bar, in PositionView position)
    {
        if (!ReadsPosition) return base.Holds(evaluation, bar, position);
        int window = NumberOfBars.Of(evaluation.Scalar(bars));
        if (every && window > bar + 1) return false;
        for (int at = bar; at >= 0 && at > bar - window; at--)
            if (condition.Holds(evaluation, at, position) != every) return !every;
        return every;
    }
}

/// <summary>All parts hold, or one of them does.</summary>
internal sealed class JoinedCondition(ImmutableArray<BarCondition> parts, bool all)
    : BarCondition($"{(all ? "all" : "any")}({string.Join(", ", parts.Select(p => p.Name))})", ParameterSet.Union(parts.Select(p => p.Reads)))
{
    public override bool ReadsPosition { get; } = parts.Any(p => p.ReadsPosition);

    public override void Fill(Evaluation evaluation, Span<ulong> words)
    {
        if (parts.IsEmpty)
        {
            words.Fill(all ? ulong.MaxValue : 0);
            return;
        }

        evaluation.Sets.Write(parts[0], evaluation, words);
        for (int i = 1; i < parts.Length; i++)
        {
            if (parts[i].IsKept) Join(words, evaluation.Sets.Of(parts[i], evaluation).Words);
            else
            {
                ulong[] own = evaluation.RentWords();
                parts[i].Fill(evaluation, own);
                Join(words, own);
                evaluation.Return(own);
            }
        }
    }

    public override bool Holds(Evaluation evaluation, int bar, in PositionView position)
    {
        if (!ReadsPosition) return base.Holds(evaluation, bar, position);
        foreach (var part in parts)
            if (part.Holds(evaluation, bar, position) != all) return !all;
        return all;
    }

    private void Join(Span<ulong> words, ReadOnlySpan<ulong> other)
    {
        if (all) BarWords.And(words, other);
        else BarWords.Or(words, other);
    }
}

/// <summary>So many of the parts hold.</summary>
/// <param name="count">A slot.</param>
internal sealed class AtLeastCondition(int count, ImmutableArray<int> readsOfCount, ImmutableArray<BarCondition> parts)
    : BarCondition($"s{count} of({string.Join(", ", parts.Select(p => p.Name))})", ParameterSet.Union(parts.Select(p => p.Reads).Prepend(readsOfCount)))
{
    public override bool ReadsPosition { get; } = parts.Any(p => p.ReadsPosition);

    public override void Fill(Evaluation evaluation, Span<ulong> words)
    {
        int needed = NumberOfBars.Of(evaluation.Scalar(count));
        if (needed <= 0 || needed > parts.Length)
        {
            words.Fill(needed <= 0 ? ulong.MaxValue : 0);
            return;
        }

        // reached[k] has the bars that k + 1 of the parts so far have; the last is what is asked for.
        var reached = new ulong[needed - 1][];
        for (int k = 0; k < reached.Length; k++) Array.Clear(reached[k] = evaluation.RentWords());
        words.Clear();
        ulong[] own = evaluation.RentWords();
        foreach (var part in parts)
        {
            evaluation.Sets.Write(part, evaluation, own);
            for (int i = 0; i < own.Length; i++)
            {
                ulong carry = own[i];
                for (int k = 0; k < reached.Length && carry != 0; k++)
                {
                    ulong before = reached[k][i];
                    reached[k][i] |= carry;
                    carry &= before;
                }

                words[i] |= carry;
            }
        }

        evaluation.Return(own);
        foreach (ulong[] buffer in reached) evaluation.Return(buffer);
    }

    public override bool Holds(Evaluation evaluation, int bar, in PositionView position)
    {
        if (!ReadsPosition) return base.Holds(evaluation, bar, position);
        int held = 0;
        foreach (var part in parts) held += part.Holds(evaluation, bar, position) ? 1 : 0;
        return held >= NumberOfBars.Of(evaluation.Scalar(count));
    }
}

/// <summary>One condition holds, and none of some others.</summary>
internal sealed class FirstCondition(BarCondition condition, ImmutableArray<BarCondition> earlier)
    : BarCondition($"first({condition.Name}; {string.Join(", ", earlier.Select(p => p.Name))})", ParameterSet.Union(earlier.Select(p => p.Reads).Prepend(condition.Reads)))
{
    public override void Fill(Evaluation evaluation, Span<ulong> words)
    {
        evaluation.Sets.Write(condition, evaluation, words);
        ulong[] own = evaluation.RentWords();
        foreach (var other in earlier)
        {
            evaluation.Sets.Write(other, evaluation, own);
            BarWords.Except(words, own);
        }

        evaluation.Return(own);
    }
}
